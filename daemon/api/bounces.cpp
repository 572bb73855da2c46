// Mail that came back, as `candor bounce` hands it on.
#include "core/delivery/bounce.hpp"
#include "daemon/api/asked.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/http/json_body.hpp"
#include "daemon/listen/subscriptions.hpp"

namespace candor::api {

using http::Params;
using http::Request;
using http::Response;

namespace {

Task<Response> take_bounce(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto body = http::json_object(request);
    if (!body) co_return body.error();
    http::FieldReader reader(*body);
    listen::Bounce bounce;
    bounce.to = reader.text("to", 254);
    bounce.reason = presentable_reply(reader.optional_text("reason", 1000).value_or(""));
    if (auto error = reader.error()) co_return *error;
    if (parts.subscriptions == nullptr) co_return Error(ErrorCode::wrong_state, "Nobody can subscribe here.");
    const auto stored = co_await parts.subscriptions->bounced(std::move(bounce));
    if (!stored) co_return stored.error();
    const Subscriber& one = stored->subscriber;
    co_return http::json(200, {{"subscriber", one.id.str()}, {"state", to_string(one.state)}, {"failures_in_a_row", one.bounces.in_a_row}});
}

}  // namespace

void add_bounces(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, http::Method::post, "/bounces", http::Scope::respond, take_bounce);
}

}  // namespace candor::api
