#include "core/message/mime.hpp"

#include "core/base64.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <unicode/uidna.h>
#include <utility>

namespace candor {

namespace {

using std::string;
using std::string_view;

constexpr std::size_t line_width = 78;        // RFC 5322: SHOULD
constexpr std::size_t encoded_word_max = 75;  // RFC 2047, section 2
constexpr std::size_t encoded_line_max = 76;  // RFC 2045, 6.7 (5)
constexpr string_view word_start = "=?utf-8?B?";
constexpr string_view word_end = "?=";

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

bool is_ascii(string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// RFC 5322 atext.
bool is_atom_character(char c) {
    return is_alphanumeric(c) || string_view("!#$%&'*+-/=?^_`{|}~").find(c) != string_view::npos;
}

Error refuse(string field, string what) {
    return {ErrorCode::invalid_argument, std::move(what), std::move(field)};
}

// C1 controls are two bytes in UTF-8 (C2 80 ... C2 9F): U+0085 is a line break to some readers.
bool has_control(string_view text) {
    if (std::any_of(text.begin(), text.end(), is_control)) return true;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] == '\xC2' && static_cast<unsigned char>(text[i + 1]) < 0xA0) return true;
    }
    return false;
}

std::optional<Error> fault_of_value(string_view value, string_view field) {
    if (has_control(value))
        return refuse(string(field), fmt::format("the {} has a control character or a line break", field));
    if (!is_valid_utf8(value)) return refuse(string(field), fmt::format("the {} is not valid UTF-8", field));
    return std::nullopt;
}

// --- UTF-8 ---------------------------------------------------------------------------------------------------------

// The length of the valid UTF-8 sequence at `pos`; 0 where there is none.
std::size_t sequence_length(string_view text, std::size_t pos) {
    const auto lead = static_cast<unsigned char>(text[pos]);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || pos + length > text.size()) return 0;
    return is_valid_utf8(text.substr(pos, length)) ? length : 0;
}

// --- header values -------------------------------------------------------------------------------------------------

// A header that is folded as it grows. `width` is what the last line has so far.
class LineFolder {
public:
    explicit LineFolder(string name) : text_(std::move(name) + ':'), width_(text_.size()) {}

    // A piece that must stay whole, after one space; on a line of its own where it does not fit.
    void add(string_view piece) {
        if (width_ + 1 + piece.size() > line_width && !first_) {
            text_ += "\r\n";
            width_ = 0;
        }
        text_ += ' ';
        text_ += piece;
        width_ += 1 + piece.size();
        first_ = false;
    }

    [[nodiscard]] std::size_t room() const { return width_ + 1 >= line_width ? 0 : line_width - width_ - 1; }
    [[nodiscard]] string done() && { return std::move(text_) + "\r\n"; }

private:
    string text_;
    std::size_t width_;
    bool first_ = true;
};

// How many bytes of text a B-encoded word of `characters` characters can hold.
std::size_t word_capacity(std::size_t characters) {
    const std::size_t frame = word_start.size() + word_end.size();
    return characters <= frame ? 0 : (characters - frame) / 4 * 3;
}

// As much of `text` as fits `capacity` bytes, in whole code points; one at least.
string_view whole_code_points(string_view text, std::size_t capacity) {
    std::size_t end = 0;
    while (end < text.size()) {
        const std::size_t next = end + sequence_length(text, end);
        if (next > capacity && end > 0) break;
        end = next;
    }
    return text.substr(0, end);
}

void add_encoded_words(LineFolder& folder, string_view text) {
    while (!text.empty()) {
        const std::size_t here = word_capacity(std::min(folder.room(), encoded_word_max));
        const std::size_t capacity = here >= 12 ? here : word_capacity(encoded_word_max);
        const string_view piece = whole_code_points(text, capacity);
        folder.add(fmt::format("{}{}{}", word_start, base64(piece), word_end));
        text.remove_prefix(piece.size());
    }
}

// Text that may stand as it is: ASCII, no word longer than a line, single spaces only (folding must not change it), and
// nothing that reads as an encoded word.
bool stands_plain(string_view text) {
    if (!is_ascii(text) || text.find("=?") != string_view::npos || text.find("  ") != string_view::npos) return false;
    if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
    std::size_t word = 0;
    for (const char c : text) {
        word = c == ' ' ? 0 : word + 1;
        if (word > line_width - 12) return false;
    }
    return true;
}

void add_unstructured(LineFolder& folder, string_view text) {
    if (!stands_plain(text)) return add_encoded_words(folder, text);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        folder.add(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

// A display name: a quoted string where that says it, encoded words elsewhere.
void add_phrase(LineFolder& folder, string_view name) {
    if (name.empty()) return;
    if (!is_ascii(name) || name.size() > 60 || name.find("=?") != string_view::npos)
        return add_encoded_words(folder, name);
    string quoted = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    folder.add(quoted + '"');
}

string mailbox_header(string name, string_view display_name, const MailAddress& address) {
    LineFolder folder(std::move(name));
    add_phrase(folder, display_name);
    folder.add('<' + address.str() + '>');
    return std::move(folder).done();
}

string subject_header(string_view subject) {
    LineFolder folder("Subject");
    add_unstructured(folder, subject);
    return std::move(folder).done();
}

string references_headers(const std::vector<string>& references) {
    if (references.empty()) return {};
    LineFolder folder("References");
    for (const string& id : references) folder.add('<' + id + '>');
    return fmt::format("In-Reply-To: <{}>\r\n", references.back()) + std::move(folder).done();
}

string list_header(string_view list_name, string_view list_id) {
    if (list_id.empty()) return {};
    LineFolder folder("List-Id");
    add_phrase(folder, list_name);
    folder.add(fmt::format("<{}>", list_id));
    return std::move(folder).done();
}

// RFC 2369 and RFC 8058: mail programs show a button, whose POST leaves at once.
string unsubscribe_headers(string_view url) {
    if (url.empty()) return {};
    return fmt::format("List-Unsubscribe: <{}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", url);
}

// Ids, list ids, links and languages stand in headers as they are: printable ASCII without what would end them.
std::optional<Error> fault_of_token(string_view value, string_view field) {
    const bool clean = std::all_of(value.begin(), value.end(), [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7F && c != '<' && c != '>' &&
               c != '"';
    });
    if (clean && value.size() <= 250) return std::nullopt;
    return refuse(string(field), fmt::format("the {} has a character that may not stand there, or is too long", field));
}

using Field = std::pair<string_view, string_view>;  // value, name

std::optional<Error> fault_of(const MailHead& head) {
    const Field values[] = {{head.subject, "subject"},
                            {head.from_name, "from_name"},
                            {head.to_name, "to_name"},
                            {head.list_name, "list_name"}};
    for (const auto& [value, field] : values) {
        if (auto fault = fault_of_value(value, field)) return fault;
    }
    const MailAddress reply_to = head.reply_to.value_or(MailAddress{});
    const Field tokens[] = {{head.message_id, "message_id"}, {head.list_id, "list_id"}, {head.language, "language"},
                            {head.boundary, "boundary"},     {head.from.local, "from"}, {head.from.domain, "from"},
                            {head.to.local, "to"},           {head.to.domain, "to"},    {reply_to.local, "reply_to"},
                            {reply_to.domain, "reply_to"}, {head.unsubscribe, "unsubscribe"}};
    for (const auto& [value, field] : tokens) {
        if (auto fault = fault_of_token(value, field)) return fault;
    }
    for (const string& id : head.references) {
        if (auto fault = fault_of_token(id, "references")) return fault;
    }
    return std::nullopt;
}

// --- addresses -----------------------------------------------------------------------------------------------------

bool is_dot_atom(string_view text) {
    if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != string_view::npos) return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '.' || is_atom_character(c); });
}

bool is_mail_domain(string_view text) {
    if (text.empty() || text.size() > 253) return false;
    std::size_t label = 0;
    for (const char c : text) {
        if (c != '.' && c != '-' && !is_alphanumeric(c)) return false;
        if (c == '.' && label == 0) return false;
        label = c == '.' ? 0 : label + 1;
        if (label > 63) return false;
    }
    return label > 0;
}

// UTS #46, non-transitional.
std::optional<string> to_ascii_domain(string_view domain) {
    UErrorCode status = U_ZERO_ERROR;
    constexpr std::uint32_t options =
        UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_USE_STD3_RULES;
    const std::unique_ptr<UIDNA, decltype(&uidna_close)> idna(uidna_openUTS46(options, &status), &uidna_close);
    if (U_FAILURE(status)) return std::nullopt;
    std::array<char, 256> ascii{};
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    const std::int32_t length =
        uidna_nameToASCII_UTF8(idna.get(), domain.data(), static_cast<std::int32_t>(domain.size()), ascii.data(),
                               static_cast<std::int32_t>(ascii.size()), &info, &status);
    if (U_FAILURE(status) || info.errors != 0 || length <= 0) return std::nullopt;
    return string(ascii.data(), static_cast<std::size_t>(length));
}

// --- body ----------------------------------------------------------------------------------------------------------

void append_hex(string& out, char c) {
    static constexpr char digits[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '=';
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
}

// What may stand as it is; blanks only where the line goes on.
bool is_literal(char c) {
    return (c >= ' ' && c <= '~' && c != '=') || c == '\t';
}

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

// One line being encoded: soft breaks are put before what would not fit.
class QuotedLine {
public:
    explicit QuotedLine(string& out) : out_(out) {}

    // Text that may stand as it is.
    void add_literal(string_view text) {
        while (!text.empty()) {
            if (width_ == widest) soft_break();
            if (width_ == 0 && needs_escape_at_start(text.front())) {
                escape(text.front());
                text.remove_prefix(1);
                continue;
            }
            const string_view fits = text.substr(0, widest - width_);
            out_ += fits;
            width_ += fits.size();
            text.remove_prefix(fits.size());
        }
    }

    // A code point stays whole.
    void add_escaped(string_view bytes) {
        if (width_ + 3 * bytes.size() > widest) soft_break();
        for (const char c : bytes) escape(c);
    }

    void end() {
        out_ += "\r\n";
        width_ = 0;
    }

private:
    static constexpr std::size_t widest = encoded_line_max - 1;  // with room for the = of a soft break

    // A dot would be doubled by SMTP, and "From " marked by old mailboxes.
    static bool needs_escape_at_start(char c) { return c == '.' || c == 'F'; }

    void escape(char c) {
        append_hex(out_, c);
        width_ += 3;
    }

    void soft_break() {
        out_ += "=\r\n";
        width_ = 0;
    }

    string& out_;
    std::size_t width_ = 0;
};

// Cuts the next line off; \n, \r\n and a lone \r all end one.
string_view next_text_line(string_view& text) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    const string_view line = text.substr(0, end);
    text.remove_prefix(end);
    if (text.starts_with("\r\n")) text.remove_prefix(2);
    else if (!text.empty()) text.remove_prefix(1);
    return line;
}

// How much of the beginning of a line may stand as it is: its last character may not, if it is a blank.
std::size_t literal_length(string_view line) {
    const auto first = std::find_if_not(line.begin(), line.end(), is_literal);
    const auto length = static_cast<std::size_t>(first - line.begin());
    return length == line.size() && length > 0 && is_blank(line.back()) ? length - 1 : length;
}

void quote_line(string_view line, string& out) {
    QuotedLine quoted(out);
    while (!line.empty()) {
        const std::size_t plain = literal_length(line);
        quoted.add_literal(line.substr(0, plain));
        line.remove_prefix(plain);
        if (line.empty()) break;
        const std::size_t length = sequence_length(line, 0);
        quoted.add_escaped(length == 0 ? string_view("\xEF\xBF\xBD") : line.substr(0, length));
        line.remove_prefix(std::max<std::size_t>(length, 1));
    }
    quoted.end();
}

}  // namespace

Result<MailAddress> parse_mail_address(string_view text) {
    if (has_control(text)) return refuse("address", "the address has a control character or a line break");
    const std::size_t at = text.rfind('@');
    if (at == string_view::npos) return refuse("address", "the address has no @");
    const string_view local = text.substr(0, at);
    if (!is_ascii(local)) return refuse("address", "the part before @ is not ASCII, which needs SMTPUTF8");
    if (local.size() > 64 || !is_dot_atom(local))
        return refuse("address", "the part before @ is not a plain mailbox name");
    if (text.size() > 512) return refuse("address", "the address is too long");
    auto domain = to_ascii_domain(text.substr(at + 1));
    if (!domain || !is_mail_domain(*domain)) return refuse("address", "the part after @ is not a domain name");
    MailAddress address{string(local), std::move(*domain)};
    if (address.local.size() + 1 + address.domain.size() > 254) return refuse("address", "the address is too long");
    return address;
}

bool is_public(const MailAddress& address) {
    return address.domain.find('.') != string::npos;
}

Result<string> mail_head(const MailHead& head) {
    if (auto fault = fault_of(head)) return std::move(*fault);
    string block = fmt::format("Date: {}\r\n", mail_date(head.date));
    block += mailbox_header("From", head.from_name, head.from);
    block += mailbox_header("To", head.to_name, head.to);
    if (head.reply_to) block += mailbox_header("Reply-To", {}, *head.reply_to);
    block += subject_header(head.subject);
    block += fmt::format("Message-ID: <{}>\r\n", head.message_id);
    block += references_headers(head.references);
    block += "Auto-Submitted: auto-generated\r\nPrecedence: bulk\r\n";
    block += list_header(head.list_name, head.list_id);
    block += unsubscribe_headers(head.unsubscribe);
    block += "MIME-Version: 1.0\r\n";
    if (!head.language.empty()) block += fmt::format("Content-Language: {}\r\n", head.language);
    block += fmt::format("Content-Type: multipart/alternative;\r\n boundary=\"{}\"\r\n\r\n", head.boundary);
    return block;
}

MailPart::MailPart(string_view type, string_view content)
    : shared_(fmt::format("Content-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", type)) {
    while (!content.empty()) {
        const string_view line = next_text_line(content);
        if (has_personal_mark(line)) own_lines_.push_back({shared_.size(), string(line)});
        else quote_line(line, shared_);
    }
}

string_view MailPart::for_recipient(const Personal& personal, string& own) const {
    if (own_lines_.empty()) return shared_;
    own.reserve(shared_.size() + shared_.size() / 4);
    std::size_t copied = 0;
    for (const Line& line : own_lines_) {
        own.append(shared_, copied, line.at - copied);
        copied = line.at;
        own += quoted_printable(personalised(line.content, personal));
    }
    return own.append(shared_, copied);
}

MailBody::MailBody(const Message& message) : text("text/plain", message.text), html("text/html", message.html) {}

string mail_boundary(const DeliveryId& id) {
    return "=_candor_" + id.str();
}

string quoted_printable(string_view text) {
    string out;
    out.reserve(text.size() + text.size() / 8 + 16);
    while (!text.empty()) quote_line(next_text_line(text), out);
    return out;
}

string mail_date(Time time) {
    using namespace std::chrono;
    static constexpr std::array day_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{floor<seconds>(time - day)};
    return fmt::format("{}, {} {} {:04} {:02}:{:02}:{:02} +0000", day_names.at(weekday{day}.c_encoding()),
                       static_cast<unsigned>(date.day()), month_names.at(static_cast<unsigned>(date.month()) - 1),
                       static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

}  // namespace candor
