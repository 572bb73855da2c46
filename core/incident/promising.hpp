// Promises that people make and settle, on a draft of the record. Those about the next update make and keep themselves.
#pragma once

#include "core/incident/draft.hpp"

namespace candor {

// Errors: invalid_argument, not_found, wrong_state.
[[nodiscard]] Result<void> make_promise(Draft& draft, const MakePromise& command);
[[nodiscard]] Result<void> keep_promise(Draft& draft, const KeepPromise& command);
[[nodiscard]] Result<void> break_promise(Draft& draft, const BreakPromise& command);

// It is over, as far as is known: those who were told are asked later whether it is over for them.
void promise_to_ask(Draft& draft);
// It is not over after all: that question has its answer, and the clock runs again.
void reopen(Draft& draft);

}  // namespace candor
