#include "core/delivery/bounce.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace candor {

namespace {

constexpr std::size_t longest_reply = 160;
constexpr std::size_t most_addresses = 20;
constexpr std::size_t longest_address = 254;
constexpr std::size_t most_fields = 200;

std::string lowered(std::string_view text) {
    std::string folded(text);
    for (char& c : folded) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return folded;
}

std::string_view next_line(std::string_view& text) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

// Fields of a head, names in lower case, lines joined; of a repeated one all values. Takes the empty line that ends it.
using Fields = std::multimap<std::string, std::string>;

Fields take_fields(std::string_view& text) {
    Fields fields;
    Fields::iterator last = fields.end();
    while (!text.empty()) {
        const std::string_view line = next_line(text);
        if (line.empty()) break;
        const bool goes_on = line.front() == ' ' || line.front() == '\t';
        if (goes_on) {
            if (last != fields.end()) last->second += " " + std::string(trimmed(line));
            continue;
        }
        const auto colon = line.find(':');
        const bool is_field = colon != std::string_view::npos && fields.size() < most_fields;
        last = is_field ? fields.emplace(lowered(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1)))) : fields.end();
    }
    return fields;
}

std::string field(const Fields& fields, const std::string& name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
}

// boundary=x, or boundary="x y" (RFC 2045, 5.1).
std::string parameter(const std::string& value, const std::string& name) {
    const std::string folded = lowered(value);
    for (auto at = folded.find(name + "="); at != std::string::npos; at = folded.find(name + "=", at + 1)) {
        const char before = at == 0 ? ';' : folded[at - 1];
        if (before != ';' && before != ' ' && before != '\t') continue;
        const std::string rest = value.substr(at + name.size() + 1);
        if (rest.starts_with('"')) return rest.substr(1, rest.find('"', 1) == std::string::npos ? std::string::npos : rest.find('"', 1) - 1);
        return rest.substr(0, rest.find_first_of("; \t"));
    }
    return {};
}

// The part with this media type; nothing where there is none.
std::optional<std::string_view> part_of(std::string_view body, const std::string& boundary, std::string_view type) {
    const std::string found_mark = "--" + boundary;
    std::string_view rest = body;
    bool inside = false;
    const char* begin = nullptr;
    while (!rest.empty()) {
        const char* start = rest.data();
        const std::string_view line = next_line(rest);
        if (!line.starts_with(found_mark)) continue;
        if (inside) {
            std::string_view part(begin, static_cast<std::size_t>(start - begin));
            const Fields head = take_fields(part);
            if (lowered(field(head, "content-type")).starts_with(type)) return part;
        }
        inside = true;
        begin = rest.data();
    }
    if (!inside) return std::nullopt;
    std::string_view part(begin, static_cast<std::size_t>(body.data() + body.size() - begin));
    const Fields head = take_fields(part);
    return lowered(field(head, "content-type")).starts_with(type) ? std::optional(part) : std::nullopt;
}

bool is_of_address(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("@.+-_=").find(c) != std::string_view::npos;
}

void add_addresses(std::string_view text, std::vector<std::string>& addresses) {
    while (!text.empty() && addresses.size() < most_addresses) {
        const auto begin = std::find_if(text.begin(), text.end(), is_of_address);
        const auto end = std::find_if_not(begin, text.end(), is_of_address);
        std::string word(begin, end);
        if (word.find('@') != std::string::npos && word.size() <= longest_address) addresses.push_back(std::move(word));
        text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    }
}

// "smtp; 550 5.1.1 no such user" -> "550 5.1.1 no such user".
std::string_view without_type(std::string_view diagnostic) {
    const auto semicolon = diagnostic.find(';');
    return semicolon == std::string_view::npos ? diagnostic : trimmed(diagnostic.substr(semicolon + 1));
}

Error no_report() {
    return {ErrorCode::invalid_argument, "This is no report of a delivery (RFC 3464).", "", "Only reports that mail servers send are read here."};
}

}  // namespace

Result<BounceReport> parse_bounce(std::string_view mail) {
    std::string_view rest = mail.substr(0, largest_bounce);
    const Fields head = take_fields(rest);
    const std::string type = field(head, "content-type");
    const std::string boundary = parameter(type, "boundary");
    if (!lowered(type).starts_with("multipart/report") || boundary.empty()) return no_report();
    auto part = part_of(rest, boundary, "message/delivery-status");
    if (!part) return no_report();
    BounceReport report;
    for (const char* name : {"x-original-to", "delivered-to", "envelope-to", "to"}) {
        for (auto [at, end] = head.equal_range(name); at != end; ++at) add_addresses(at->second, report.sent_to);
    }
    (void)take_fields(*part);  // of the message; then those of each recipient, and our mails have one
    while (!part->empty()) {
        const Fields recipient = take_fields(*part);
        if (!recipient.contains("action")) continue;
        report.action = lowered(field(recipient, "action"));
        const std::string status = field(recipient, "status");
        report.status = status.substr(0, std::min<std::size_t>(status.find_first_not_of("0123456789."), 11));
        report.diagnostic = presentable_reply(without_type(field(recipient, "diagnostic-code")));
        if (report.is_final()) break;
    }
    if (report.action.empty()) return no_report();
    return report;
}

std::string enhanced_status(std::string_view reply) {
    const auto space = reply.find_first_of(" -");
    if (space == std::string_view::npos) return {};
    const std::string_view rest = reply.substr(space + 1);
    const std::string_view word = rest.substr(0, std::min(rest.find(' '), rest.size()));
    const bool is_status = word.size() >= 5 && word.size() <= 11 && word[1] == '.' && word.find_first_not_of("0123456789.") == std::string_view::npos;
    return is_status ? std::string(word) : std::string();
}

bool blames_address(std::string_view status) {
    return status.empty() || status.starts_with("5.1.") || status.starts_with("5.2.") || status.starts_with("5.4.");
}

std::string presentable_reply(std::string_view reply) {
    std::string shown;
    std::string word;
    const auto end_word = [&] {
        if (word.empty()) return;
        if (!shown.empty()) shown += ' ';
        shown += word.find('@') == std::string::npos ? word : "(address)";
        word.clear();
    };
    for (const char c : reply.substr(0, longest_reply)) {
        if (c > ' ' && c <= '~') word += c;
        else end_word();
    }
    end_word();
    return shown;
}

}  // namespace candor
