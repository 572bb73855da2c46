// The eight headline metrics of one incident.
#pragma once

#include "core/review/review.hpp"

namespace candor::review {

// From everything else in the review.
[[nodiscard]] std::vector<Metric> metrics_of(const Review& review);

}  // namespace candor::review
