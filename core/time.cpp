#include "core/time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace candor {

using namespace std::chrono;

namespace {

class Utc final : public TimeZone {
public:
    [[nodiscard]] ZoneOffset at(Time) const override { return {0s, "UTC"}; }
    [[nodiscard]] std::string_view name() const override { return "UTC"; }
};

constexpr std::array month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array day_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

// Reads exactly `digits` decimal digits at `pos` and moves past them.
std::optional<int> take_number(std::string_view text, std::size_t& pos, std::size_t digits) {
    if (pos + digits > text.size()) return std::nullopt;
    int value = 0;
    const char* first = text.data() + pos;
    const auto [end, error] = std::from_chars(first, first + digits, value);
    if (error != std::errc{} || end != first + digits || *first == '-') return std::nullopt;
    pos += digits;
    return value;
}

bool take(std::string_view text, std::size_t& pos, char expected) {
    if (pos >= text.size() || text[pos] != expected) return false;
    ++pos;
    return true;
}

// ".123456" -> 123 ms; digits past the third are dropped.
std::optional<milliseconds> take_fraction(std::string_view text, std::size_t& pos) {
    if (!take(text, pos, '.')) return 0ms;
    int value = 0;
    int digits = 0;
    for (; pos < text.size() && text[pos] >= '0' && text[pos] <= '9'; ++pos, ++digits) {
        if (digits < 3) value = value * 10 + (text[pos] - '0');
    }
    if (digits == 0) return std::nullopt;
    for (; digits < 3; ++digits) value *= 10;
    return milliseconds{value};
}

// "Z" or "+hh:mm".
std::optional<minutes> take_offset(std::string_view text, std::size_t& pos) {
    if (take(text, pos, 'Z') || take(text, pos, 'z')) return 0min;
    const bool east = take(text, pos, '+');
    if (!east && !take(text, pos, '-')) return std::nullopt;
    const auto hour = take_number(text, pos, 2);
    if (!hour || !take(text, pos, ':')) return std::nullopt;
    const auto minute = take_number(text, pos, 2);
    if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
    const auto offset = hours{*hour} + minutes{*minute};
    return east ? offset : -offset;
}

std::optional<year_month_day> take_date(std::string_view text, std::size_t& pos) {
    const auto y = take_number(text, pos, 4);
    if (!y || !take(text, pos, '-')) return std::nullopt;
    const auto m = take_number(text, pos, 2);
    if (!m || !take(text, pos, '-')) return std::nullopt;
    const auto d = take_number(text, pos, 2);
    if (!d) return std::nullopt;
    const year_month_day date{year{*y}, month(static_cast<unsigned>(*m)), day(static_cast<unsigned>(*d))};
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<milliseconds> take_time_of_day(std::string_view text, std::size_t& pos) {
    const auto hour = take_number(text, pos, 2);
    if (!hour || !take(text, pos, ':')) return std::nullopt;
    const auto minute = take_number(text, pos, 2);
    if (!minute || !take(text, pos, ':')) return std::nullopt;
    const auto second = take_number(text, pos, 2);
    if (!second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    const auto fraction = take_fraction(text, pos);
    if (!fraction) return std::nullopt;
    return hours{*hour} + minutes{*minute} + seconds{*second} + *fraction;
}

struct LocalTime {
    year_month_day date;
    hh_mm_ss<milliseconds> clock;
    std::string zone;
};

LocalTime local(Time time, const TimeZone& zone) {
    const ZoneOffset offset = zone.at(time);
    const Time shifted = time + offset.from_utc;
    const auto midnight = floor<days>(shifted);
    return {year_month_day{midnight}, hh_mm_ss<milliseconds>{shifted - midnight}, offset.abbreviation};
}

std::string clock_of(const LocalTime& at) {
    const auto seconds = at.clock.seconds().count();
    const auto clock = fmt::format("{:02}:{:02}", at.clock.hours().count(), at.clock.minutes().count());
    return seconds == 0 ? fmt::format("{} {}", clock, at.zone) : fmt::format("{}:{:02} {}", clock, seconds, at.zone);
}

std::string date_and_time(const LocalTime& at) {
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}", static_cast<int>(at.date.year()), static_cast<unsigned>(at.date.month()),
                       static_cast<unsigned>(at.date.day()), at.clock.hours().count(), at.clock.minutes().count(), at.clock.seconds().count(),
                       at.clock.subseconds().count());
}

}  // namespace

const TimeZone& utc() {
    static const Utc zone;
    return zone;
}

std::string to_rfc3339(Time time) {
    return date_and_time(local(time, utc())) + "Z";
}

std::string to_http_date(Time time) {
    const LocalTime at = local(floor<seconds>(time), utc());
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", day_names[weekday{sys_days{at.date}}.c_encoding()], static_cast<unsigned>(at.date.day()),
                       month_names[static_cast<unsigned>(at.date.month()) - 1], static_cast<int>(at.date.year()), at.clock.hours().count(),
                       at.clock.minutes().count(), at.clock.seconds().count());
}

std::string to_rfc3339(Time time, const TimeZone& zone) {
    const auto offset = floor<minutes>(zone.at(time).from_utc).count();  // zones of our days have whole minutes
    const auto away = offset < 0 ? -offset : offset;
    return fmt::format("{}{}{:02}:{:02}", date_and_time(local(time, zone)), offset < 0 ? '-' : '+', away / 60, away % 60);
}

std::optional<Time> parse_rfc3339(std::string_view text) {
    std::size_t pos = 0;
    const auto date = take_date(text, pos);
    if (!date || !(take(text, pos, 'T') || take(text, pos, 't') || take(text, pos, ' '))) return std::nullopt;
    const auto time_of_day = take_time_of_day(text, pos);
    if (!time_of_day) return std::nullopt;
    const auto offset = take_offset(text, pos);
    if (!offset || pos != text.size()) return std::nullopt;
    return Time{sys_days{*date}} + *time_of_day - *offset;
}

std::string clock_text(Time time, const TimeZone& zone) {
    return clock_of(local(time, zone));
}

std::string moment_text(Time time, Time now, const TimeZone& zone) {
    const LocalTime at = local(time, zone);
    if (at.date == local(now, zone).date) return clock_of(at);
    return fmt::format("{} {} {}, {}", static_cast<unsigned>(at.date.day()),
                       month_names.at(static_cast<unsigned>(at.date.month()) - 1), static_cast<int>(at.date.year()),
                       clock_of(at));
}

std::string duration_text(Duration duration) {
    struct Unit {
        Duration length;
        const char* name;
    };
    static constexpr std::array units{Unit{days{1}, "d"}, Unit{hours{1}, "h"}, Unit{minutes{1}, "min"}, Unit{seconds{1}, "s"}};
    std::string text;
    int shown = 0;
    for (const Unit& unit : units) {
        const auto count = duration / unit.length;
        if (count == 0) {
            if (shown > 0) break;  // "1 d", never "1 d 5 min"
            continue;
        }
        text += fmt::format("{}{} {}", shown > 0 ? " " : "", count, unit.name);
        duration -= count * unit.length;
        if (++shown == 2) break;
    }
    return text.empty() ? "0 s" : text;
}

std::optional<Duration> parse_duration(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, Duration>, 5> units{
        {{"ms", 1ms}, {"s", 1s}, {"m", 1min}, {"h", 1h}, {"d", days{1}}}};
    Duration total{0};
    if (text.empty()) return std::nullopt;
    while (!text.empty()) {
        std::int32_t count = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
        if (error != std::errc{} || count < 0) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        const auto name = text.substr(0, text.find_first_of("0123456789"));
        const auto* unit = std::find_if(units.begin(), units.end(), [&](const auto& u) { return u.first == name; });
        if (unit == units.end()) return std::nullopt;
        total += count * unit->second;
        text.remove_prefix(name.size());
    }
    return total;
}

}  // namespace candor
