// The brake of the whole house: put on, taken off.
#include "daemon/desk/freeze.hpp"

#include "daemon/api/asked.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/view.hpp"
#include "daemon/http/json_body.hpp"

namespace candor::api {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

constexpr std::size_t longest_reason = 500;

std::optional<desk::Waiting> parse_waiting(std::string_view text) {
    if (text == "send") return desk::Waiting::send;
    if (text == "drop") return desk::Waiting::drop;
    return std::nullopt;
}

Task<Response> freeze(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto body = http::json_object(request);
    if (!body) co_return body.error();
    http::FieldReader fields(*body);
    std::string reason = fields.optional_text("reason", longest_reason).value_or("");
    if (auto error = fields.error()) co_return *error;
    std::string by = request.who.name;
    const auto done = co_await desk::freeze(parts.desk, parts.store, parts.database, std::move(by), std::move(reason));
    if (!done) co_return done.error();
    co_return http::json(200, json::object{{"frozen", frozen_view(parts.desk.setup())}});
}

Task<Response> resume(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto body = http::json_object(request);
    if (!body) co_return body.error();
    http::FieldReader fields(*body);
    const auto waiting = fields.word("waiting", parse_waiting, "send or drop");
    if (auto error = fields.error()) co_return *error;
    std::string by = request.who.name;
    const auto dropped = co_await desk::resume(parts.desk, parts.store, parts.database, std::move(by), waiting);
    if (!dropped) co_return dropped.error();
    co_return http::json(200, json::object{{"frozen", nullptr}, {"dropped", *dropped}});
}

}  // namespace

void add_freeze(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, Method::post, "/freeze", Scope::respond, freeze);
    add(routes, parts, Method::post, "/resume", Scope::respond, resume);
}

}  // namespace candor::api
