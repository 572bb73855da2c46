#include "core/feed/calendar.hpp"

#include <fmt/format.h>

namespace candor::feed {

using namespace std::chrono;

namespace {

constexpr std::size_t longest_line = 75;       // octets, without the line's end
constexpr std::size_t longest_summary = 2000;  // bytes of what was said last

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : readable(text)) {
        if (c == '\\' || c == ';' || c == ',') out += '\\';
        if (c == '\n') out += "\\n";
        else out += c;
    }
    return out;
}

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// Where to cut so that at most `most` octets come before, and no character is cut.
std::size_t cut_at(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text.size();
    while (most > 0 && is_continuation(text[most])) --most;
    return most;
}

std::string folded(std::string_view line) {
    std::string out;
    std::size_t room = longest_line;
    while (true) {
        const std::size_t cut = cut_at(line, room);
        out += line.substr(0, cut);
        out += "\r\n";
        line.remove_prefix(cut);
        if (line.empty()) return out;
        out += ' ';
        room = longest_line - 1;
    }
}

// "20261122T140000Z"
std::string utc_text(Time time) {
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{floor<seconds>(time - day)};
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

// A value that is no text: made by us, and nothing in it needs escaping.
std::string value_line(std::string_view name, std::string_view value) {
    return folded(fmt::format("{}:{}", name, readable_line(value)));
}

std::string event(const Publisher& publisher, const PublicRecord& shown) {
    const Record& record = *shown.record;
    const bool cancelled = record.status == Status::withdrawn;
    const std::string last = shown.said.empty() ? std::string() : shown.said.back();
    std::string out = "BEGIN:VEVENT\r\n";
    out += value_line("UID", fmt::format("{}@{}", record.id.str(), host_of(publisher.url)));
    out += value_line("DTSTAMP", utc_text(told_at(record)));
    out += value_line("CREATED", utc_text(record.declared_at));
    out += value_line("LAST-MODIFIED", utc_text(told_at(record)));
    out += value_line("SEQUENCE", fmt::format("{}", record.moves.size() + (cancelled ? 1U : 0U)));
    out += value_line("DTSTART", utc_text(record.window->from));
    out += value_line("DTEND", utc_text(record.window->until));
    out += value_line("STATUS", cancelled ? "CANCELLED" : "CONFIRMED");
    out += value_line("TRANSP", "TRANSPARENT");  // nobody is busy because of it
    out += content_line("SUMMARY", fmt::format("{}: {}", readable_line(publisher.name), shown.title));
    out += content_line("DESCRIPTION", std::string_view(last).substr(0, cut_at(last, longest_summary)));
    out += value_line("URL", shown.url);
    return out + "END:VEVENT\r\n";
}

}  // namespace

std::string content_line(std::string_view name, std::string_view text) {
    return folded(fmt::format("{}:{}", name, escaped(text)));
}

std::string calendar(const Publisher& publisher, std::span<const PublicRecord> records) {
    const std::string name = readable_line(publisher.name) + " maintenance";
    std::string out = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Candor//candord//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n";
    out += content_line("NAME", name);
    out += content_line("X-WR-CALNAME", name);
    out += value_line("SOURCE;VALUE=URI", publisher.url + "/calendar.ics");
    out += "REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\nX-PUBLISHED-TTL:PT15M\r\n";
    std::size_t events = 0;
    for (const PublicRecord* shown : newest_first(records, records.size())) {
        if (!shown->record->window || events == most_entries) continue;
        out += event(publisher, *shown);
        ++events;
    }
    return out + "END:VCALENDAR\r\n";
}

}  // namespace candor::feed
