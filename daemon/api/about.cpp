#include "daemon/api/about.hpp"

#include "daemon/api/asked.hpp"
#include "daemon/api/goodwill_view.hpp"
#include "daemon/api/query.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/view.hpp"
#include "daemon/http/auth.hpp"

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

// The exact authority of the one who asks: by the table that the router lets requests in by.
json::array authority(const std::vector<Needed>& table, const http::Identity& who) {
    json::array can;
    for (const Needed& needed : table) {
        can.push_back(json::object{{"method", http::to_string(needed.method)},
                                   {"path", needed.path},
                                   {"scope", http::to_string(needed.scope)},
                                   {"allowed", !http::authorise(who, needed.scope).has_value()}});
    }
    return can;
}

Task<Response> whoami(const Parts& parts, const Request& request, const std::vector<Needed>& table) {
    QueryReader query(request);
    const bool can = query.flag("can");
    if (auto error = query.error()) co_return *error;
    json::object answer{{"name", request.who.name}, {"scope", http::to_string(request.who.scope)}};
    if (can) answer["can"] = authority(table, request.who);
    if (can) answer["may_give"] = caps_view(parts.desk.offer(Record{}, request.who.name), nullptr);
    co_return http::json(200, answer);
}

Task<Response> openapi(const Parts&, const Request&, const Params&) {
    static const auto text = std::make_shared<const std::string>(openapi_text());
    Response response(200, "application/json", text);
    response.with("Cache-Control", "public, max-age=300");
    co_return response;
}

}  // namespace

void add_about(Routes& routes, const PartsPtr& parts, const ScopeTable& scopes) {
    add(routes, parts, Method::get, "/health", Scope::none, health);
    add(routes, parts, Method::get, "/openapi.json", Scope::none, openapi);
    add(routes, parts, Method::get, "/whoami", Scope::read,
        [scopes](const Parts& given, const Request& request, const Params&) { return whoami(given, request, *scopes); });
}

}  // namespace candor::api
