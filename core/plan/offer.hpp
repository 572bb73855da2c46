// What the plan lets somebody give in a situation, who hears of it, and what it has for customers to choose.
#pragma once

#include "core/error.hpp"
#include "core/incident/option.hpp"
#include "core/plan/plan.hpp"

#include <string_view>

namespace candor::plan {

// The situation that a record describes.
[[nodiscard]] Situation situation_of(const Record& record);

// `actor`: who wants to give; the plan knows people by id and by name.
[[nodiscard]] RemedyOffer offer_for(const Plan& plan, const Situation& situation, std::string_view actor);

// The words that the plan has ready for this situation under this id. Error: invalid_argument (field `template`), and which
// ones there are.
[[nodiscard]] Result<std::string> prepared_words(const Plan& plan, const Situation& situation, const std::string& id);

// Does the plan let this channel carry it? Where it decides on no audiences, all do.
[[nodiscard]] bool carries(const Plan& plan, const Situation& situation, const ChannelId& channel);

// What the plan has for customers of these components to choose, in its order.
[[nodiscard]] std::vector<PlannedOption> options_for(const Plan& plan, const std::vector<ComponentId>& components);

}  // namespace candor::plan
