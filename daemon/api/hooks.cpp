// Webhooks that anybody may subscribe, and what their owners do by the token they were given. Nothing of what an endpoint
// answers is shown: neither to whoever subscribes nor to whoever owns it.
#include "core/audience.hpp"
#include "daemon/api/asked.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/subscriber_view.hpp"
#include "daemon/http/json_body.hpp"
#include "daemon/listen/hooks.hpp"
#include "daemon/listen/subscriptions.hpp"

#include <fmt/format.h>

namespace candor::api {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

constexpr std::size_t longest_url = 2048;     // bytes
constexpr std::size_t longest_contact = 254;  // bytes

bool is_operator(const Request& request) {
    return request.who.scope >= Scope::admin;
}

Result<listen::HookRequest> read_hook(const Request& request, const json::object& body) {
    http::FieldReader fields(body);
    listen::HookRequest hook;
    hook.url = fields.text("url", longest_url);
    hook.format = fields.word("format", [](std::string_view text) { return parse_name<WebhookFormat>(text); }, "candor and statuspage").value_or(WebhookFormat::candor);
    hook.contact = fields.optional_text("contact", longest_contact).value_or("");
    if (is_operator(request)) {
        hook.wishes.basis = fields.text("basis", longest_url);
        hook.by = request.who.name;
    } else {
        hook.from = request.peer.address;
    }
    auto wishes = read_wishes(fields, std::move(hook.wishes));
    if (!wishes) return wishes.error();
    hook.wishes = std::move(*wishes);
    return hook;
}

Task<Response> subscribe(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto body = http::json_object(request);
    if (!body) co_return body.error();
    auto hook = read_hook(request, *body);
    if (!hook) co_return hook.error();
    listen::HookRequest wanted = std::move(*hook);
    const auto made = co_await parts.hooks->subscribe(std::move(wanted));
    if (!made) co_return made.error();
    json::object answer{{"id", made->stored.subscriber.id.str()}, {"secret", made->secret}, {"token", made->token}};
    Response response = http::json(201, answer);
    response.with("Location", fmt::format("{}/webhooks/{}", prefix, made->token)).with("Cache-Control", "no-store");
    co_return response;
}

Task<Response> show_hook(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    std::string token = params["token"];
    const auto stored = co_await parts.subscriptions->visit(std::move(token), LinkPurpose::manage);
    if (!stored) co_return stored.error();
    auto look = [&store = parts.store, one = *stored] { return store.deliveries_to(one, most_shown_deliveries); };
    const auto sent = co_await parts.database.run(std::move(look));
    Response response = http::json(200, json::object{{"webhook", owners_view(stored->subscriber)}, {"deliveries", deliveries_view(sent)}});
    response.with("Cache-Control", "no-store");
    co_return response;
}

Task<Response> leave(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    std::string token = params["token"];
    const auto gone = co_await parts.subscriptions->leave(std::move(token));
    if (!gone) co_return gone.error();
    co_return Response(204);
}

Task<Response> enable(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    std::string token = params["token"];
    const auto stored = co_await parts.subscriptions->visit(std::move(token), LinkPurpose::manage);
    if (!stored) co_return stored.error();
    if (stored->subscriber.channel != subscriber_webhook_channel()) co_return Error(ErrorCode::wrong_state, "This is no webhook's subscription.");
    store::StoredSubscriber one = *stored;
    const auto again = co_await parts.hooks->enable(std::move(one), false);
    if (!again) co_return again.error();
    co_return http::json(200, json::object{{"webhook", owners_view(again->subscriber)}});
}

}  // namespace

void add_hooks(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, Method::post, "/webhooks", Scope::none, subscribe);
    add(routes, parts, Method::get, "/webhooks/{token}", Scope::none, show_hook);
    add(routes, parts, Method::del, "/webhooks/{token}", Scope::none, leave);
    add(routes, parts, Method::post, "/webhooks/{token}/enable", Scope::none, enable);
}

}  // namespace candor::api
