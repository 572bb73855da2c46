#include "daemon/desk/hindsight.hpp"

#include <fmt/format.h>

namespace candor::desk {

namespace {

std::vector<review::Reach> read_reach(store::Store& store, const IncidentId& id) {
    const auto in_time = store.delivered_within(id, review::in_time_limit);
    std::vector<review::Reach> reach;
    for (const store::ChannelCounts& one : store.delivery_counts(id)) {
        const store::DeliveryCounts& counts = one.counts;
        review::Reach channel{one.channel, counts.delivered, counts.failed + counts.gone, counts.superseded, counts.pending + counts.unsettled, {}};
        if (in_time) channel.in_time = in_time->contains(one.channel) ? in_time->at(one.channel) : 0;
        reach.push_back(std::move(channel));
    }
    return reach;
}

struct Answers {
    std::int64_t over = 0;
    std::int64_t not_over = 0;
};

// To the question that this update asked.
Answers read_answers(store::Store& store, const IncidentId& id, std::int64_t update) {
    auto counts = store.answers(id, fmt::format("over/{}", update));
    return {counts["yes"], counts["no"]};
}

// How often the customer of a case has said that it is not over, whenever they were asked.
std::int64_t objections(store::Store& store, const IncidentId& id, std::span<const PublishedUpdate> updates) {
    std::int64_t count = 0;
    for (const PublishedUpdate& published : updates) {
        if (published.update.kind == UpdateKind::follow_up) count += read_answers(store, id, published.update.number).not_over;
    }
    return count;
}

// The number of the update that asked last; 0: none has.
std::int64_t last_question(std::span<const Event> events) {
    std::int64_t number = 0;
    for (const Event& event : events) {
        const auto* update = std::get_if<UpdatePublished>(&event.body);
        if (update != nullptr && update->kind == UpdateKind::follow_up) number = update->number;
    }
    return number;
}

review::Told read_told(store::Store& store, const IncidentId& id, std::span<const Event> events, std::span<const Record* const> cases) {
    review::Told told;
    if (const auto reached = store.reached(id, review::in_time_limit)) {
        told.recipients = reached->recipients;
        told.in_time = reached->in_time;
        told.left = reached->left;
    }
    if (const std::int64_t question = last_question(events); question > 0) {
        const Answers answers = read_answers(store, id, question);
        told.over = answers.over;
        told.not_over = answers.not_over;
    }
    for (const Record* record : cases) told.not_over_cases += objections(store, record->id, record->updates);
    return told;
}

}  // namespace

Hindsight read_hindsight(store::Store& store, const IncidentId& incident, std::span<const Record* const> cases) {
    Hindsight past;
    if (auto stored = store.find_incident(incident)) past.events = std::move(stored->events);
    past.reach = read_reach(store, incident);
    past.listening = {store.report_times(incident), store.count_recipients(incident)};
    past.told = read_told(store, incident, past.events, cases);
    return past;
}

std::vector<DossierPtr> cases_of(const Desk& desk, const DossierPtr& dossier) {
    if (dossier->record.kind == RecordKind::case_) return {dossier};
    std::vector<DossierPtr> cases = desk.open(RecordKind::case_);
    for (const DossierPtr& ended : desk.recent_cases()) cases.push_back(ended);
    std::erase_if(cases, [&](const DossierPtr& one) { return one->record.customer->about != dossier->record.id; });
    return cases;
}

Task<review::Review> look_back(const Desk& desk, store::Store& store, WorkerThread& database, DossierPtr dossier) {
    const IncidentId incident = dossier->record.id;
    const auto cases = cases_of(desk, dossier);
    std::vector<const Record*> records;
    for (const DossierPtr& one : cases) records.push_back(&one->record);
    auto job = [&store, incident, records] { return read_hindsight(store, incident, records); };
    Hindsight past = co_await database.run(std::move(job));
    co_return review::look_back(incident, past.events, std::move(past.reach), desk.now(), past.listening, records, past.told);
}

}  // namespace candor::desk
