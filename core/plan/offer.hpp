// What the plan lets somebody give in a situation.
#pragma once

#include "core/plan/plan.hpp"

#include <string_view>

namespace candor::plan {

// The situation that a record describes.
[[nodiscard]] Situation situation_of(const Record& record);

// `actor`: who wants to give; the plan knows people by id and by name.
[[nodiscard]] RemedyOffer offer_for(const Plan& plan, const Situation& situation, std::string_view actor);

}  // namespace candor::plan
