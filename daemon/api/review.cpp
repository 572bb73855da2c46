// Looking back on an incident, what to do next in it, and what may be read out about it.
#include "daemon/api/asked.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/review_view.hpp"

namespace candor::api {

using http::Params;
using http::Request;
using http::Response;

namespace {

// On the database thread.
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

// The cases at hand that belong to it.
std::vector<desk::DossierPtr> cases_of(const Parts& parts, const IncidentId& incident) {
    std::vector<desk::DossierPtr> cases = parts.desk.open(RecordKind::case_);
    for (const desk::DossierPtr& ended : parts.desk.recent_cases()) cases.push_back(ended);
    std::erase_if(cases, [&](const desk::DossierPtr& dossier) { return dossier->record.customer->about != incident; });
    return cases;
}

// Where the incident of a case stands now; none: it belongs to none.
Task<std::optional<Status>> status_of_incident(const Parts& parts, const Record& record) {
    if (!record.customer || record.customer->about.empty()) co_return std::nullopt;
    std::string id = record.customer->about.str();
    const auto found = co_await parts.desk.find(std::move(id));
    co_return found ? std::optional((*found)->record.status) : std::nullopt;
}

struct Past {
    std::vector<Event> events;
    std::vector<review::Reach> reach;
    review::Listening listening;
};

Task<Response> look_back(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    std::string id = params["id"];
    const auto found = co_await find_for(parts, request, std::move(id));
    if (!found) co_return found.error();
    const IncidentId incident = (*found)->record.id;
    auto job = [&store = parts.store, incident] {
        auto stored = store.find_incident(incident);
        return Past{stored ? std::move(stored->events) : std::vector<Event>{}, read_reach(store, incident), {store.report_times(incident), store.count_recipients(incident)}};
    };
    Past past = co_await parts.database.run(std::move(job));
    const auto cases = cases_of(parts, incident);
    std::vector<const Record*> records;
    for (const desk::DossierPtr& dossier : cases) records.push_back(&dossier->record);
    const review::Review review = review::look_back(incident, past.events, std::move(past.reach), parts.desk.now(), past.listening, records);
    co_return http::json(200, json::object{{"review", review_view(review, parts.desk.setup())}});
}

// On the database thread.
review::Surroundings read_surroundings(store::Store& store, const IncidentId& incident, Time now) {
    review::Surroundings around{now};
    for (const store::ChannelCounts& one : store.delivery_counts(incident)) {
        around.failed_deliveries += one.counts.failed;
        around.deliveries_under_way += one.counts.pending + one.counts.unsettled;
    }
    around.reports = store.report_summary(incident);
    for (const store::MonitoredGroup& group : store.groups_of(incident)) ++(group.firing ? around.alerts_firing : around.alerts_stopped);
    return around;
}

Task<Response> next(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    std::string id = params["id"];
    const auto found = co_await find_for(parts, request, std::move(id));
    if (!found) co_return found.error();
    const desk::DossierPtr dossier = *found;
    auto job = [&store = parts.store, incident = dossier->record.id, now = parts.desk.now()] { return read_surroundings(store, incident, now); };
    review::Surroundings around = co_await parts.database.run(std::move(job));
    around.rechecks = parts.desk.setup().cadence.recheck_after;
    const RemedyOffer offer = parts.desk.offer(dossier->record, request.who.name);
    if (!offer.allowed.empty()) around.may_give = offer.allowed.front();
    // Customers' words are for those who respond.
    if (request.who.scope < http::Scope::respond) around.reports.tasks.clear();
    around.incident = co_await status_of_incident(parts, dossier->record);
    for (const desk::DossierPtr& one : cases_of(parts, dossier->record.id)) around.open_cases += is_open(one->record) ? 1 : 0;
    json::object answer{{"incident", summary_view(*dossier, parts.desk.setup())}};
    answer["steps"] = steps_view(review::next_steps(dossier->record, around));
    co_return http::json(200, answer);
}

struct Published {
    std::vector<Event> events;
    std::string hash;
};

Task<Response> say(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    std::string id = params["id"];
    const auto found = co_await find_for(parts, request, std::move(id));
    if (!found) co_return found.error();
    const desk::DossierPtr dossier = *found;
    const auto setup = parts.desk.setup_ptr();
    const PublishedUpdate& last = dossier->record.updates.back();
    auto job = [&store = parts.store, incident = dossier->record.id, update = last.update.id, variant = desk::page_variant(*setup)] {
        auto stored = store.find_incident(incident);
        const auto message = store.message(update, variant);
        return Published{stored ? std::move(stored->events) : std::vector<Event>{}, message ? message->hash : ""};
    };
    const Published published = co_await parts.database.run(std::move(job));
    const Statement statement = desk::statement_for_newcomers(*setup, dossier->record.id, published.events, last.update.id);
    const RenderContext context{setup->organisation, *setup->zone, setup->language, desk::record_url(*setup, dossier->record), setup->contact, {}};
    const Spoken spoken = speak(statement, setup->templates, context, parts.desk.now());
    co_return http::json(200, spoken_view(spoken, dossier->record, last, published.hash, parts.desk.now()));
}

}  // namespace

void add_review(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, http::Method::get, "/incidents/{id}/review", http::Scope::read, look_back);
    add(routes, parts, http::Method::get, "/incidents/{id}/next", http::Scope::read, next);
    add(routes, parts, http::Method::get, "/incidents/{id}/say", http::Scope::read, say);
}

}  // namespace candor::api
