// Incidents: declared, listed, shown, handed over, ended.
#include "core/digest.hpp"
#include "daemon/api/asked.hpp"
#include "daemon/api/commands.hpp"
#include "daemon/api/goodwill_view.hpp"
#include "daemon/api/options_view.hpp"
#include "daemon/api/query.hpp"
#include "daemon/api/reports_view.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/view.hpp"
#include "daemon/http/json_body.hpp"
#include "daemon/listen/intake.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::api {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

constexpr int attempts_at_an_id = 3;
constexpr std::int64_t most_incidents = 500;

// The same key of the same asker names the same incident, whatever happens in between: the key is the id.
IncidentId id_of(const std::string& key, const std::string& asker) {
    return IncidentId(id_from_bits(first_bits(sha256_of({"idempotency-key", asker, key}))));
}

Response declared(const Parts& parts, int status, const desk::Dossier& dossier) {
    json::object answer{{"incident", shown(parts, dossier)}, {"update", update_view(dossier, 0)}};
    if (!dossier.record.similar.empty()) answer["similar"] = similar_view(dossier.record);
    Response response = http::json(status, answer);
    response.with("Location", fmt::format("{}/incidents/{}", prefix, dossier.record.id.str()));
    return response;
}

// The request was sent before: its answer again. Under a key that was used for something else it is refused.
Task<Response> declared_before(const Parts& parts, Declare command) {
    auto found = co_await parts.desk.find(command.id.str());
    if (!found) co_return found.error();
    const Record& record = (*found)->record;
    if (record.title != command.title || record.components != command.components) {
        co_return Error(ErrorCode::conflict, "This Idempotency-Key was used for another declaration.", "idempotency-key", "Take a new key.");
    }
    co_return declared(parts, 200, **found);
}

// A declaration that rests on what customers report begins with the first of the reports, as far as we know.
Task<Result<void>> add_reported(const Parts& parts, const json::object& body, Declare& command) {
    const json::value* given = body.if_contains("from_reports");
    if (given == nullptr || !given->is_string()) co_return Result<void>{};
    const auto waiting = co_await parts.intake.waiting_for(ComponentId(std::string(given->as_string())));
    if (!waiting) {
        co_return Error(ErrorCode::missing_fact,
                        fmt::format("Nobody has reported anything about {} in the last {}.", std::string(given->as_string()), duration_text(parts.desk.setup().reports.within)),
                        "from_reports", "candor reports shows what there is; candor declare TITLE -c COMPONENT -i IMPACT needs no reports.");
    }
    const auto& facts = command.facts;
    const bool started = std::any_of(facts.begin(), facts.end(), [](const NewFact& fact) { return std::holds_alternative<Started>(fact.body); });
    if (!started) command.facts.push_back({Started{waiting->first}, Confidence::suspected, std::nullopt});
    co_return Result<void>{};
}

// What was reported about it before belongs to it.
Task<> gather_reports(const Parts& parts, const Record& record) {
    std::vector<ComponentId> components = record.components;
    co_await parts.intake.gather(record.id, std::move(components));
}

Task<Response> declare(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto body = http::json_object(request);
    if (!body) co_return body.error();
    const std::string* key = request.header("idempotency-key");
    for (int attempt = 1;; ++attempt) {
        IncidentId id = key != nullptr ? id_of(*key, request.who.name) : parts.desk.new_id();
        auto command = read_declare(*body, id, parts.desk.setup());
        if (!command) co_return command.error();
        const auto reported = co_await add_reported(parts, *body, *command);
        if (!reported) co_return reported.error();
        Command wanted = *command;
        const auto done = co_await carry_out(parts, request, id, std::move(wanted));
        if (done) {
            co_await gather_reports(parts, done->dossier->record);
            co_return declared(parts, 201, *done->dossier);
        }
        if (done.error().code() != ErrorCode::conflict || attempt == attempts_at_an_id) co_return done.error();
        if (key != nullptr) co_return co_await declared_before(parts, std::move(*command));
    }
}

enum class Wanted { open, ended, all };

std::optional<Wanted> parse_wanted(std::string_view text) {
    if (text == "open") return Wanted::open;
    if (text == "ended") return Wanted::ended;
    return text == "all" ? std::optional(Wanted::all) : std::nullopt;
}

bool newer(const desk::DossierPtr& a, const desk::DossierPtr& b) {
    return a->record.declared_at > b->record.declared_at;
}

// Newest first. Those at hand, and the older ones from the store where more are asked for.
Task<std::vector<desk::DossierPtr>> ended(const Parts& parts, std::size_t limit) {
    std::vector<desk::DossierPtr> dossiers = parts.desk.recent();
    const bool all_at_hand = dossiers.size() < 50;
    std::erase_if(dossiers, [](const desk::DossierPtr& dossier) { return dossier->record.kind != RecordKind::incident; });
    if (dossiers.size() >= limit || all_at_hand) co_return dossiers;
    const std::size_t most = limit + parts.desk.open().size();
    auto job = [&store = parts.store, most] { return store.incident_ids("", most, RecordKind::incident); };
    const auto ids = co_await parts.database.run(std::move(job));
    dossiers.clear();
    for (const IncidentId& id : ids) {
        const auto found = co_await parts.desk.find(id.str());
        if (found && !is_open((*found)->record)) dossiers.push_back(*found);
    }
    co_return dossiers;
}

Task<Response> list_incidents(const Parts& parts, const Request& request, const Params&) {
    QueryReader query(request);
    const Wanted wanted = query.word("state", parse_wanted, "open, ended or all").value_or(Wanted::open);
    const auto limit = static_cast<std::size_t>(query.number("limit", 50, 1, most_incidents));
    if (auto error = query.error()) co_return *error;
    std::vector<desk::DossierPtr> dossiers;
    if (wanted != Wanted::open) dossiers = co_await ended(parts, limit);
    if (wanted != Wanted::ended) {
        for (desk::DossierPtr& dossier : parts.desk.open()) dossiers.push_back(std::move(dossier));
    }
    if (wanted != Wanted::open) std::stable_sort(dossiers.begin(), dossiers.end(), newer);
    if (dossiers.size() > limit) dossiers.resize(limit);
    json::array incidents;
    for (const desk::DossierPtr& dossier : dossiers) incidents.push_back(summary_view(*dossier, parts.desk.setup()));
    co_return http::json(200, json::object{{"incidents", std::move(incidents)}});
}

Task<json::array> events_of(const Parts& parts, IncidentId id) {
    auto job = [&store = parts.store, id] { return store.find_incident(id); };
    const auto stored = co_await parts.database.run(std::move(job));
    json::array events;
    if (stored) {
        for (const Event& event : stored->events) events.push_back(event_view(event));
    }
    co_return events;
}

Task<Response> show_incident(const Parts& parts, const Request& request, const Params& params) {
    QueryReader query(request);
    const bool with_events = query.flag("events");
    if (auto error = query.error()) co_return *error;
    std::string id = params["id"];
    const auto found = co_await find_for(parts, request, std::move(id));
    if (!found) co_return found.error();
    json::object incident = shown(parts, **found);
    auto job = [&store = parts.store, id = (*found)->record.id] { return std::pair(store.report_summary(id), store.answers(id, store::choice_question)); };
    const auto [reports, choices] = co_await parts.database.run(std::move(job));
    incident["reports"] = report_summary_view(reports, request.who.scope >= Scope::respond);
    incident["options"] = options_view((*found)->record, {}, choices);
    if (with_events) incident["events"] = co_await events_of(parts, (*found)->record.id);
    Response response = http::json(200, json::object{{"incident", std::move(incident)}});
    response.with("ETag", fmt::format("\"{}\"", (*found)->record.version));  // for If-Match
    co_return response;
}

Task<Response> assign(const Parts& parts, const Request& request, const Params& params) {
    const auto done = co_await carry_out(parts, request, params, read_owner);
    if (!done) co_return done.error();
    co_return http::json(200, json::object{{"incident", shown(parts, *done->dossier)}});
}

Task<Response> close(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto asked = co_await read_asked(parts, request, params);
    if (!asked) co_return asked.error();
    if (!asked->body.empty()) co_return Error(ErrorCode::invalid_argument, "Closing takes no members.", "", "Send {}.");
    const auto done = co_await carry_out(parts, request, asked->dossier->record.id, Close{});
    if (!done) co_return done.error();
    co_return http::json(200, json::object{{"incident", shown(parts, *done->dossier)}});
}

}  // namespace

void add_incidents(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, Method::post, "/incidents", Scope::respond, declare);
    add(routes, parts, Method::get, "/incidents", Scope::read, list_incidents);
    add(routes, parts, Method::get, "/incidents/{id}", Scope::read, show_incident);
    add(routes, parts, Method::put, "/incidents/{id}/owner", Scope::respond, assign);
    add(routes, parts, Method::post, "/incidents/{id}/close", Scope::respond, close);
}

}  // namespace candor::api
