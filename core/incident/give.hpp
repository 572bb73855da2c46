// Giving something, on a draft of the record: what decide() does for the commands about remedies.
#pragma once

#include "core/incident/draft.hpp"

namespace candor {

// A repeated request (its key is on the record) changes nothing. Errors: invalid_argument, not_found, wrong_state,
// missing_fact, forbidden, conflict.
[[nodiscard]] Result<void> give(Draft& draft, const GrantRemedy& command);
[[nodiscard]] Result<void> give(Draft& draft, const ApproveRemedy& command);
[[nodiscard]] Result<void> give(Draft& draft, const RefuseRemedy& command);
[[nodiscard]] Result<void> give(Draft& draft, const FulfilRemedy& command);
[[nodiscard]] Result<void> give(Draft& draft, const DeclineRemedies& command);

// A serious incident does not end without something for those who suffered, or a word on why not. Error warned_by_rule.
[[nodiscard]] Result<void> require_remedy(const Record& record, const RemedyOffer& offer);

}  // namespace candor
