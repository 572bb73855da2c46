// Customers' own cases: opened, listed, shown to those who work on them. What is said in one goes by the routes of incidents.
#include "core/incident/case.hpp"
#include "daemon/api/asked.hpp"
#include "daemon/api/commands.hpp"
#include "daemon/api/query.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/view.hpp"
#include "daemon/http/json_body.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::api {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

// The incident that a case is to belong to, by its whole id.
Task<Result<IncidentId>> incident_for(const Parts& parts, IncidentId given) {
    if (given.empty()) co_return given;
    std::string id = given.str();
    const auto found = co_await parts.desk.find(std::move(id));
    if (!found) co_return Error(found.error().code(), found.error().message(), "about", found.error().mend());
    const Record& record = (*found)->record;
    if (record.kind == RecordKind::incident) co_return record.id;
    co_return Error(ErrorCode::invalid_argument, fmt::format("{} is a {}; a case belongs to an incident.", record.id.str(), to_string(record.kind)), "about",
                    "candor status lists the incidents.");
}

Task<Response> open(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto body = http::json_object(request);
    if (!body) co_return body.error();
    auto command = read_case(*body, parts.desk.new_id());
    if (!command) co_return command.error();
    IncidentId given = command->customer->about;
    const auto about = co_await incident_for(parts, std::move(given));
    if (!about) co_return about.error();
    command->customer->about = *about;
    IncidentId id = command->id;
    Command wanted = std::move(*command);
    const auto done = co_await carry_out(parts, request, std::move(id), std::move(wanted));
    if (!done) co_return done.error();
    Response response = http::json(201, json::object{{"case", shown(parts, *done->dossier)}, {"update", update_view(*done->dossier, 0)}});
    response.with("Location", fmt::format("{}/cases/{}", prefix, done->dossier->record.id.str()));
    co_return response;
}

// Urgent ones first, then whoever waits longest.
bool before(const desk::DossierPtr& a, const desk::DossierPtr& b) {
    const bool urgent_a = a->record.customer->urgent;
    const bool urgent_b = b->record.customer->urgent;
    return urgent_a != urgent_b ? urgent_a : a->record.declared_at < b->record.declared_at;
}

json::object first_contact_view(const Parts& parts) {
    std::vector<const Record*> records;
    for (const desk::DossierPtr& dossier : parts.desk.recent_cases()) records.push_back(&dossier->record);
    const FirstContact sums = first_contact(records);
    const auto ratio = sums.ratio();
    json::object out;
    out["solved"] = sums.solved;
    out["without_transfer"] = sums.without_transfer;
    out["ratio"] = ratio ? json::value(*ratio) : json::value(nullptr);
    out["target"] = first_contact_target;
    out["below_target"] = ratio && *ratio < first_contact_target;
    return out;
}

Task<Response> list_cases(const Parts& parts, const Request& request, const Params&) {
    QueryReader query(request);
    const bool ended = query.flag("ended");
    if (auto error = query.error()) co_return *error;
    std::vector<desk::DossierPtr> dossiers = ended ? parts.desk.recent_cases() : parts.desk.open(RecordKind::case_);
    if (!ended) std::stable_sort(dossiers.begin(), dossiers.end(), before);
    json::array cases;
    for (const desk::DossierPtr& dossier : dossiers) cases.push_back(summary_view(*dossier, parts.desk.setup()));
    co_return http::json(200, json::object{{"cases", std::move(cases)}, {"first_contact", first_contact_view(parts)}});
}

Task<Response> show_case(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    std::string id = params["id"];
    const auto found = co_await find_for(parts, request, std::move(id));
    if (!found) co_return found.error();
    const Record& record = (*found)->record;
    if (record.kind != RecordKind::case_) {
        co_return Error(ErrorCode::not_found, fmt::format("{} is no case.", record.id.str()), "id", fmt::format("candor show {}", record.id.str()));
    }
    auto job = [&store = parts.store, incident = record.id] { return store.address_of_case(incident); };
    const std::string address = co_await parts.database.run(std::move(job));
    json::object view = shown(parts, **found);
    view["customer"].as_object()["mail"] = address.empty() ? json::value(nullptr) : json::value(address);
    co_return http::json(200, json::object{{"case", std::move(view)}});
}

}  // namespace

void add_cases(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, Method::post, "/cases", Scope::respond, open);
    add(routes, parts, Method::get, "/cases", Scope::respond, list_cases);
    add(routes, parts, Method::get, "/cases/{id}", Scope::respond, show_case);
}

}  // namespace candor::api
