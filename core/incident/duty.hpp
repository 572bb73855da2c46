// The people on duty: what they are told without asking, and what they answer.
#pragma once

#include "core/incident/draft.hpp"

namespace candor {

// Errors: wrong_state, invalid_argument.
[[nodiscard]] Result<void> raise_alarm(Draft& draft, const RaiseAlarm& command);
[[nodiscard]] Result<void> acknowledge(Draft& draft, const Acknowledge& command);

// After the end: does it hold? What does not is proposed to be opened again; a person decides.
[[nodiscard]] Result<void> recheck(Draft& draft, const Recheck& command);
[[nodiscard]] Result<void> propose_reopening(Draft& draft, const ProposeReopening& command);
[[nodiscard]] Result<void> dismiss_reopening(Draft& draft, const DismissReopening& command);

}  // namespace candor
