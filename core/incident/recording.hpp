// Facts on a draft of the record: what may be entered, replaced and taken back.
#pragma once

#include "core/incident/draft.hpp"

namespace candor {

// After the end only what does not say that it goes on. Errors: invalid_argument, not_found, wrong_state, with the field.
[[nodiscard]] Result<void> record_facts(Draft& draft, const std::vector<NewFact>& facts);
// The record is over, but is opened again with them.
[[nodiscard]] Result<void> record_facts_to_reopen(Draft& draft, const std::vector<NewFact>& facts);
[[nodiscard]] Result<void> retract(Draft& draft, const RetractFact& command);

// "It is over" rests on a check that passed: the newest verification decides. Errors: missing_fact.
[[nodiscard]] Result<void> require_verification(const Record& record);
// When a passed check will have held for `soak`, with no failed one since; none where none has passed.
[[nodiscard]] std::optional<Time> soaked_at(const Record& record, Duration soak);
[[nodiscard]] Result<void> require_soak(const Record& record, Duration soak, Time now);
// A review that does not say why is none; "it could not be found" is an answer, too. Errors: missing_fact.
[[nodiscard]] Result<void> require_cause(const Record& record);

}  // namespace candor
