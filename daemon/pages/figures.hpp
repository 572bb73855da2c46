// The eight headline metrics as people read them.
#pragma once

#include "core/message/layout.hpp"
#include "core/review/review.hpp"
#include "daemon/pages/voice.hpp"

#include <span>

namespace candor::pages {

// Groups with a `name`, each with its `figures`: `label`, and a `value` or why it is `missing`.
[[nodiscard]] FillingList figure_groups(std::span<const review::Metric> metrics, const Voice& voice);

}  // namespace candor::pages
