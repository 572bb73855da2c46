#include "core/public_record.hpp"

#include "core/code_points.hpp"
#include "core/message/compose_facts.hpp"
#include "core/text.hpp"
#include "core/update_text.hpp"

#include <algorithm>

namespace candor {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

// Neither XML nor anybody's eyes can do anything with these.
bool is_noncharacter(std::int32_t c) {
    return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

std::string cleaned(std::string_view text, bool lines_allowed) {
    std::string clean;
    clean.reserve(text.size());
    for_each_code_point(text, [&](std::int32_t c, std::string_view bytes) {
        if (c == '\n' || c == '\t' || c == '\r') {
            if (c == '\n' && lines_allowed) clean += '\n';
            else if (c != '\r' || !lines_allowed) clean += ' ';
        } else {
            clean += c < 0 || is_control_character(c) || hides_or_reorders(c) || is_noncharacter(c) ? replacement : bytes;
        }
        return true;
    });
    return clean;
}

// What has been told by now, and not merely recorded.
std::int64_t told_seq(const Record& record) {
    return record.updates.empty() ? 0 : record.updates.back().seq;
}

}  // namespace

std::string readable(std::string_view text) {
    return cleaned(text, true);
}

std::string readable_line(std::string_view text) {
    return cleaned(text, false);
}

PublicRecord public_record(const Record& record, std::string_view title, std::string url, std::span<const std::string> texts) {
    PublicRecord shown;
    shown.record = &record;
    shown.title = readable_line(title);
    for (std::size_t i = 0; i < record.updates.size(); ++i) {
        shown.said.push_back(i < texts.size() ? readable(plain_body(texts[i], title, url)) : std::string());
    }
    shown.url = std::move(url);
    return shown;
}

bool is_public(const Record& record) {
    return record.kind != RecordKind::case_ && !record.updates.empty();
}

Time told_at(const Record& record) {
    return record.updates.empty() ? record.declared_at : record.updates.back().at;
}

Time began_at(const Record& record) {
    if (const auto* started = newest_at<Started>(record, told_seq(record))) return started->time;
    return record.window ? record.window->from : record.declared_at;
}

ScopeLabel scope_at(const Record& record, std::int64_t seq) {
    const auto* scope = newest_at<Scope>(record, seq);
    return scope == nullptr ? ScopeLabel::unknown : scope->label;
}

const PublishedUpdate* published_review(const Record& record) {
    const auto found = std::find_if(record.updates.rbegin(), record.updates.rend(),
                                    [](const PublishedUpdate& published) { return published.update.kind == UpdateKind::review; });
    return found == record.updates.rend() ? nullptr : &*found;
}

}  // namespace candor
