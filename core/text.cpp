#include "core/text.hpp"

#include "core/code_points.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

namespace candor {

bool hides_or_reorders(std::int32_t code_point) {
    const UChar32 c = code_point;
    switch (c) {
        case 0x200B:  // zero width space
        case 0x2060:  // word joiner
        case 0xFEFF:  // byte order mark
        case 0x00AD:  // soft hyphen
        case 0x061C:
        case 0x200E:
        case 0x200F:
        case 0xE000: return true;  // in texts of ours, where a recipient's own link belongs
        default: return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || (c >= 0xE0000 && c <= 0xE0FFF);
    }
}

bool is_control_character(std::int32_t code_point) {
    return u_charType(code_point) == U_CONTROL_CHAR;
}

bool is_valid_utf8(std::string_view text) {
    bool valid = true;
    for_each_code_point(text, [&](UChar32 c, std::string_view) { return valid = c >= 0; });
    return valid;
}

std::size_t grapheme_count(std::string_view text) {
    const bool one_each = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != '\r'; });
    if (one_each) return text.size();  // of ASCII only CR LF is one of two
    UErrorCode status = U_ZERO_ERROR;
    thread_local const std::unique_ptr<icu::BreakIterator> breaks(icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
    UText* view = utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status);
    breaks->setText(view, status);
    std::size_t count = 0;
    while (breaks->next() != icu::BreakIterator::DONE) ++count;
    utext_close(view);
    return count;
}

Result<void> validate_plain(std::string_view text, std::size_t longest, bool lines_allowed, std::string field) {
    std::string problem;
    for_each_code_point(text, [&](UChar32 c, std::string_view) {
        if (c < 0) problem = "The text is not valid UTF-8.";
        else if (c == '\n' && !lines_allowed) problem = "The text must be one line.";
        else if (c != '\n' && is_control_character(c)) problem = fmt::format("The text has a control character (U+{:04X}).", c);
        else if (hides_or_reorders(c)) problem = fmt::format("The text has a character that hides or reorders text (U+{:04X}).", c);
        return problem.empty();
    });
    if (!problem.empty()) return Error(ErrorCode::invalid_argument, problem, std::move(field), "Remove that character.");
    const std::size_t length = grapheme_count(text);
    if (length <= longest) return {};
    return Error(ErrorCode::invalid_argument, fmt::format("The text has {} characters; at most {} are allowed.", length, longest),
                 std::move(field), "Shorten it.");
}

std::string_view trimmed(std::string_view text) {
    static constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::string escape_html(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&': escaped += "&amp;"; break;
            case '<': escaped += "&lt;"; break;
            case '>': escaped += "&gt;"; break;
            case '"': escaped += "&quot;"; break;
            case '\'': escaped += "&#39;"; break;
            default: escaped += c;
        }
    }
    return escaped;
}

}  // namespace candor
