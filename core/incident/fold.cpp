#include "core/incident/fold.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor {

namespace {

void settle_promises(Record& record, PromiseKind kind, std::optional<ChannelKind> audience, Time at) {
    for (Promise& promise : record.promises) {
        if (promise.kind == kind && promise.audience == audience && is_open(promise)) promise.state = settle(promise, at);
    }
}

Promise& make_promise(Record& record, PromiseKind kind, Time due, Time at) {
    Promise promise;
    promise.id = PromiseId(fmt::format("p{}", record.promises.size() + 1));
    promise.kind = kind;
    promise.owner = record.owner;
    promise.made_at = at;
    promise.due = due;
    return record.promises.emplace_back(std::move(promise));
}

// An expected time that an update tells is a promise: the latest end of it. Each one that is told counts.
void promise_eta(Record& record, const UpdatePublished& update, Time at) {
    const RecordedFact* fact = is_open(record) ? current_fact<Eta>(record) : nullptr;
    if (fact == nullptr) return;
    const FactId& id = fact->fact.id;
    const bool told = std::any_of(record.promises.begin(), record.promises.end(), [&](const Promise& promise) { return promise.fact == id; });
    const bool left_out = std::any_of(update.withheld.begin(), update.withheld.end(), [&](const Withheld& one) { return one.what == id.str(); });
    const Time due = std::get<Eta>(fact->fact.body).latest;
    if (told || left_out || due < at) return;
    Promise& promise = make_promise(record, PromiseKind::eta, due, at);
    promise.fact = id;
    promise.made_by = update.id;
}

// When a maintenance begins and ends is a promise from when an update tells it.
void promise_window(Record& record, const UpdatePublished& update, Time at) {
    if (!record.window || record.status != Status::scheduled) return;
    const auto told = [&](PromiseKind kind) {
        return std::any_of(record.promises.begin(), record.promises.end(), [&](const Promise& promise) { return promise.kind == kind && is_open(promise); });
    };
    if (told(PromiseKind::start)) return;
    for (const auto& [kind, due] : {std::pair(PromiseKind::start, record.window->from), std::pair(PromiseKind::end, record.window->until)}) {
        make_promise(record, kind, due, at).made_by = update.id;
    }
}

// What will change by a day is a promise from when it is recorded. A new date for it is one more, and keeps the old one.
void promise_prevention(Record& record, const Fact& fact, Time at) {
    const auto* prevention = std::get_if<Prevention>(&fact.body);
    if (prevention == nullptr || !prevention->due) return;
    for (Promise& promise : record.promises) {
        if (fact.replaces && promise.fact == *fact.replaces) promise.fact = fact.id;
    }
    Promise& promise = make_promise(record, PromiseKind::prevention, *prevention->due, at);
    promise.text = prevention->text;
    promise.fact = fact.id;
    if (!prevention->owner.empty()) promise.owner = prevention->owner;
}

Time end_of(const Record& record, Time at) {
    const RecordedFact* ended = current_fact<Ended>(record);
    return ended == nullptr ? at : std::get<Ended>(ended->fact.body).time;
}

void retire_fact(Record& record, const FactId& id) {
    for (RecordedFact& recorded : record.facts) {
        if (recorded.fact.id == id) recorded.current = false;
    }
}

struct Folder {
    Record& record;
    const Event& event;

    void operator()(const Declared& declared) const {
        record.title = declared.title;
        record.components = declared.components;
        record.impact = declared.impact;
        record.origin = declared.origin;
        record.owner = declared.owner;
        record.deputy = declared.deputy;
        record.declared_at = event.at;
        record.declared_by = event.actor;
        record.kind = declared.kind;
        record.customer = declared.customer;
        record.window = declared.window;
        if (declared.kind == RecordKind::maintenance) record.status = Status::scheduled;
        record.known_since = declared.known_since;
    }

    void operator()(const FactRecorded& recorded) const {
        if (recorded.fact.replaces) retire_fact(record, *recorded.fact.replaces);
        record.facts.push_back({recorded.fact, event.seq, true, {}, 0});
        promise_prevention(record, recorded.fact, event.at);
    }

    void operator()(const FactRetracted& retracted) const {
        for (RecordedFact& recorded : record.facts) {
            if (recorded.fact.id != retracted.fact) continue;
            recorded.current = false;
            recorded.retraction = retracted.reason;
            recorded.retracted_seq = event.seq;
        }
    }

    void operator()(const Assigned& assigned) const {
        if (assigned.owner != record.owner) record.handovers.push_back({record.owner, assigned.owner, event.seq});
        record.owner = assigned.owner;
        record.deputy = assigned.deputy;
    }

    void operator()(const StatusChanged& changed) const {
        record.status = changed.status;
        if (changed.status == Status::closed) return;
        if (is_open(record) && record.ended_at) open_again();
        else if (!is_open(record)) record.ended_at = event.at;
        if (!is_open(record)) settle_promises(record, PromiseKind::eta, std::nullopt, end_of(record, event.at));
        settle_window(changed.status);
    }

    // A maintenance begins and ends when that is said; one that is cancelled does neither.
    void settle_window(Status status) const {
        if (status == Status::in_progress) settle_promises(record, PromiseKind::start, std::nullopt, event.at);
        if (status == Status::completed) settle_promises(record, PromiseKind::end, std::nullopt, event.at);
        if (status == Status::withdrawn) break_window("cancelled");
    }

    void break_window(const std::string& reason) const {
        for (Promise& promise : record.promises) {
            const bool meant = promise.kind == PromiseKind::start || promise.kind == PromiseKind::end;
            if (meant && is_open(promise)) promise.state = PromiseBroken{event.at, reason};
        }
    }

    // When it ended or was expected to, and how that was checked, was right then; it says nothing of now.
    void open_again() const {
        record.ended_at.reset();
        record.rechecks.clear();
        decide_proposals({});
        for (RecordedFact& recorded : record.facts) {
            const FactBody& body = recorded.fact.body;
            const bool over = std::holds_alternative<Ended>(body) || std::holds_alternative<Verification>(body) || std::holds_alternative<Eta>(body);
            if (over) recorded.current = false;
        }
    }

    void operator()(const ImpactChanged& changed) const {
        record.impact = changed.impact;
        record.impact_reason = changed.reason;
    }

    void operator()(const UpdatePublished& update) const {
        for (const Promised& promised : update.audiences) {
            settle_promises(record, PromiseKind::next_update, promised.audience, event.at);
            if (promised.next) {
                Promise& promise = make_promise(record, PromiseKind::next_update, *promised.next, event.at);
                promise.audience = promised.audience;
                promise.made_by = update.id;
                record.clocks[promised.audience] = {*promised.next, promised.every, event.seq, event.at};
            } else {
                record.clocks.erase(promised.audience);
            }
        }
        record.updates.push_back({update, event.at, event.actor, event.seq, record.status, record.impact, fraction(record)});
        promise_eta(record, update, event.at);
        promise_window(record, update, event.at);
        if (update.kind == UpdateKind::follow_up) settle_promises(record, PromiseKind::follow_up, std::nullopt, event.at);
        tell_promises(update);
        answer(update.approval, ApprovalState::given, {});
    }

    void operator()(const ApprovalAsked& asked) const {
        record.approvals.push_back({asked, event.at, event.actor, ApprovalState::waiting, {}, {}});
    }

    void operator()(const ApprovalRefused& refused) const { answer(refused.id, ApprovalState::refused, refused.reason); }

    void operator()(const PromiseMade& made) const {
        Promise& promise = make_promise(record, made.kind, made.due, event.at);
        promise.id = made.id;
        promise.text = made.text;
        promise.to = made.to;
        promise.owner = made.owner;
    }

    // What was recorded under the same fact is settled with it: an earlier date for the same change.
    void operator()(const PromiseSettled& settled) const {
        FactId fact;
        for (const Promise& promise : record.promises) {
            if (promise.id == settled.id) fact = promise.fact;
        }
        for (Promise& promise : record.promises) {
            const bool meant = promise.id == settled.id || (!fact.empty() && promise.fact == fact);
            if (!meant || !is_open(promise)) continue;
            promise.note = settled.note;
            promise.state = settled.kept ? settle(promise, event.at) : PromiseState(PromiseBroken{event.at, settled.note});
            if (Grant* grant = grant_of(promise.grant)) grant->state = settled.kept ? GrantState::fulfilled : GrantState::taken_back;
        }
    }

    void operator()(const IncidentHeard& heard) const {
        record.heard = Heard{heard, event.seq};
        const bool over = heard.status == Status::resolved || heard.status == Status::withdrawn;
        if (!over) return;
        forget_while_it_lasted();
        for (Promise& promise : record.promises) {
            const RecordedFact* fact = promise.kind == PromiseKind::eta ? find_fact(record, promise.fact) : nullptr;
            if (fact != nullptr && is_of_incident(fact->fact) && is_open(promise)) promise.state = settle(promise, heard.at);
        }
    }

    // What was being done, and until when it was expected to last, was right then; it says nothing of now.
    void forget_while_it_lasted() const {
        for (RecordedFact& recorded : record.facts) {
            const FactBody& body = recorded.fact.body;
            const auto* action = std::get_if<Action>(&body);
            const bool lasting = std::holds_alternative<Eta>(body) || std::holds_alternative<Workaround>(body) || (action != nullptr && !action->done);
            if (lasting && is_of_incident(recorded.fact)) recorded.current = false;
        }
    }

    void operator()(const Moved& moved) const {
        if (record.window) record.moves.push_back({*record.window, moved.reason, event.seq});
        record.window = moved.window;
        break_window(moved.reason);
    }

    void operator()(const RemedyGranted& granted) const {
        Grant* grant = grant_of(granted.giving.id);
        if (grant == nullptr) {
            grant = &record.grants.emplace_back();
            grant->by = event.actor;
            grant->at = event.at;
        } else {
            grant->answered_by = event.actor;
        }
        grant->giving = granted.giving;
        grant->state = GrantState::granted;
        grant->seq = event.seq;
        Promise& promise = make_promise(record, PromiseKind::remedy, granted.giving.due, event.at);
        promise.text = granted.giving.remedy.text;
        promise.to = granted.giving.to;
        promise.grant = granted.giving.id;
        if (!granted.giving.owner.empty()) promise.owner = granted.giving.owner;
        grant->promise = promise.id;
    }

    void operator()(const RemedyAsked& asked) const {
        Grant& grant = record.grants.emplace_back();
        grant.giving = asked.giving;
        grant.over = asked.over;
        grant.by = event.actor;
        grant.at = event.at;
    }

    void operator()(const RemedyRefused& refused) const {
        Grant* grant = grant_of(refused.id);
        if (grant == nullptr) return;
        grant->state = GrantState::refused;
        grant->answered_by = event.actor;
        grant->refusal = refused.reason;
    }

    void operator()(const RemedyFulfilled& fulfilled) const {
        Grant* grant = grant_of(fulfilled.id);
        if (grant == nullptr) return;
        grant->state = GrantState::fulfilled;
        grant->note = fulfilled.note;
        for (Promise& promise : record.promises) {
            if (promise.id != grant->promise || !is_open(promise)) continue;
            promise.state = settle(promise, event.at);
            promise.note = fulfilled.note;
        }
    }

    void operator()(const RemediesDeclined& declined) const { record.no_remedy = declined.reason; }

    void operator()(const SimilarFound& found) const { record.similar = found.incidents; }

    // One that is offered again is the same one: it keeps its number.
    void operator()(const OptionOffered& offered) const {
        const OfferedOption now{offered.number, offered.text, offered.component, event.at, event.actor, event.seq, {}, 0};
        for (OfferedOption& option : record.options) {
            if (option.number != offered.number) continue;
            option = now;
            return;
        }
        record.options.push_back(now);
    }

    void operator()(const OptionWithdrawn& withdrawn) const {
        for (OfferedOption& option : record.options) {
            if (option.number != withdrawn.number) continue;
            option.withdrawal = withdrawn.reason;
            option.withdrawn_seq = event.seq;
        }
    }

    // nullptr for an empty id, too: nothing is granted under it.
    [[nodiscard]] Grant* grant_of(const GrantId& id) const {
        for (Grant& grant : record.grants) {
            if (grant.giving.id == id) return &grant;
        }
        return nullptr;
    }

    void operator()(const AlarmRaised& raised) const { record.alarms.push_back({raised, event.at, event.seq}); }

    void operator()(const Noticed& noticed) const { record.notices.push_back({noticed, event.at, event.seq}); }

    void operator()(const Acknowledged&) const {}

    void operator()(const Rechecked& rechecked) const { record.rechecks.push_back({rechecked, event.at, event.actor}); }

    void operator()(const ReopeningProposed& proposed) const { record.proposals.push_back({proposed.reason, event.at, true, {}}); }

    void operator()(const ReopeningDismissed& dismissed) const { decide_proposals(dismissed.reason); }

    void decide_proposals(const std::string& dismissal) const {
        for (ReopeningProposal& proposal : record.proposals) {
            if (!proposal.waiting) continue;
            proposal.waiting = false;
            proposal.dismissal = dismissal;
        }
    }

    // The resolution tells when it will be asked whether it is over.
    void tell_promises(const UpdatePublished& update) const {
        if (update.kind != UpdateKind::resolution) return;
        for (Promise& promise : record.promises) {
            if (promise.kind == PromiseKind::follow_up && is_open(promise)) promise.made_by = update.id;
        }
    }

    void answer(const ApprovalId& id, ApprovalState state, const std::string& refusal) const {
        for (Approval& approval : record.approvals) {
            if (approval.asked.id != id) continue;
            approval.state = state;
            approval.answered_by = event.actor;
            approval.refusal = refusal;
        }
    }

    static std::optional<double> fraction(const Record& record) {
        const RecordedFact* scope = current_fact<Scope>(record);
        return scope == nullptr ? std::nullopt : std::get<Scope>(scope->fact.body).fraction;
    }
};

}  // namespace

Record fold(Record record, const Event& event) {
    std::visit(Folder{record, event}, event.body);
    // An alarm answers nothing, whoever brought it about.
    const bool answers = event.actor != clock_actor && !std::holds_alternative<AlarmRaised>(event.body);
    if (answers) record.answered_seq = event.seq;
    record.version = event.seq;
    record.last_event_at = event.at;
    return record;
}

Record fold(Record record, std::span<const Event> events) {
    for (const Event& event : events) record = fold(std::move(record), event);
    return record;
}

bool is_open(const Record& record) {
    switch (record.status) {
        case Status::investigating:
        case Status::identified:
        case Status::monitoring:
        case Status::scheduled:
        case Status::in_progress:
        case Status::verifying: return record.version > 0;
        case Status::resolved:
        case Status::completed:
        case Status::closed:
        case Status::withdrawn: return false;
    }
    return false;
}

bool is_over(const Record& record) {
    return record.status == Status::resolved || record.status == Status::completed;
}

bool is_under_way(const Record& record) {
    return record.status == Status::in_progress || record.status == Status::verifying;
}

bool is_of_incident(const Fact& fact) {
    return fact.id.str().find('.') != std::string::npos;
}

ScopeLabel scope_of(const Record& record) {
    const RecordedFact* scope = current_fact<Scope>(record);
    return scope == nullptr ? ScopeLabel::unknown : std::get<Scope>(scope->fact.body).label;
}

CauseCategory cause_of(const Record& record) {
    const RecordedFact* cause = current_fact<Cause>(record);
    return cause == nullptr ? CauseCategory::unknown : std::get<Cause>(cause->fact.body).category;
}

const RecordedFact* find_fact(const Record& record, const FactId& id) {
    for (const RecordedFact& recorded : record.facts) {
        if (recorded.fact.id == id) return &recorded;
    }
    return nullptr;
}

const Approval* find_approval(const Record& record, const ApprovalId& id) {
    for (const Approval& approval : record.approvals) {
        if (approval.asked.id == id) return &approval;
    }
    return nullptr;
}

const Grant* find_grant(const Record& record, const GrantId& id) {
    for (const Grant& grant : record.grants) {
        if (grant.giving.id == id) return &grant;
    }
    return nullptr;
}

const RaisedAlarm* unanswered_alarm(const Record& record, AlarmKind kind) {
    for (const RaisedAlarm& alarm : record.alarms) {
        if (alarm.raised.kind == kind && alarm.seq > record.answered_seq) return &alarm;
    }
    return nullptr;
}

bool is_reopening_proposed(const Record& record) {
    return std::any_of(record.proposals.begin(), record.proposals.end(), [](const ReopeningProposal& one) { return one.waiting; });
}

bool was_told(const Record& record, const ChannelId& channel) {
    return std::any_of(record.updates.begin(), record.updates.end(), [&](const PublishedUpdate& published) {
        const auto& channels = published.update.channels;
        return std::find(channels.begin(), channels.end(), channel) != channels.end();
    });
}

std::optional<AudienceClock> last_heard(const Record& record, ChannelKind audience) {
    if (const auto clock = record.clocks.find(audience); clock != record.clocks.end()) return clock->second;
    std::optional<AudienceClock> heard;
    for (const PublishedUpdate& published : record.updates) {
        for (const Promised& promised : published.update.audiences) {
            if (promised.audience == audience) heard = {promised.next.value_or(published.at), promised.every, published.seq, published.at};
        }
    }
    return heard;
}

const PublishedUpdate* find_update(const Record& record, const UpdateId& id) {
    for (const PublishedUpdate& published : record.updates) {
        if (published.update.id == id) return &published;
    }
    return nullptr;
}

}  // namespace candor
