// What people say in an incident, on a draft of the record: an update, its end, that it is back, why it happened. Words
// that a rule blocks, or that the plan wants somebody to see first, are put before a second person instead.
#pragma once

#include "core/incident/draft.hpp"

namespace candor {

// Errors: invalid_argument, not_found, wrong_state, missing_fact; second_person where one's own words are approved.
[[nodiscard]] Result<void> say(Draft& draft, const Publish& command);
[[nodiscard]] Result<void> say(Draft& draft, const Resolve& command);
[[nodiscard]] Result<void> say(Draft& draft, const Reopen& command);
[[nodiscard]] Result<void> say(Draft& draft, const PublishReview& command);
[[nodiscard]] Result<void> say(Draft& draft, const Withdraw& command);
// Says what was put before the actor.
[[nodiscard]] Result<void> say(Draft& draft, const Approve& command);

}  // namespace candor
