#include "core/incident/fold.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor {

namespace {

void settle_promises(Record& record, ChannelKind audience, Time at) {
    for (Promise& promise : record.promises) {
        if (promise.audience == audience && is_open(promise)) promise.state = settle(promise, at);
    }
}

void make_promise(Record& record, const UpdatePublished& update, const Promised& promised, Time at) {
    Promise promise;
    promise.id = PromiseId(fmt::format("p{}", record.promises.size() + 1));
    promise.audience = promised.audience;
    promise.made_by = update.id;
    promise.made_at = at;
    promise.due = *promised.next;
    record.promises.push_back(std::move(promise));
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
    }

    void operator()(const FactRecorded& recorded) const {
        if (recorded.fact.replaces) retire_fact(record, *recorded.fact.replaces);
        record.facts.push_back({recorded.fact, event.seq, true, {}, 0});
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
        record.owner = assigned.owner;
        record.deputy = assigned.deputy;
    }

    void operator()(const StatusChanged& changed) const {
        record.status = changed.status;
        if (!is_open(record)) record.ended_at = event.at;
    }

    void operator()(const ImpactChanged& changed) const {
        record.impact = changed.impact;
        record.impact_reason = changed.reason;
    }

    void operator()(const UpdatePublished& update) const {
        for (const Promised& promised : update.audiences) {
            settle_promises(record, promised.audience, event.at);
            if (promised.next) {
                make_promise(record, update, promised, event.at);
                record.clocks[promised.audience] = {*promised.next, promised.every, event.seq, event.at};
            } else {
                record.clocks.erase(promised.audience);
            }
        }
        record.updates.push_back({update, event.at, event.actor, event.seq, record.status, record.impact, fraction(record)});
        answer(update.approval, ApprovalState::given, {});
    }

    void operator()(const ApprovalAsked& asked) const {
        record.approvals.push_back({asked, event.at, event.actor, ApprovalState::waiting, {}, {}});
    }

    void operator()(const ApprovalRefused& refused) const { answer(refused.id, ApprovalState::refused, refused.reason); }

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
        case Status::monitoring: return record.version > 0;
        case Status::resolved:
        case Status::closed:
        case Status::withdrawn: return false;
    }
    return false;
}

ScopeLabel scope_of(const Record& record) {
    const RecordedFact* scope = current_fact<Scope>(record);
    return scope == nullptr ? ScopeLabel::unknown : std::get<Scope>(scope->fact.body).label;
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
