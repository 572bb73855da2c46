// The people on duty: what they are told without asking, and what they answer.
//
// Before an update is due, its owner is reminded, unless there is news already. Who does not answer is stepped in for: the
// deputy owns the incident then, and after as long again whoever comes next is told. Any command of a person is an answer.
#pragma once

#include "core/incident/draft.hpp"

namespace candor {

// When the people on duty must next be told something. None where nothing is to be told, or where there is no `duty`.
[[nodiscard]] std::optional<Time> next_notice(const Record& record, const CadencePolicy& cadence, const DutyPolicy& duty);

// Tells them everything that is due by now.
void tell_people(Draft& draft);

// The clock has published `late`: that it was promised for earlier is a failure of its own.
void admit_lateness(Draft& draft);

// Owner and deputy hear of it; `further`: whoever comes next, too. Not the actor, who brings it up.
void alarm(Draft& draft, AlarmKind kind, const std::string& text, bool further = false);
// Words were put before them: those who may answer, or, where anybody may, owner and deputy.
void ask_approvers(Draft& draft, const ApprovalAsked& asked);

// Errors: wrong_state, invalid_argument.
[[nodiscard]] Result<void> raise_alarm(Draft& draft, const RaiseAlarm& command);
[[nodiscard]] Result<void> acknowledge(Draft& draft, const Acknowledge& command);

// After the end: does it hold? What does not is proposed to be opened again; a person decides.
[[nodiscard]] Result<void> recheck(Draft& draft, const Recheck& command);
[[nodiscard]] Result<void> propose_reopening(Draft& draft, const ProposeReopening& command);
[[nodiscard]] Result<void> dismiss_reopening(Draft& draft, const DismissReopening& command);

// When it should have been looked at again by `now`, and nobody has. `after`: how long after the end, in ascending order.
[[nodiscard]] std::vector<Time> missing_rechecks(const Record& record, std::span<const Duration> after, Time now);

}  // namespace candor
