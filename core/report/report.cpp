#include "core/report/report.hpp"

#include "core/code_points.hpp"
#include "core/message/mime.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace candor {

namespace {

bool is_public_address(std::string_view text) {
    const auto address = parse_mail_address(text);
    return address && is_public(*address);
}

Error too_long(std::string_view text, std::size_t longest, std::string field) {
    return {ErrorCode::invalid_argument, fmt::format("The text has {} characters; at most {} are allowed.", grapheme_count(text), longest),
            std::move(field), "Shorten it."};
}

}  // namespace

ReportRef reference_from_bits(std::uint64_t bits) {
    // As ids (core/id.cpp), in capitals: no vowels, nothing that is heard as something else.
    static constexpr std::string_view alphabet = "23456789BCDFGHJKMNPQRSTVWXZ";
    std::string reference = "...-...";
    for (char& c : reference) {
        if (c == '-') continue;
        c = alphabet[bits % alphabet.size()];
        bits /= alphabet.size();
    }
    return ReportRef(std::move(reference));
}

std::string without_controls(std::string_view text, bool lines) {
    std::string kept;
    kept.reserve(text.size());
    for_each_code_point(text, [&](UChar32 c, std::string_view bytes) {
        if (c == '\n' || c == '\t' || c == 0x2028 || c == 0x2029) {
            kept += lines && c != '\t' ? '\n' : ' ';
            return true;
        }
        const bool joiner = c == 0x200C || c == 0x200D;  // inside words and emoji
        const int type = c < 0 ? static_cast<int>(U_CONTROL_CHAR) : static_cast<int>(u_charType(c));
        const bool hidden = type == U_CONTROL_CHAR || (type == U_FORMAT_CHAR && !joiner) || (c >= 0xE0000 && c <= 0xE0FFF);
        if (!hidden) kept.append(bytes);
        return true;
    });
    return std::string(trimmed(kept));
}

Result<Report> clean(Report report) {
    report.text = without_controls(report.text, true);
    report.blocked_task = without_controls(report.blocked_task, false);
    report.contact = without_controls(report.contact, false);
    if (report.text.empty()) return Error(ErrorCode::invalid_argument, "Say what you see.", "text", "One sentence is enough.");
    if (grapheme_count(report.text) > longest_report) return too_long(report.text, longest_report, "text");
    if (grapheme_count(report.blocked_task) > longest_blocked_task) return too_long(report.blocked_task, longest_blocked_task, "blocked_task");
    if (!report.contact.empty() && !is_public_address(report.contact)) {
        return Error(ErrorCode::invalid_argument, "That is not a mail address.", "contact", "Write it as name@example.org, or leave it out.");
    }
    return report;
}

std::string task_key(std::string_view blocked_task) {
    auto folded = icu::UnicodeString::fromUTF8(icu::StringPiece(blocked_task.data(), static_cast<std::int32_t>(blocked_task.size())));
    folded.foldCase();
    std::string text;
    folded.toUTF8String(text);
    std::string key;
    for (const char c : text) {
        if (c == ' ' && (key.empty() || key.back() == ' ')) continue;
        key += c;
    }
    while (!key.empty() && std::string_view(" .!,;?").find(key.back()) != std::string_view::npos) key.pop_back();
    return key;
}

Time counts_since(const ReportThresholds& thresholds, std::optional<Time> last_alarm, Time now) {
    const Time begin = now - thresholds.within;
    return last_alarm ? std::max(begin, *last_alarm + Duration(1)) : begin;
}

}  // namespace candor
