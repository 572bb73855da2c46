// A maintenance: planned, announced before it begins, and held to the times that were announced.
#pragma once

#include "core/incident/draft.hpp"

namespace candor {

inline constexpr Duration longest_maintenance = std::chrono::hours{72};

// Errors: invalid_argument; wrong_state where one of its components is broken already: that is no maintenance.
[[nodiscard]] Result<void> validate_maintenance(const Declare& command, const Circumstances& circumstances);

// The next step, said to everyone. It begins not before the announced minute. Errors: not_found, invalid_argument,
// wrong_state, missing_fact.
[[nodiscard]] Result<void> advance(Draft& draft, const Start& command);
[[nodiscard]] Result<void> advance(Draft& draft, const Verify& command);
[[nodiscard]] Result<void> advance(Draft& draft, const Complete& command);
[[nodiscard]] Result<void> move(Draft& draft, const MoveTo& command);

// When it begins and ends is said by its steps, and by nobody's fact. Errors: wrong_state.
[[nodiscard]] Result<void> refuse_times(const Record& record, const FactBody& fact, const std::string& field);

// What a maintenance has no use for: a status that people set, an impact beyond what was announced. Errors: wrong_state.
[[nodiscard]] Result<void> refuse_for_maintenance(const Record& record, bool status, bool impact);

}  // namespace candor
