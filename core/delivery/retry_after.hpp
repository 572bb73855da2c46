// How long the other side asks us to wait: HTTP Retry-After (RFC 9110, 10.2.3) and dates as HTTP writes them.
#pragma once

#include "core/time.hpp"

#include <optional>
#include <string_view>

namespace candor {

inline constexpr Duration longest_retry_after = std::chrono::hours{24};

// A wait as we are willing to honour it: a negative one is none, one over a day is a day.
[[nodiscard]] Duration clamp_retry_after(Duration wait);

// The value of a Retry-After header: seconds or an HTTP-date, clamped to 0 ... 24 h. A date in the past and a negative
// number are 0. nullopt for anything else.
[[nodiscard]] std::optional<Duration> parse_retry_after(std::string_view value, Time now);

// An HTTP-date (RFC 9110, 5.6.7) in any of its three forms. A two-digit year is the one closest to `now` that is not
// more than 50 years ahead.
[[nodiscard]] std::optional<Time> parse_http_date(std::string_view text, Time now);

}  // namespace candor
