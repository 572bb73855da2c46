#include "daemon/ctl/sandbox/mail_text.hpp"

#include "core/base64.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace candor::ctl {

namespace {

using std::string;
using std::string_view;

constexpr int deepest = 8;  // multipart in multipart

struct Header {
    string name;  // lower case
    string value;
};

struct Part {
    std::vector<Header> headers;
    string_view body;
};

string lower(string_view text) {
    string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

string_view trimmed_view(string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// The line at `pos` without its end, and moves past it.
string_view take_line(string_view text, std::size_t& pos) {
    const auto end = std::min(text.find('\n', pos), text.size());
    auto line = text.substr(pos, end - pos);
    pos = std::min(end + 1, text.size());
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

Part split(string_view source) {
    Part part;
    std::size_t pos = 0;
    while (pos < source.size()) {
        const auto line = take_line(source, pos);
        if (line.empty()) break;
        const bool folded = line.front() == ' ' || line.front() == '\t';
        if (folded && !part.headers.empty()) {
            part.headers.back().value += line;
            continue;
        }
        const auto colon = line.find(':');
        if (colon == string_view::npos) continue;
        part.headers.push_back({lower(line.substr(0, colon)), string(trimmed_view(line.substr(colon + 1)))});
    }
    part.body = source.substr(pos);
    return part;
}

string header(const Part& part, string_view name) {
    const auto found =
        std::find_if(part.headers.begin(), part.headers.end(), [&](const Header& h) { return h.name == name; });
    return found == part.headers.end() ? string() : found->value;
}

// `boundary` of "multipart/alternative; boundary=\"x\"".
string parameter(const string& value, string_view name) {
    const auto at = lower(value).find(string(name) + "=");
    if (at == string::npos) return {};
    auto rest = string_view(value).substr(at + name.size() + 1);
    if (rest.starts_with('"')) {
        rest.remove_prefix(1);
        return string(rest.substr(0, rest.find('"')));
    }
    return string(rest.substr(0, rest.find_first_of("; \t")));
}

std::optional<char> from_hex(string_view two) {
    int value = 0;
    for (const char c : two) {
        const auto digit = string_view("0123456789abcdef").find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
        if (digit == string_view::npos) return std::nullopt;
        value = value * 16 + static_cast<int>(digit);
    }
    return two.size() == 2 ? std::optional(static_cast<char>(value)) : std::nullopt;
}

// `underscore`: of RFC 2047's Q, where "_" is a space.
string from_quoted_printable(string_view text, bool underscore) {
    string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '=') {
            if (text.substr(i, 3) == "=\r\n") {
                i += 2;
                continue;
            }
            if (text.substr(i, 2) == "=\n") {
                i += 1;
                continue;
            }
            if (const auto byte = from_hex(text.substr(i + 1, 2))) {
                out += *byte;
                i += 2;
                continue;
            }
        }
        out += underscore && text[i] == '_' ? ' ' : text[i];
    }
    return out;
}

string without_line_ends(string_view text) {
    string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out),
                 [](char c) { return c != '\r' && c != '\n' && c != ' '; });
    return out;
}

string decoded_body(const Part& part) {
    const auto encoding = lower(header(part, "content-transfer-encoding"));
    string body;
    if (encoding == "quoted-printable") body = from_quoted_printable(part.body, false);
    else if (encoding == "base64") body = from_base64(without_line_ends(part.body)).value_or(string(part.body));
    else body = string(part.body);
    std::erase(body, '\r');
    return body;
}

// "=?utf-8?B?...?=" at the start of `text`: its length and what it says.
std::optional<std::pair<std::size_t, string>> encoded_word(string_view text) {
    const auto charset = text.find('?', 2);
    if (!text.starts_with("=?") || charset == string_view::npos) return std::nullopt;
    const auto encoding = text.find('?', charset + 1);
    if (encoding != charset + 2) return std::nullopt;
    const auto end = text.find("?=", encoding + 1);
    if (end == string_view::npos) return std::nullopt;
    const auto content = text.substr(encoding + 1, end - encoding - 1);
    const char kind = text[charset + 1];
    const auto said =
        kind == 'B' || kind == 'b' ? from_base64(content) : std::optional(from_quoted_printable(content, true));
    return said ? std::optional(std::pair(end + 2, *said)) : std::nullopt;
}

// White space between two encoded words belongs to the folding, not to the text (RFC 2047, section 6.2).
string decoded_header(string_view value) {
    string out;
    bool after_word = false;
    for (std::size_t pos = 0; pos < value.size();) {
        if (const auto word = encoded_word(value.substr(pos))) {
            if (after_word) out.erase(out.find_last_not_of(" \t") + 1);
            out += word->second;
            pos += word->first;
            after_word = true;
            continue;
        }
        after_word = after_word && (value[pos] == ' ' || value[pos] == '\t');
        out += value[pos++];
    }
    return out;
}

std::vector<string_view> parts_between(string_view body, const string& boundary) {
    std::vector<string_view> parts;
    const string mark = "--" + boundary;
    std::size_t start = string_view::npos;
    for (std::size_t pos = 0; pos < body.size();) {
        const auto line_start = pos;
        const auto line = take_line(body, pos);
        if (!line.starts_with(mark)) continue;
        if (start != string_view::npos) parts.push_back(body.substr(start, line_start - start));
        if (line.substr(mark.size()).starts_with("--")) return parts;
        start = pos;
    }
    return parts;
}

string plain_text(const Part& part, int depth) {
    const auto type = lower(header(part, "content-type"));
    if (!type.starts_with("multipart/"))
        return type.empty() || type.starts_with("text/plain") ? decoded_body(part) : string();
    const auto boundary = parameter(header(part, "content-type"), "boundary");
    if (boundary.empty() || depth >= deepest) return {};
    for (const auto inner : parts_between(part.body, boundary)) {
        if (auto text = plain_text(split(inner), depth + 1); !text.empty()) return text;
    }
    return {};
}

}  // namespace

MailText read_mail(string_view source) {
    const Part mail = split(source);
    MailText read;
    read.from = decoded_header(header(mail, "from"));
    read.to = decoded_header(header(mail, "to"));
    read.subject = decoded_header(header(mail, "subject"));
    read.message_id = header(mail, "message-id");
    std::erase_if(read.message_id, [](char c) { return c == '<' || c == '>'; });
    read.text = plain_text(mail, 0);
    return read;
}

}  // namespace candor::ctl
