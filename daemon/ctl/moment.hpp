// Times as people type them: RFC 3339, HH:MM, or an offset from now.
#pragma once

#include "core/error.hpp"
#include "core/time.hpp"

#include <string_view>

namespace candor::ctl {

// Where "14:30" lies: a deadline is the next such time, a beginning the last one.
enum class Towards { future, past };

// "2026-11-22T14:30:00Z" (any offset), "14:30" in `zone`, "+45m", "+1h30m", "-10m", "now".
// Error invalid_argument says which forms there are.
[[nodiscard]] Result<Time> parse_moment(std::string_view text, Time now, const TimeZone& zone, Towards towards);

}  // namespace candor::ctl
