// How it stands with the whole: what the public page says, for programs.
#include "core/page.hpp"
#include "daemon/api/asked.hpp"
#include "daemon/api/reports_view.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/view.hpp"
#include "daemon/desk/inspector.hpp"
#include "daemon/listen/readback.hpp"

namespace candor::api {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

// What customers report about, and no incident is open: how many, never in their words.
Task<json::array> waiting_reports(const Parts& parts) {
    const Time since = parts.desk.now() - parts.desk.setup().reports.within;
    auto job = [&store = parts.store, since] { return store.report_groups(since); };
    const auto groups = co_await parts.database.run(std::move(job));
    json::array waiting;
    for (const store::ReportGroup& group : groups) {
        if (group.incident.empty()) waiting.push_back(group_view(group, parts.desk.setup()));
    }
    co_return waiting;
}

json::array damage(const Parts& parts) {
    json::array list;
    if (parts.inspector == nullptr) return list;
    for (const store::Damage& one : parts.inspector->damage()) list.push_back(json::object{{"incident", one.incident.str()}, {"what", one.what}});
    return list;
}

Task<Response> status(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto& setup = parts.desk.setup();
    const Time now = parts.desk.now();
    std::vector<const Record*> records;
    json::array open;
    const auto dossiers = parts.desk.open();
    for (const desk::DossierPtr& dossier : dossiers) {
        records.push_back(&dossier->record);
        open.push_back(summary_view(*dossier, setup));
    }
    json::array maintenance;
    const auto planned = parts.desk.open(RecordKind::maintenance);
    for (const desk::DossierPtr& dossier : planned) {
        if (is_under_way(dossier->record)) records.push_back(&dossier->record);
        maintenance.push_back(summary_view(*dossier, setup));
    }
    const PageState state = page_state(records, setup.components, setup.templates.page_words(setup.language), now);
    json::array components;
    for (const ComponentStanding& one : state.components) {
        components.push_back(json::object{{"id", one.id.str()}, {"name", one.name}, {"state", to_string(one.state)}});
    }
    json::object out{{"headline", state.headline}, {"indicator", to_string(state.indicator)}, {"generated_at", to_rfc3339(now)}};
    out["open"] = std::move(open);
    out["maintenance"] = std::move(maintenance);
    out["components"] = std::move(components);
    const auto absent = parts.readback == nullptr ? std::nullopt : parts.readback->state().absent;
    out["not_on_page"] = absent ? json::value(absent->str()) : json::value(nullptr);
    out["frozen"] = frozen_view(setup);
    out["damage"] = damage(parts);
    out["reports"] = co_await waiting_reports(parts);
    co_return http::json(200, out);
}

Task<Response> components(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    json::array list;
    for (const auto& [id, name] : parts.desk.setup().components) list.push_back(json::object{{"id", id.str()}, {"name", name}});
    co_return http::json(200, json::object{{"components", std::move(list)}});
}

}  // namespace

void add_status(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, Method::get, "/status", Scope::read, status);
    add(routes, parts, Method::get, "/components", Scope::read, components);
}

}  // namespace candor::api
