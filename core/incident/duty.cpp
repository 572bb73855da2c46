#include "core/incident/duty.hpp"

#include "core/incident/validate.hpp"

#include <fmt/format.h>

namespace candor {

Result<void> raise_alarm(Draft& draft, const RaiseAlarm& command) {
    if (auto unfinished = require_unfinished(draft.record()); !unfinished) return unfinished;
    if (auto text = validate_text(command.text, "text"); !text) return text;
    if (unanswered_alarm(draft.record(), command.kind) == nullptr) draft.add(AlarmRaised{command.kind, command.text});
    return {};
}

Result<void> acknowledge(Draft& draft, const Acknowledge& command) {
    if (auto unfinished = require_unfinished(draft.record()); !unfinished) return unfinished;
    if (!command.note.empty()) {
        if (auto note = validate_text(command.note, "note"); !note) return note;
    }
    draft.add(Acknowledged{command.note});
    return {};
}

Result<void> recheck(Draft& draft, const Recheck& command) {
    if (auto resolved = require_resolved(draft.record()); !resolved) return resolved;
    if (auto method = validate_text(command.method, "method"); !method) return method;
    draft.add(Rechecked{command.method, command.passed});
    if (command.passed) return {};
    return propose_reopening(draft, {fmt::format("Looked at again, it did not hold: {}", command.method)});
}

Result<void> propose_reopening(Draft& draft, const ProposeReopening& command) {
    if (auto resolved = require_resolved(draft.record()); !resolved) return resolved;
    if (auto reason = validate_text(command.reason, "reason"); !reason) return reason;
    if (!is_reopening_proposed(draft.record())) draft.add(ReopeningProposed{command.reason});
    return raise_alarm(draft, {AlarmKind::regression, command.reason});
}

Result<void> dismiss_reopening(Draft& draft, const DismissReopening& command) {
    if (auto resolved = require_resolved(draft.record()); !resolved) return resolved;
    if (auto reason = validate_text(command.reason, "reason"); !reason) return reason;
    if (!is_reopening_proposed(draft.record())) return Error(ErrorCode::wrong_state, "Nobody proposes to open it again.", "");
    draft.add(ReopeningDismissed{command.reason});
    return {};
}

}  // namespace candor
