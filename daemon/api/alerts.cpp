// What monitoring reports, in the shape of Alertmanager's webhook (version 4).
#include "core/alert/alert.hpp"
#include "daemon/api/asked.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/http/json_body.hpp"
#include "daemon/listen/intake.hpp"
#include "daemon/listen/monitors.hpp"

namespace candor::api {

using http::Params;
using http::Request;
using http::Response;

namespace {

Task<Response> take_alerts(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto body = http::json_object(request);
    if (!body) co_return body.error();
    const auto group = read_alert_group(*body);
    if (!group) co_return group.error();
    AlertGroup given = *group;
    std::string actor = request.who.name;
    const auto noted = co_await parts.monitors.take(std::move(given), std::move(actor));
    if (!noted) co_return noted.error();
    const desk::DossierPtr incident = noted->incident;
    if (noted->declared) {
        std::vector<ComponentId> components = incident->record.components;
        co_await parts.intake.gather(incident->record.id, std::move(components));
    }
    boost::json::object answer;
    answer["declared"] = noted->declared;
    answer["incident"] = incident ? boost::json::value(shown(parts, *incident)) : boost::json::value(nullptr);
    answer["note"] = noted->note.empty() ? boost::json::value(nullptr) : boost::json::value(noted->note);
    co_return http::json(noted->declared ? 201 : 200, answer);
}

}  // namespace

void add_alerts(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, http::Method::post, "/alerts", http::Scope::respond, take_alerts);
}

}  // namespace candor::api
