#include "core/incident/approval.hpp"

#include "core/incident/duty.hpp"
#include "core/incident/promising.hpp"
#include "core/incident/validate.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace candor {

namespace {

Time limit(const Approval& approval) {
    return approval.asked.holding_at.value_or(approval.at + words_withheld_too_long);
}

// The alarm is what remains of it, whatever else was said meanwhile.
bool was_acted_on(const Record& record, const Approval& approval) {
    return std::any_of(record.alarms.begin(), record.alarms.end(), [&](const RaisedAlarm& alarm) {
        return alarm.raised.kind == AlarmKind::withheld && alarm.at >= limit(approval);
    });
}

bool waits_too_long(const Record& record, const Approval& approval) {
    return approval.state == ApprovalState::waiting && !was_acted_on(record, approval);
}

bool is_named(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// What the waiting words were to say, said by the facts alone. What a review or a correction adds can wait; that it is
// back cannot.
void say_what_is_recorded(Draft& draft, const ApprovalAsked& asked) {
    const bool reopens = asked.reopens && draft.record().status == Status::resolved;
    if (reopens) reopen(draft);
    if (!is_open(draft.record())) return;
    publish(draft, {reopens ? UpdateKind::progress : UpdateKind::holding, true, {}, {}, everyone(draft), {}, {}, true});
}

}  // namespace

void ask(Draft& draft, ApprovalAsked asked) {
    const Circumstances& around = draft.circumstances();
    asked.id = ApprovalId(fmt::format("a{}", draft.record().approvals.size() + 1));
    asked.rules = around.blocking;
    asked.rules.insert(asked.rules.end(), around.set_aside.begin(), around.set_aside.end());
    if (around.approval) {
        asked.classes = around.approval->classes;
        asked.approvers = around.approval->approvers;
        asked.holding_at = draft.now() + around.approval->holding_after;
    }
    const ApprovalAsked told = asked;
    draft.add(std::move(asked));
    ask_approvers(draft, told);
}

Result<void> refuse(Draft& draft, const Refuse& command) {
    const auto approval = require_answerable(draft, command.approval);
    if (!approval) return approval.error();
    if (auto reason = validate_text(command.reason, "reason"); !reason) return reason;
    draft.add(ApprovalRefused{command.approval, command.reason});
    return {};
}

bool may_answer(const Approval& approval, const std::string& name) {
    const auto& approvers = approval.asked.approvers;
    return approval.state == ApprovalState::waiting && approval.by != name && (approvers.empty() || is_named(approvers, name));
}

Result<Approval> require_answerable(const Draft& draft, const ApprovalId& id) {
    const Approval* found = find_approval(draft.record(), id);
    if (found == nullptr) {
        return Error(ErrorCode::not_found, fmt::format("Nothing called {} waits for approval in this incident.", id.str()), "approval",
                     "candor show lists what does.");
    }
    if (found->state != ApprovalState::waiting) {
        return Error(ErrorCode::wrong_state, fmt::format("{} was {} already, by {}.", id.str(), to_string(found->state), found->answered_by), "approval");
    }
    const std::string& actor = draft.circumstances().actor;
    if (may_answer(*found, actor)) return *found;
    if (found->by == actor) {
        return Error(ErrorCode::second_person, fmt::format("{} are your own words; somebody else answers for them.", id.str()), "approval",
                     fmt::format("Ask a colleague: candor approve {} {}", draft.record().id.str(), id.str()));
    }
    return Error(ErrorCode::second_person, fmt::format("{} waits for {}.", id.str(), fmt::join(found->asked.approvers, " or ")), "approval",
                 "The plan says whom such words wait for; without an answer a holding statement of facts goes out.");
}

std::optional<Time> waited_too_long_at(const Record& record) {
    if (!is_open(record) && record.status != Status::resolved) return std::nullopt;
    std::optional<Time> earliest;
    for (const Approval& approval : record.approvals) {
        if (waits_too_long(record, approval)) earliest = std::min(limit(approval), earliest.value_or(Time::max()));
    }
    return earliest;
}

bool hold(Draft& draft) {
    const auto due = waited_too_long_at(draft.record());
    if (!due || *due > draft.now()) return false;
    const std::size_t before = draft.record().updates.size();
    const std::vector<Approval> approvals = draft.record().approvals;
    std::vector<std::string> late;
    for (const Approval& approval : approvals) {
        if (!waits_too_long(draft.record(), approval) || limit(approval) > draft.now()) continue;
        late.push_back(approval.asked.id.str());
        const bool said = draft.record().updates.size() > before;
        if (approval.asked.holding_at && !said) say_what_is_recorded(draft, approval.asked);
    }
    alarm(draft, AlarmKind::withheld, fmt::format("Words wait for approval, and nobody has answered: {}.", fmt::join(late, ", ")));
    return draft.record().updates.size() > before;
}

}  // namespace candor
