// A maintenance: planned, announced before it begins, and held to the times that were announced.
#pragma once

#include "core/incident/draft.hpp"

namespace candor {

inline constexpr Duration longest_maintenance = std::chrono::hours{72};

// Errors: invalid_argument; wrong_state where one of its components is broken already: that is no maintenance.
[[nodiscard]] Result<void> validate_maintenance(const Declare& command, const Circumstances& circumstances);

// Is it time for the next step? in_progress: not before the announced minute. Errors: not_found, wrong_state.
[[nodiscard]] Result<void> require_step(const Record& record, Status next, Time now);
// Errors: invalid_argument, wrong_state, missing_fact.
[[nodiscard]] Result<void> require_movable(const Record& record, const MoveTo& command, Time now);

// Did it take longer than announced, or did one of its checks fail? Then those who were told are asked after it.
[[nodiscard]] bool went_wrong(const Record& record, Time now);

// When it begins and ends is said by its steps, and by nobody's fact. Errors: wrong_state.
[[nodiscard]] Result<void> refuse_times(const Record& record, const FactBody& fact, const std::string& field);

// What a maintenance has no use for: a status that people set, an impact beyond what was announced. Errors: wrong_state.
[[nodiscard]] Result<void> refuse_for_maintenance(const Record& record, bool status, bool impact);

}  // namespace candor
