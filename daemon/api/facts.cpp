// Facts: recorded, and taken back.
#include "daemon/api/asked.hpp"
#include "daemon/api/commands.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/view.hpp"

namespace candor::api {

using http::Method;
using http::Params;
using http::Request;
using http::Response;

namespace {

json::array recorded_by(const desk::Done& done) {
    json::array facts;
    for (const Event& event : done.events) {
        const auto* recorded = std::get_if<FactRecorded>(&event.body);
        if (recorded == nullptr) continue;
        if (const RecordedFact* fact = find_fact(done.dossier->record, recorded->fact.id)) facts.push_back(fact_view(*fact));
    }
    return facts;
}

Task<Response> record(const Parts& parts, const Request& request, const Params& params) {
    const auto done = co_await carry_out(parts, request, params, read_facts);
    if (!done) co_return done.error();
    co_return http::json(201, json::object{{"facts", recorded_by(*done)}, {"incident", shown(parts, *done->dossier)}});
}

Task<Response> retract(const Parts& parts, const Request& request, const Params& params) {
    const auto read = [&](const json::object& body) { return read_retraction(body, FactId(params["fact"])); };
    const auto done = co_await carry_out(parts, request, params, read);
    if (!done) co_return done.error();
    co_return http::json(200, json::object{{"incident", shown(parts, *done->dossier)}});
}

}  // namespace

void add_facts(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, Method::post, "/incidents/{id}/facts", http::Scope::respond, record);
    add(routes, parts, Method::post, "/incidents/{id}/facts/{fact}/retract", http::Scope::respond, retract);
}

}  // namespace candor::api
