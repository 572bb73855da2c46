#include "daemon/http/router.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace candor;
using namespace candor::http;

namespace {

Task<Response> nothing(const Request&, const Params&) {
    co_return Response(204);
}

Router table() {
    std::vector<Route> routes;
    routes.emplace_back(Method::get, "/", Scope::none, nothing);
    routes.emplace_back(Method::get, "/api/v1/incidents", Scope::read, nothing);
    routes.emplace_back(Method::post, "/api/v1/incidents", Scope::respond, nothing);
    routes.emplace_back(Method::get, "/api/v1/incidents/{id}", Scope::read, nothing);
    routes.emplace_back(Method::post, "/api/v1/incidents/preview", Scope::respond, nothing);
    routes.emplace_back(Method::post, "/api/v1/incidents/{id}/facts/{fact}", Scope::respond, nothing);
    return Router(std::move(routes));
}

// What answers: the pattern, or the refusal's code, or what OPTIONS lists.
std::string ask(const Router& router, Method method, std::string_view path) {
    const auto match = router.match(method, path);
    if (const auto* found = std::get_if<Router::Found>(&match)) return found->route->pattern;
    if (const auto* refused = std::get_if<Router::Refused>(&match)) {
        return std::string(error_info(refused->error.code()).id) + (refused->allow.empty() ? "" : ": " + refused->allow);
    }
    return std::get<Router::Options>(match).allow;
}

}  // namespace

TEST_CASE("a path is found, another is not there, and a wrong method is told from both") {
    const Router router = table();
    CHECK(ask(router, Method::get, "/") == "/");
    CHECK(ask(router, Method::get, "/api/v1/incidents") == "/api/v1/incidents");
    CHECK(ask(router, Method::get, "/api/v1/incidents/abc") == "/api/v1/incidents/{id}");
    for (const char* path : {"/api/v1/incidents/", "/api/v1/incidents//facts/f1", "/api/v1", "/api/v1/incidents/abc/facts", "//", "",
                             "/api/v1/incidents/%zz", "/api/v1/incidents/a%00b", "/API/v1/incidents", "/api/v1/../v1/incidents"}) {
        CAPTURE(path);
        CHECK(ask(router, Method::get, path) == (std::string(path).empty() ? "/" : "not_found"));
    }
    CHECK(ask(router, Method::del, "/api/v1/incidents") == "method_not_allowed: GET, HEAD, OPTIONS, POST");
    CHECK(ask(router, Method::other, "/") == "method_not_allowed: GET, HEAD, OPTIONS");
    CHECK(ask(router, Method::get, "/api/v1/incidents/abc/facts/f1") == "method_not_allowed: OPTIONS, POST");
}

TEST_CASE("HEAD is answered by GET's route and OPTIONS by the table") {
    const Router router = table();
    CHECK(ask(router, Method::head, "/api/v1/incidents/abc") == "/api/v1/incidents/{id}");
    CHECK(ask(router, Method::head, "/api/v1/incidents/abc/facts/f1") == "method_not_allowed: OPTIONS, POST");
    CHECK(ask(router, Method::options, "/api/v1/incidents") == "GET, HEAD, OPTIONS, POST");
    CHECK(ask(router, Method::options, "/nowhere") == "not_found");
}

TEST_CASE("a literal segment wins over a name, wherever it stands in the table") {
    const Router router = table();
    CHECK(ask(router, Method::post, "/api/v1/incidents/preview") == "/api/v1/incidents/preview");
    std::vector<Route> routes;
    routes.emplace_back(Method::get, "/a/b", Scope::none, nothing);
    routes.emplace_back(Method::get, "/a/{x}", Scope::none, nothing);
    routes.emplace_back(Method::get, "/{y}/b", Scope::none, nothing);
    const Router other(std::move(routes));
    CHECK(ask(other, Method::get, "/a/b") == "/a/b");
    CHECK(ask(other, Method::get, "/a/c") == "/a/{x}");
    CHECK(ask(other, Method::get, "/c/b") == "/{y}/b");
}

TEST_CASE("names in a pattern give the decoded segments") {
    const Router router = table();
    const auto match = router.match(Method::post, "/api/v1/incidents/a%2Fb+c/facts/%C3%A9");
    const auto* found = std::get_if<Router::Found>(&match);
    REQUIRE(found != nullptr);
    CHECK(found->params["id"] == "a/b+c");
    CHECK(found->params["fact"] == "\xc3\xa9");
    CHECK(found->params["other"].empty());
}

TEST_CASE("two routes for one method and path are a mistake that start-up finds") {
    std::vector<Route> routes;
    routes.emplace_back(Method::get, "/a", Scope::none, nothing);
    routes.emplace_back(Method::get, "/a", Scope::admin, nothing);
    CHECK_THROWS_AS(Router(std::move(routes)), std::logic_error);
}

TEST_CASE("a query is decoded value by value") {
    Request request;
    request.query_text = "q=card+payments%21&empty=&flag&q=second&bad=%4&%6eame=x";
    CHECK(request.query("q") == "card payments!");
    CHECK(request.query("empty") == "");
    CHECK(request.query("flag") == "");
    CHECK(request.query("name") == "x");
    CHECK_FALSE(request.query("bad").has_value());
    CHECK_FALSE(request.query("missing").has_value());
}
