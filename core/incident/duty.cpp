#include "core/incident/duty.hpp"

#include "core/incident/validate.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor {

namespace {

constexpr int most_at_once = 16;  // notices of one tick: a bound, never reached in earnest

// Something that a person on duty is to be told, and when.
struct Call {
    Time at{};
    NoticeKind kind = NoticeKind::reminder;
    std::string to;
    std::optional<Time> due;
    std::string text;
    bool steps_in = false;  // they own the incident from then on
};

using Calls = std::vector<Call>;

bool was_noticed(const Record& record, NoticeKind kind, Time due) {
    return std::any_of(record.notices.begin(), record.notices.end(),
                       [&](const Notice& notice) { return notice.noticed.kind == kind && notice.noticed.due == due; });
}

// The clock that ends first, and is not fed yet: nothing new is recorded since its audience last heard.
void add_reminder(Calls& calls, const Record& record, const DutyPolicy& duty) {
    const AudienceClock* next = nullptr;
    for (const auto& [audience, clock] : record.clocks) {
        if (next == nullptr || clock.due < next->due) next = &clock;
    }
    if (next == nullptr || has_news_since(record, next->last_seq) || was_noticed(record, NoticeKind::reminder, next->due)) return;
    const Duration lead = std::min(duty.remind_before, next->every / 3);
    calls.push_back({next->due - lead, NoticeKind::reminder, record.owner, next->due, {}});
}

// What somebody has promised to somebody: its owner hears while it can still be kept.
void add_promises(Calls& calls, const Record& record, const DutyPolicy& duty) {
    for (const Promise& promise : record.promises) {
        if (!is_open(promise) || !is_kept_by_people(promise.kind)) continue;
        const Duration lead = std::min(duty.remind_before, (promise.due - promise.made_at) / 4);
        if (was_noticed(record, NoticeKind::promise, promise.due)) continue;
        calls.push_back({promise.due - lead, NoticeKind::promise, promise.owner.empty() ? record.owner : promise.owner, promise.due, promise.id.str()});
    }
}

// Does somebody step in where this is not answered?
bool wants_answer(NoticeKind kind) {
    switch (kind) {
        case NoticeKind::reminder:
        case NoticeKind::alarm:
        case NoticeKind::recheck: return true;
        case NoticeKind::escalation:
        case NoticeKind::approval:
        case NoticeKind::promise: return false;
    }
    return false;
}

// What was told first and nobody has answered.
const Notice* unanswered(const Record& record) {
    for (const Notice& notice : record.notices) {
        if (notice.seq > record.answered_seq && wants_answer(notice.noticed.kind)) return &notice;
    }
    return nullptr;
}

// Everyone who has been told of it, the first one included.
std::vector<std::string> told_of(const Record& record, const Notice& pending) {
    std::vector<std::string> told{pending.noticed.to};
    for (const Notice& notice : record.notices) {
        const bool same = notice.noticed.kind == NoticeKind::escalation || notice.noticed.kind == pending.noticed.kind;
        if (notice.seq > pending.seq && same) told.push_back(notice.noticed.to);
    }
    return told;
}

std::int64_t steps_taken(const Record& record, const Notice& pending) {
    return std::count_if(record.notices.begin(), record.notices.end(), [&](const Notice& notice) {
        return notice.noticed.kind == NoticeKind::escalation && notice.seq > pending.seq;
    });
}

// The deputy, then whoever the plan names. The deputy owns it from then on.
void add_escalation(Calls& calls, const Record& record, const DutyPolicy& duty) {
    const Notice* pending = unanswered(record);
    if (pending == nullptr) return;
    const auto told = told_of(record, *pending);
    for (const std::string& name : {record.deputy, duty.escalation}) {
        if (name.empty() || std::find(told.begin(), told.end(), name) != told.end()) continue;
        const bool steps_in = name == record.deputy && pending->noticed.to == record.owner;
        const Time at = pending->at + duty.acknowledge * (steps_taken(record, *pending) + 1);
        return calls.push_back({at, NoticeKind::escalation, name, pending->noticed.due, pending->noticed.to, steps_in});
    }
}

// The last thing that a person has found out or done.
Time last_progress(const Record& record) {
    Time last = record.declared_at;
    for (const RecordedFact& recorded : record.facts) last = std::max(last, recorded.fact.at);
    return last;
}

void add_rechecks(Calls& calls, const Record& record, const CadencePolicy& cadence) {
    for (const Time due : missing_rechecks(record, cadence.recheck_after, Time::max())) {
        if (!was_noticed(record, NoticeKind::recheck, due)) calls.push_back({due, NoticeKind::recheck, record.owner, due, {}});
    }
}

Calls calls_of(const Record& record, const CadencePolicy& cadence, const DutyPolicy& duty) {
    Calls calls;
    if (is_open(record)) add_reminder(calls, record, duty);
    if (is_open(record) || is_over(record)) {
        add_escalation(calls, record, duty);
        add_promises(calls, record, duty);
    }
    add_rechecks(calls, record, cadence);
    return calls;
}

std::optional<Time> silence_ends(const Record& record, const DutyPolicy& duty) {
    const Time since = last_progress(record);
    const bool said = std::any_of(record.alarms.begin(), record.alarms.end(), [&](const RaisedAlarm& alarm) {
        return alarm.raised.kind == AlarmKind::no_progress && alarm.at >= since;
    });
    if (!is_open(record) || said) return std::nullopt;
    return since + duty.progress_within;
}

void notice(Draft& draft, NoticeKind kind, const std::string& to, std::optional<Time> due, const std::string& text) {
    const NoticeId id(fmt::format("n{}", draft.record().notices.size() + 1));
    draft.add(Noticed{id, kind, to, due, text});
}

void make(Draft& draft, const Call& call) {
    notice(draft, call.kind, call.to, call.due, call.text);
    if (call.steps_in) draft.add(Assigned{call.to, draft.record().owner, fmt::format("{} did not answer.", draft.record().owner)});
}

// Each of them once, and not whoever brings it up.
void tell_each(Draft& draft, const std::vector<std::string>& names, NoticeKind kind, std::optional<Time> due, const std::string& text) {
    std::vector<std::string> told{draft.circumstances().actor};
    for (const std::string& name : names) {
        if (name.empty() || std::find(told.begin(), told.end(), name) != told.end()) continue;
        told.push_back(name);
        notice(draft, kind, name, due, text);
    }
}

std::int64_t count_alarms(const Record& record, AlarmKind kind) {
    return std::count_if(record.alarms.begin(), record.alarms.end(), [kind](const RaisedAlarm& alarm) { return alarm.raised.kind == kind; });
}

}  // namespace

void alarm(Draft& draft, AlarmKind kind, const std::string& text, bool further) {
    draft.add(AlarmRaised{kind, text});
    const auto& duty = draft.circumstances().duty;
    if (!duty) return;
    tell_each(draft, {draft.record().owner, draft.record().deputy, further ? duty->escalation : std::string()}, NoticeKind::alarm, std::nullopt, text);
}

void ask_approvers(Draft& draft, const ApprovalAsked& asked) {
    if (!draft.circumstances().duty) return;
    const std::vector<std::string> in_charge{draft.record().owner, draft.record().deputy};
    tell_each(draft, asked.approvers.empty() ? in_charge : asked.approvers, NoticeKind::approval, asked.holding_at, asked.id.str());
}

std::optional<Time> next_notice(const Record& record, const CadencePolicy& cadence, const DutyPolicy& duty) {
    std::optional<Time> earliest = silence_ends(record, duty);
    for (const Call& call : calls_of(record, cadence, duty)) earliest = std::min(call.at, earliest.value_or(call.at));
    return earliest;
}

void tell_people(Draft& draft) {
    const auto& duty = draft.circumstances().duty;
    if (!duty) return;
    if (const auto ends = silence_ends(draft.record(), *duty); ends && *ends <= draft.now()) {
        alarm(draft, AlarmKind::no_progress, fmt::format("Nothing has been recorded for {}.", duration_text(draft.now() - last_progress(draft.record()))), true);
    }
    for (int i = 0; i < most_at_once; ++i) {
        const Calls calls = calls_of(draft.record(), draft.circumstances().policy, *duty);
        const auto due = std::find_if(calls.begin(), calls.end(), [&](const Call& call) { return call.at <= draft.now(); });
        if (due == calls.end()) return;
        make(draft, *due);
    }
}

void admit_lateness(Draft& draft) {
    const Promise* worst = nullptr;
    for (const Promise& promise : draft.record().promises) {
        const auto* missed = std::get_if<PromiseMissed>(&promise.state);
        if (promise.kind != PromiseKind::next_update || missed == nullptr || missed->at != draft.now()) continue;
        if (worst == nullptr || promise.due < worst->due) worst = &promise;
    }
    if (worst == nullptr) return;
    const bool again = count_alarms(draft.record(), AlarmKind::missed_updates) > 0;
    const Duration late = draft.now() - worst->due;
    alarm(draft, AlarmKind::missed_updates, fmt::format("The update promised for {} went out {} late.", clock_text(worst->due, utc()), duration_text(late)), again);
}

Result<void> raise_alarm(Draft& draft, const RaiseAlarm& command) {
    if (auto unfinished = require_unfinished(draft.record()); !unfinished) return unfinished;
    if (auto text = validate_text(command.text, "text"); !text) return text;
    if (unanswered_alarm(draft.record(), command.kind) == nullptr) alarm(draft, command.kind, command.text, false);
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

std::vector<Time> missing_rechecks(const Record& record, std::span<const Duration> after, Time now) {
    std::vector<Time> missing;
    if (record.status != Status::resolved || !record.ended_at) return missing;
    for (std::size_t i = record.rechecks.size(); i < after.size(); ++i) {
        const Time due = *record.ended_at + after[i];
        if (due <= now) missing.push_back(due);
    }
    return missing;
}

}  // namespace candor
