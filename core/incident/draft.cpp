#include "core/incident/draft.hpp"

#include "core/incident/case.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor {

namespace {

UpdateKind kind_for(const Record& record, ChannelKind audience, UpdateKind wanted) {
    if (wanted != UpdateKind::holding) return wanted;
    const auto clock = record.clocks.find(audience);
    if (clock == record.clocks.end()) return UpdateKind::progress;
    return has_news_since(record, clock->second.last_seq) ? UpdateKind::progress : UpdateKind::holding;
}

// What an audience is promised by an update that goes out now. Scheduled updates keep the grid; a person's re-arms it.
Promised promise_to(const Draft& draft, ChannelKind audience, UpdateKind kind, bool scheduled) {
    const Record& record = draft.record();
    const Time now = draft.now();
    if (!is_open(record)) return {audience, kind, std::nullopt, Duration{0}};
    const CadencePolicy& policy = draft.circumstances().policy;
    const Duration every = interval(policy, audience, record);
    if (record.status == Status::scheduled && now < record.window->from) {
        const Time next = next_reminder(policy, record, every, now);
        return {audience, kind_for(record, audience, kind), next, next - now};
    }
    std::optional<Time> previous;
    if (const auto clock = record.clocks.find(audience); scheduled && clock != record.clocks.end()) previous = clock->second.due;
    return {audience, kind_for(record, audience, kind), next_promise(every, now, previous), every};
}

// An update is progress where at least one audience hears something new.
UpdateKind overall(const std::vector<Promised>& audiences, UpdateKind wanted) {
    if (wanted != UpdateKind::holding) return wanted;
    const bool news =
        std::any_of(audiences.begin(), audiences.end(), [](const Promised& p) { return p.kind == UpdateKind::progress; });
    return news ? UpdateKind::progress : UpdateKind::holding;
}

}  // namespace

void Draft::add(EventBody body) {
    Event event{record_.version + 1, now(), circumstances_.actor, std::move(body)};
    record_ = fold(std::move(record_), event);
    events_.push_back(std::move(event));
}

void Draft::add_facts(const std::vector<NewFact>& facts) {
    for (const NewFact& fact : facts) {
        const FactId id(fmt::format("f{}", record_.facts.size() + 1));
        add(FactRecorded{{id, circumstances_.now, circumstances_.actor, fact.confidence, fact.replaces, fact.body}});
    }
}

Time Draft::now() const {
    return std::max(circumstances_.now, record_.last_event_at);
}

bool has_news_since(const Record& record, std::int64_t seq) {
    return std::any_of(record.facts.begin(), record.facts.end(), [seq](const RecordedFact& recorded) {
        return recorded.seq > seq || recorded.retracted_seq > seq;
    }) || std::any_of(record.grants.begin(), record.grants.end(), [seq](const Grant& grant) {
        return grant.giving.to.empty() && grant.state == GrantState::granted && grant.seq > seq;  // one customer's is nobody else's news
    }) || std::any_of(record.options.begin(), record.options.end(), [seq](const OfferedOption& option) {
        return option.seq > seq || option.withdrawn_seq > seq;
    }) || (record.heard && record.heard->seq > seq);
}

void publish(Draft& draft, UpdateToPublish update) {
    hear_of_incident(draft);
    std::vector<Promised> audiences;
    audiences.reserve(update.audiences.size());
    for (const ChannelKind audience : update.audiences) {
        audiences.push_back(promise_to(draft, audience, update.kind, update.scheduled && !update.rearms));
    }
    UpdatePublished published;
    published.id = UpdateId(id_from_bits(draft.circumstances().random));
    published.number = static_cast<std::int64_t>(draft.record().updates.size()) + 1;
    published.kind = overall(audiences, update.kind);
    published.scheduled = update.scheduled;
    published.words = std::move(update.words);
    published.corrects = std::move(update.corrects);
    published.audiences = std::move(audiences);
    published.approval = std::move(update.approval);
    published.overrides = std::move(update.overrides);
    draft.add(std::move(published));
}

std::vector<ChannelKind> everyone(const Draft& draft) {
    std::vector<ChannelKind> audiences = draft.circumstances().audiences;
    for (const PublishedUpdate& published : draft.record().updates) {
        for (const Promised& promised : published.update.audiences) {
            const bool known = std::find(audiences.begin(), audiences.end(), promised.audience) != audiences.end();
            if (!known) audiences.push_back(promised.audience);
        }
    }
    return audiences;
}

Result<void> require_open(const Record& record) {
    if (record.version == 0) return Error(ErrorCode::not_found, "There is no such incident.");
    if (is_open(record)) return {};
    return Error(ErrorCode::wrong_state, fmt::format("The {} is {}; nothing more can be said in it.", to_string(record.kind), to_string(record.status)), "",
                 record.status == Status::resolved && record.kind != RecordKind::maintenance ? "Open it again if it is not over: candor reopen INC \"...\""
                                                   : "Declare a new incident if it is happening again: candor declare \"...\"");
}

Result<void> require_unfinished(const Record& record) {
    if (is_over(record)) return {};
    return require_open(record);
}

Result<void> require_resolved(const Record& record) {
    if (record.status == Status::resolved) return {};
    if (auto unfinished = require_unfinished(record); !unfinished) return unfinished;
    return Error(ErrorCode::wrong_state, fmt::format("The {} is {}; this comes once it is resolved.", to_string(record.kind), to_string(record.status)), "",
                 record.kind == RecordKind::maintenance ? "Declare what is broken now: candor declare \"...\"" : "candor resolve INC --verified \"...\"");
}

}  // namespace candor
