// Time as the record means it: UTC, in milliseconds, given by the caller. core never asks a clock.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace candor {

using Duration = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Duration>;

// What a zone says about one instant.
struct ZoneOffset {
    std::chrono::seconds from_utc{0};  // positive east of Greenwich
    std::string abbreviation;          // "UTC", "BST", "+0530"
};

// The rules of a time zone. The daemon's implementation reads the system's tz database; core has only UTC.
class TimeZone {
public:
    virtual ~TimeZone() = default;
    [[nodiscard]] virtual ZoneOffset at(Time time) const = 0;
    [[nodiscard]] virtual std::string_view name() const = 0;  // IANA name
};

[[nodiscard]] const TimeZone& utc();

// RFC 3339 in UTC with milliseconds: 2026-11-22T14:00:00.000Z.
[[nodiscard]] std::string to_rfc3339(Time time);
// The same in a zone, with its offset in numbers: 2026-11-22T15:00:00.000+01:00.
[[nodiscard]] std::string to_rfc3339(Time time, const TimeZone& zone);
// As HTTP and feeds write dates (RFC 9110, 5.6.7; RFC 822): "Sun, 22 Nov 2026 14:00:00 GMT", rounded down to the second.
// core/delivery/retry_after.hpp reads it.
[[nodiscard]] std::string to_http_date(Time time);
// RFC 3339 with any offset, with or without fraction; nothing else.
[[nodiscard]] std::optional<Time> parse_rfc3339(std::string_view text);

// "14:30 UTC"; with seconds only where they are not zero ("14:30:15 UTC").
[[nodiscard]] std::string clock_text(Time time, const TimeZone& zone);
// As clock_text, with the date put before it where it is not the day of `now`: "23 Nov 2026, 09:00 UTC".
[[nodiscard]] std::string moment_text(Time time, Time now, const TimeZone& zone);

// "45 s", "15 min", "2 h", "1 h 30 min": two units at most, rounded down.
[[nodiscard]] std::string duration_text(Duration duration);
// "250ms", "45s", "15m", "2h", "1h30m", "3d". Units ms, s, m, h, d; no sign; nullopt for anything else.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);

}  // namespace candor
