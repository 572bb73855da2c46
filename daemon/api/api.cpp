#include "daemon/api/api.hpp"

#include "daemon/api/resources.hpp"

namespace candor::api {

std::vector<http::Route> routes(Parts given) {
    const auto parts = std::make_shared<const Parts>(std::move(given));
    Routes routes;
    add_incidents(routes, parts);
    add_facts(routes, parts);
    add_updates(routes, parts);
    add_why(routes, parts);
    add_review(routes, parts);
    add_cases(routes, parts);
    add_maintenance(routes, parts);
    add_checks(routes, parts);
    add_deliveries(routes, parts);
    add_duty(routes, parts);
    add_freeze(routes, parts);
    add_promises(routes, parts);
    add_reports(routes, parts);
    add_alerts(routes, parts);
    add_bounces(routes, parts);
    add_remedies(routes, parts);
    add_options(routes, parts);
    add_status(routes, parts);
    add_subscribers(routes, parts);
    add_hooks(routes, parts);
    add_tokens(routes, parts);
    const auto scopes = std::make_shared<std::vector<Needed>>();
    add_about(routes, parts, scopes);
    add_metrics(routes, parts);
    for (const http::Route& route : routes) scopes->push_back({route.method, route.pattern, route.scope});
    return routes;
}

}  // namespace candor::api
