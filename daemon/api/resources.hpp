// The resources of the API: each adds its routes to the table. Inside this folder only.
#pragma once

#include "daemon/api/api.hpp"

namespace candor::api {

using PartsPtr = std::shared_ptr<const Parts>;
using Routes = std::vector<http::Route>;

inline constexpr std::string_view prefix = "/api/v1";

void add_incidents(Routes& routes, const PartsPtr& parts);
void add_facts(Routes& routes, const PartsPtr& parts);
void add_updates(Routes& routes, const PartsPtr& parts);
void add_why(Routes& routes, const PartsPtr& parts);
void add_review(Routes& routes, const PartsPtr& parts);
void add_cases(Routes& routes, const PartsPtr& parts);
void add_maintenance(Routes& routes, const PartsPtr& parts);
void add_checks(Routes& routes, const PartsPtr& parts);
void add_deliveries(Routes& routes, const PartsPtr& parts);
void add_duty(Routes& routes, const PartsPtr& parts);
void add_freeze(Routes& routes, const PartsPtr& parts);
void add_promises(Routes& routes, const PartsPtr& parts);
void add_reports(Routes& routes, const PartsPtr& parts);
void add_alerts(Routes& routes, const PartsPtr& parts);
void add_bounces(Routes& routes, const PartsPtr& parts);
void add_remedies(Routes& routes, const PartsPtr& parts);
void add_options(Routes& routes, const PartsPtr& parts);
void add_hooks(Routes& routes, const PartsPtr& parts);
void add_subscribers(Routes& routes, const PartsPtr& parts);
void add_status(Routes& routes, const PartsPtr& parts);
void add_tokens(Routes& routes, const PartsPtr& parts);
// Which request takes which scope. Filled when the table is whole.
struct Needed {
    http::Method method = http::Method::get;
    std::string path;
    http::Scope scope = http::Scope::none;
};
using ScopeTable = std::shared_ptr<std::vector<Needed>>;
void add_about(Routes& routes, const PartsPtr& parts, const ScopeTable& scopes);
void add_metrics(Routes& routes, const PartsPtr& parts);

// A route under /api/v1 whose handler is a function of the parts, the request and what the path has caught.
template <class Handle>
void add(Routes& routes, const PartsPtr& parts, http::Method method, std::string_view path, http::Scope scope, Handle handle) {
    routes.emplace_back(method, std::string(prefix) + std::string(path), scope,
                        [parts, handle](const http::Request& request, const http::Params& params) {
                            return handle(*parts, request, params);
                        });
}

}  // namespace candor::api
