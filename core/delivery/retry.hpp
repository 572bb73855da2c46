// When to try again, as data.
#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace candor {

// The waits between attempts: after the first failure waits[0], and so on; the schedule ends with the last.
struct RetrySchedule {
    std::vector<Duration> waits;
    double jitter = 0.15;  // each wait is lengthened or shortened by up to this part of itself

    // Corrections, resolutions and withdrawals: days, as Standard Webhooks 1.0.0 asks.
    [[nodiscard]] static RetrySchedule for_protected();
    // Everything else: until the next update makes it obsolete.
    [[nodiscard]] static RetrySchedule for_replaceable();
};

// The wait after `attempts` attempts; nullopt: give up. Never shorter than what the other side asked for.
[[nodiscard]] std::optional<Duration> wait_after(const RetrySchedule& schedule, int attempts, std::optional<Duration> asked,
                                                 std::uint64_t jitter);

}  // namespace candor
