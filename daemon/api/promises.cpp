// The promise ledger: of one incident, and of all at hand; promises made and settled by people.
#include "daemon/api/asked.hpp"
#include "daemon/api/commands.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/view.hpp"

#include <algorithm>

namespace candor::api {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

json::array views(const Record& record, Time now) {
    json::array promises;
    for (const Promise& promise : record.promises) promises.push_back(promise_view(promise, now));
    return promises;
}

Task<Response> list_promises(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    std::string id = params["id"];
    const auto found = co_await find_for(parts, request, std::move(id));
    if (!found) co_return found.error();
    const Record& record = (*found)->record;
    const PromiseTally counts = tally(record.promises);
    co_return http::json(200, json::object{{"promises", views(record, parts.desk.now())}, {"kept", counts.kept}, {"missed", counts.missed}});
}

// Of what is at hand: the open promises, the soonest due first, and how many were kept.
Task<Response> list_all(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    std::vector<desk::DossierPtr> dossiers = parts.desk.open();
    for (desk::DossierPtr& planned : parts.desk.open(RecordKind::maintenance)) dossiers.push_back(std::move(planned));
    for (const desk::DossierPtr& ended : parts.desk.recent()) dossiers.push_back(ended);
    if (request.who.scope >= Scope::respond) {
        for (desk::DossierPtr& own : parts.desk.open(RecordKind::case_)) dossiers.push_back(std::move(own));
        for (const desk::DossierPtr& ended : parts.desk.recent_cases()) dossiers.push_back(ended);
    }
    std::vector<std::pair<Time, json::object>> open;
    PromiseTally all;
    for (const desk::DossierPtr& dossier : dossiers) {
        const PromiseTally counts = tally(dossier->record.promises);
        all.kept += counts.kept;
        all.missed += counts.missed;
        for (const Promise& promise : dossier->record.promises) {
            if (!is_open(promise)) continue;
            json::object view = promise_view(promise, parts.desk.now());
            view["incident"] = dossier->record.id.str();
            open.emplace_back(promise.due, std::move(view));
        }
    }
    std::stable_sort(open.begin(), open.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    json::array promises;
    for (auto& [due, view] : open) promises.push_back(std::move(view));
    co_return http::json(200, json::object{{"promises", std::move(promises)}, {"kept", all.kept}, {"missed", all.missed}});
}

json::object settled(const Parts& parts, const desk::Dossier& dossier, const PromiseId& id) {
    json::object answer;
    for (const Promise& promise : dossier.record.promises) {
        if (promise.id == id) answer["promise"] = promise_view(promise, parts.desk.now());
    }
    answer["incident"] = shown(parts, dossier);
    return answer;
}

Task<Response> make(const Parts& parts, const Request& request, const Params& params) {
    const auto done = co_await carry_out(parts, request, params, read_promise);
    if (!done) co_return done.error();
    co_return http::json(201, settled(parts, *done->dossier, done->dossier->record.promises.back().id));
}

Task<Response> settle(const Parts& parts, const Request& request, const Params& params) {
    const PromiseId id(params["promise"]);
    const auto read = [&](const json::object& body) { return read_settlement(body, id); };
    const auto done = co_await carry_out(parts, request, params, read);
    if (!done) co_return done.error();
    co_return http::json(200, settled(parts, *done->dossier, id));
}

}  // namespace

void add_promises(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, Method::get, "/promises", Scope::read, list_all);
    add(routes, parts, Method::get, "/incidents/{id}/promises", Scope::read, list_promises);
    add(routes, parts, Method::post, "/incidents/{id}/promises", Scope::respond, make);
    add(routes, parts, Method::post, "/incidents/{id}/promises/{promise}", Scope::respond, settle);
}

}  // namespace candor::api
