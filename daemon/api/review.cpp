// Looking back on an incident, what to do next in it, and what may be read out about it.
#include "daemon/api/asked.hpp"
#include "daemon/api/options_view.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/review_view.hpp"
#include "daemon/desk/duty.hpp"
#include "daemon/desk/hindsight.hpp"

namespace candor::api {

using http::Params;
using http::Request;
using http::Response;

namespace {

// Where the incident of a case stands now; none: it belongs to none.
Task<std::optional<Status>> status_of_incident(const Parts& parts, const Record& record) {
    if (!record.customer || record.customer->about.empty()) co_return std::nullopt;
    std::string id = record.customer->about.str();
    const auto found = co_await parts.desk.find(std::move(id));
    co_return found ? std::optional((*found)->record.status) : std::nullopt;
}

Task<Response> look_back(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    std::string id = params["id"];
    const auto found = co_await find_for(parts, request, std::move(id));
    if (!found) co_return found.error();
    const IncidentId incident = (*found)->record.id;
    const review::Review review = co_await desk::look_back(parts.desk, parts.store, parts.database, *found);
    auto choices = [&store = parts.store, incident] { return store.answers(incident, store::choice_question); };
    const auto chosen = co_await parts.database.run(std::move(choices));
    json::object view = review_view(review, parts.desk.setup());
    view["options"] = options_view(review.record, {}, chosen);
    co_return http::json(200, json::object{{"review", std::move(view)}});
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

Task<Response> show_next(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    std::string id = params["id"];
    const auto found = co_await find_for(parts, request, std::move(id));
    if (!found) co_return found.error();
    const desk::DossierPtr dossier = *found;
    auto job = [&store = parts.store, incident = dossier->record.id, now = parts.desk.now()] { return read_surroundings(store, incident, now); };
    review::Surroundings around = co_await parts.database.run(std::move(job));
    around.rechecks = parts.desk.setup().cadence.recheck_after;
    around.soak = desk::soak_of(parts.desk.setup(), dossier->record);
    const RemedyOffer offer = parts.desk.offer(dossier->record, request.who.name);
    if (!offer.allowed.empty()) around.may_give = offer.allowed.front();
    // Customers' words are for those who respond.
    if (request.who.scope < http::Scope::respond) around.reports.tasks.clear();
    around.incident = co_await status_of_incident(parts, dossier->record);
    if (dossier->record.kind != RecordKind::case_) {
        for (const desk::DossierPtr& one : desk::cases_of(parts.desk, dossier)) around.open_cases += is_open(one->record) ? 1 : 0;
    }
    json::object answer{{"incident", summary_view(*dossier, parts.desk.setup())}};
    answer["steps"] = steps_view(review::next_steps(dossier->record, around));
    co_return http::json(200, answer);
}

struct Published {
    std::vector<Event> events;
    std::string hash;
};

Task<Response> say_review(const Parts& parts, const Request& request, const Params& params) {
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
    add(routes, parts, http::Method::get, "/incidents/{id}/next", http::Scope::read, show_next);
    add(routes, parts, http::Method::get, "/incidents/{id}/say", http::Scope::read, say_review);
}

}  // namespace candor::api
