#include "core/delivery/retry.hpp"

#include <algorithm>

namespace candor {

using namespace std::chrono_literals;

RetrySchedule RetrySchedule::for_protected() {
    return {{5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h}};
}

RetrySchedule RetrySchedule::for_replaceable() {
    return {{5s, 30s, 2min, 5min, 10min, 20min, 40min, 1h}};
}

std::optional<Duration> wait_after(const RetrySchedule& schedule, int attempts, std::optional<Duration> asked, std::uint64_t jitter) {
    const auto index = static_cast<std::size_t>(std::max(attempts, 1)) - 1;
    if (index >= schedule.waits.size()) return std::nullopt;
    const double part = static_cast<double>(jitter % 2001) / 1000.0 - 1.0;  // -1 ... 1
    const auto wait = static_cast<double>(schedule.waits[index].count()) * (1.0 + schedule.jitter * part);
    return std::max(Duration(static_cast<Duration::rep>(wait)), asked.value_or(0ms));
}

}  // namespace candor
