// Tokens: made, listed, revoked. A token is shown once; only its hash is kept.
#include "core/incident/validate.hpp"
#include "daemon/api/asked.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/stored_tokens.hpp"
#include "daemon/api/view.hpp"
#include "daemon/http/json_body.hpp"

#include <fmt/format.h>

namespace candor::api {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

struct Wish {
    std::string name;
    Scope scope = Scope::none;
    std::optional<Time> expires;
};

// The name becomes the author of what is recorded: nobody may sign as the clock.
Result<void> validate_token_name(const std::string& name) {
    if (auto valid = validate_name(name, "name"); !valid) return valid;
    if (name != "candord") return {};
    return Error(ErrorCode::invalid_argument, "This name is the daemon's own: what its clock publishes is signed with it.", "name",
                 "Choose another name.");
}

std::optional<Scope> parse_granted(std::string_view text) {
    const auto scope = http::parse_scope(text);
    return scope == Scope::none ? std::nullopt : scope;
}

Result<Wish> read_wish(const json::object& body, Time now) {
    http::FieldReader fields(body);
    Wish wish;
    wish.name = fields.text("name", 1000);
    const auto scope = fields.word("scope", parse_granted, "read, respond or admin");
    if (!scope) fields.fail("scope", "is missing: read, respond or admin");
    wish.scope = scope.value_or(Scope::none);
    wish.expires = fields.time("expires");
    if (wish.expires && *wish.expires <= now) fields.fail("expires", "is not in the future");
    if (auto error = fields.error()) return *error;
    if (auto valid = validate_token_name(wish.name); !valid) return valid.error();
    return wish;
}

Task<Response> create(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto body = http::json_object(request);
    if (!body) co_return body.error();
    const Time now = parts.clock.now();
    const auto wish = read_wish(*body, now);
    if (!wish) co_return wish.error();
    std::string name = wish->name;
    const auto token = co_await parts.tokens->make(std::move(name), wish->scope, wish->expires, now);
    if (!token) co_return token.error();
    json::object answer{{"token", *token}, {"name", wish->name}, {"scope", http::to_string(wish->scope)}};
    answer["expires_at"] = time_or_null(wish->expires);
    co_return http::json(201, answer);
}

Task<Response> list_tokens(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    json::array tokens;
    for (const store::Token& token : parts.tokens->list()) {
        tokens.push_back(json::object{{"name", token.name},
                                      {"scope", token.scope},
                                      {"created_at", to_rfc3339(token.created_at)},
                                      {"expires_at", time_or_null(token.expires_at)},
                                      {"last_used_at", time_or_null(token.last_used_at)}});
    }
    co_return http::json(200, json::object{{"tokens", std::move(tokens)}});
}

Task<Response> revoke(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    std::string name = params["name"];
    if (co_await parts.tokens->remove(std::move(name))) co_return Response(204);
    co_return Error(ErrorCode::not_found, fmt::format("There is no token called {}.", params["name"]), "name", "candor token list shows them.");
}

}  // namespace

void add_tokens(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, Method::post, "/tokens", Scope::admin, create);
    add(routes, parts, Method::get, "/tokens", Scope::admin, list_tokens);
    add(routes, parts, Method::del, "/tokens/{name}", Scope::admin, revoke);
}

}  // namespace candor::api
