// The eight headline metrics of one incident.
#pragma once

#include "core/review/review.hpp"

namespace candor::review {

// From everything else in the review.
[[nodiscard]] std::vector<Metric> metrics_of(const Review& review);

[[nodiscard]] std::optional<double> per_1000(std::int64_t part, std::int64_t whole);  // nullopt: of none

// An incident's first update, and the first report of a customer about it.
struct Opening {
    Time published{};
    std::optional<Time> first_report;
};
// The share of incidents that were published before the first customer had reported them; nullopt: there are none.
[[nodiscard]] std::optional<double> proactive_ratio(std::span<const Opening> openings);

}  // namespace candor::review
