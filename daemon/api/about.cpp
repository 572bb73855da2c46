#include "daemon/api/about.hpp"

#include "daemon/api/asked.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/view.hpp"

namespace candor::api {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

// Answers while the I/O thread turns. Whether the parts make progress is the watchdog's business.
Task<Response> health(const Parts& parts, const Request&, const Params&) {
    json::object answer{{"status", "ok"}, {"version", parts.version}};
    answer["started_at"] = to_rfc3339(parts.started_at);
    answer["now"] = to_rfc3339(parts.clock.now());
    co_return http::json(200, answer);
}

Task<Response> whoami(const Parts&, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    co_return http::json(200, json::object{{"name", request.who.name}, {"scope", http::to_string(request.who.scope)}});
}

Task<Response> openapi(const Parts&, const Request&, const Params&) {
    static const auto text = std::make_shared<const std::string>(openapi_text());
    Response response(200, "application/json", text);
    response.with("Cache-Control", "public, max-age=300");
    co_return response;
}

}  // namespace

void add_about(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, Method::get, "/health", Scope::none, health);
    add(routes, parts, Method::get, "/openapi.json", Scope::none, openapi);
    add(routes, parts, Method::get, "/whoami", Scope::read, whoami);
}

}  // namespace candor::api
