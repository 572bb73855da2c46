// Scheduled maintenance: announced, listed, moved, and its steps. Everything else goes by the routes of incidents.
#include "daemon/api/asked.hpp"
#include "daemon/api/commands.hpp"
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

Task<Response> announce(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto body = http::json_object(request);
    if (!body) co_return body.error();
    auto command = read_maintenance(*body, parts.desk.new_id(), parts.desk.setup());
    if (!command) co_return command.error();
    IncidentId id = command->id;
    Command wanted = std::move(*command);
    const auto done = co_await carry_out(parts, request, std::move(id), std::move(wanted));
    if (!done) co_return done.error();
    Response response = http::json(201, json::object{{"incident", shown(parts, *done->dossier)}, {"update", update_view(*done->dossier, 0)}});
    response.with("Location", fmt::format("{}/incidents/{}", prefix, done->dossier->record.id.str()));
    co_return response;
}

Task<Response> list_maintenance(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    std::vector<desk::DossierPtr> dossiers = parts.desk.open(RecordKind::maintenance);
    std::stable_sort(dossiers.begin(), dossiers.end(),
                     [](const desk::DossierPtr& a, const desk::DossierPtr& b) { return a->record.window->from < b->record.window->from; });
    json::array planned;
    for (const desk::DossierPtr& dossier : dossiers) planned.push_back(summary_view(*dossier, parts.desk.setup()));
    co_return http::json(200, json::object{{"maintenance", std::move(planned)}});
}

using ReadMaintenance = Result<Command> (*)(const json::object& body);

template <class Step>
Result<Command> to_step(const json::object& body) {
    const auto step = read_step<Step>(body);
    if (!step) return step.error();
    return Command(*step);
}

Result<Command> to_move(const json::object& body) {
    const auto move = read_move(body);
    if (!move) return move.error();
    return Command(*move);
}

Task<Response> carry_on(const Parts& parts, const Request& request, const Params& params, ReadMaintenance read) {
    const auto done = co_await carry_out(parts, request, params, read);
    if (!done) co_return done.error();
    co_return http::json(200, json::object{{"update", update_view(*done->dossier, *done->published)}, {"incident", shown(parts, *done->dossier)}});
}

Task<Response> start(const Parts& parts, const Request& request, const Params& params) {
    return carry_on(parts, request, params, to_step<Start>);
}

Task<Response> verify(const Parts& parts, const Request& request, const Params& params) {
    return carry_on(parts, request, params, to_step<Verify>);
}

Task<Response> complete(const Parts& parts, const Request& request, const Params& params) {
    return carry_on(parts, request, params, to_step<Complete>);
}

Task<Response> move(const Parts& parts, const Request& request, const Params& params) {
    return carry_on(parts, request, params, to_move);
}

}  // namespace

void add_maintenance(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, Method::post, "/maintenance", Scope::respond, announce);
    add(routes, parts, Method::get, "/maintenance", Scope::read, list_maintenance);
    add(routes, parts, Method::post, "/incidents/{id}/start", Scope::respond, start);
    add(routes, parts, Method::post, "/incidents/{id}/verify", Scope::respond, verify);
    add(routes, parts, Method::post, "/incidents/{id}/complete", Scope::respond, complete);
    add(routes, parts, Method::post, "/incidents/{id}/move", Scope::respond, move);
}

}  // namespace candor::api
