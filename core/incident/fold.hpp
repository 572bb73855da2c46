// record + event = record. Total: every event that decide() produced folds; there is nothing to refuse here.
#pragma once

#include "core/incident/record.hpp"

#include <span>

namespace candor {

[[nodiscard]] Record fold(Record record, const Event& event);
[[nodiscard]] Record fold(Record record, std::span<const Event> events);

}  // namespace candor
