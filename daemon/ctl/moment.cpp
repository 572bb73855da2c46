#include "daemon/ctl/moment.hpp"

#include <charconv>
#include <fmt/format.h>

namespace candor::ctl {

using namespace std::chrono;

namespace {

std::optional<minutes> time_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    int hour = 0;
    int minute = 0;
    const auto* start = text.data();
    const auto first = std::from_chars(start, start + 2, hour);
    const auto second = std::from_chars(start + 3, start + 5, minute);
    if (first.ptr != start + 2 || second.ptr != start + 5) return std::nullopt;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
    return hours{hour} + minutes{minute};
}

// The instant at which clocks in `zone` show `local`. Asked twice, because the offset depends on the answer.
Time to_utc(Time local, const TimeZone& zone) {
    const Time guess = local - zone.at(local).from_utc;
    return local - zone.at(guess).from_utc;
}

Time nearest(minutes clock, Time now, const TimeZone& zone, Towards towards) {
    const Time here = now + zone.at(now).from_utc;
    const auto midnight = floor<days>(here);
    const Time today = to_utc(midnight + clock, zone);
    if (towards == Towards::future && today <= now) return to_utc(midnight + days{1} + clock, zone);
    if (towards == Towards::past && today > now) return to_utc(midnight - days{1} + clock, zone);
    return today;
}

}  // namespace

Result<Time> parse_moment(std::string_view text, Time now, const TimeZone& zone, Towards towards) {
    if (text == "now") return now;
    if (text.size() > 1 && (text.front() == '+' || text.front() == '-')) {
        if (const auto offset = parse_duration(text.substr(1)))
            return text.front() == '+' ? now + *offset : now - *offset;
    }
    if (const auto clock = time_of_day(text)) return nearest(*clock, now, zone, towards);
    if (const auto instant = parse_rfc3339(text)) return *instant;
    return Error(ErrorCode::invalid_argument, fmt::format("\"{}\" is not a time that can be read", text), {},
                 fmt::format("write 14:30 ({}), +45m, -10m, now, or 2026-11-22T14:30:00Z", zone.at(now).abbreviation));
}

}  // namespace candor::ctl
