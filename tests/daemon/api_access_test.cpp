// Who may do what, what a refusal looks like, and that the description of the API is true.
#include "api_rig.hpp"

#include "daemon/api/about.hpp"
#include "daemon/http/token.hpp"

#include <set>

using namespace candor;
using namespace candor::test;
using Granted = http::Scope;

namespace {

// Every route and the scope that it takes. A route that is not here is refused by this test.
const std::map<std::string, Granted>& expected_scopes() {
    static const std::map<std::string, Granted> scopes{
        {"POST /api/v1/incidents", Granted::respond},
        {"GET /api/v1/incidents", Granted::read},
        {"GET /api/v1/incidents/{id}", Granted::read},
        {"POST /api/v1/incidents/{id}/facts", Granted::respond},
        {"POST /api/v1/incidents/{id}/facts/{fact}/retract", Granted::respond},
        {"POST /api/v1/incidents/{id}/updates", Granted::respond},
        {"POST /api/v1/incidents/{id}/check", Granted::read},
        {"POST /api/v1/incidents/{id}/approvals/{approval}", Granted::respond},
        {"GET /api/v1/incidents/{id}/updates/{update}/why", Granted::read},
        {"GET /api/v1/updates/{update}/why", Granted::read},
        {"PUT /api/v1/incidents/{id}/owner", Granted::respond},
        {"POST /api/v1/incidents/{id}/resolve", Granted::respond},
        {"POST /api/v1/incidents/{id}/withdraw", Granted::respond},
        {"GET /api/v1/incidents/{id}/deliveries", Granted::read},
        {"POST /api/v1/incidents/{id}/deliveries/retry", Granted::respond},
        {"POST /api/v1/incidents/{id}/reopen", Granted::respond},
        {"POST /api/v1/incidents/{id}/review", Granted::respond},
        {"POST /api/v1/incidents/{id}/close", Granted::respond},
        {"POST /api/v1/cases", Granted::respond},
        {"GET /api/v1/cases", Granted::respond},
        {"GET /api/v1/cases/{id}", Granted::respond},
        {"POST /api/v1/maintenance", Granted::respond},
        {"GET /api/v1/maintenance", Granted::read},
        {"POST /api/v1/incidents/{id}/start", Granted::respond},
        {"POST /api/v1/incidents/{id}/verify", Granted::respond},
        {"POST /api/v1/incidents/{id}/complete", Granted::respond},
        {"POST /api/v1/incidents/{id}/move", Granted::respond},
        {"POST /api/v1/incidents/{id}/ack", Granted::respond},
        {"POST /api/v1/incidents/{id}/recheck", Granted::respond},
        {"POST /api/v1/incidents/{id}/dismiss", Granted::respond},
        {"GET /api/v1/promises", Granted::read},
        {"GET /api/v1/incidents/{id}/promises", Granted::read},
        {"POST /api/v1/incidents/{id}/promises", Granted::respond},
        {"POST /api/v1/incidents/{id}/promises/{promise}", Granted::respond},
        {"GET /api/v1/remedies", Granted::read},
        {"GET /api/v1/incidents/{id}/remedies", Granted::read},
        {"POST /api/v1/incidents/{id}/remedies", Granted::respond},
        {"POST /api/v1/incidents/{id}/remedies/{grant}", Granted::respond},
        {"GET /api/v1/incidents/{id}/options", Granted::read},
        {"POST /api/v1/incidents/{id}/options", Granted::respond},
        {"POST /api/v1/incidents/{id}/options/{number}/withdraw", Granted::respond},
        {"GET /api/v1/incidents/{id}/similar", Granted::read},
        {"GET /api/v1/incidents/{id}/review", Granted::read},
        {"GET /api/v1/incidents/{id}/next", Granted::read},
        {"GET /api/v1/incidents/{id}/say", Granted::read},
        {"POST /api/v1/reports", Granted::none},
        {"GET /api/v1/reports", Granted::respond},
        {"POST /api/v1/alerts", Granted::respond},
        {"POST /api/v1/bounces", Granted::respond},
        {"GET /subscribe", Granted::none},
        {"POST /subscribe", Granted::none},
        {"GET /subscribe/webhook", Granted::none},
        {"POST /subscribe/webhook", Granted::none},
        {"GET /widget.js", Granted::none},
        {"GET /subscribe/confirm/{token}", Granted::none},
        {"POST /subscribe/confirm/{token}", Granted::none},
        {"GET /subscriptions/{token}", Granted::none},
        {"POST /subscriptions/{token}", Granted::none},
        {"GET /unsubscribe/{token}", Granted::none},
        {"POST /unsubscribe/{token}", Granted::none},
        {"GET /how", Granted::none},
        {"GET /history", Granted::none},
        {"GET /history/{month}", Granted::none},
        {"GET /colours.css", Granted::none},
        {"GET /logo", Granted::none},
        {"GET /report", Granted::none},
        {"POST /report", Granted::none},
        {"GET /answer/{token}", Granted::none},
        {"POST /answer/{token}", Granted::none},
        {"GET /api/v1/status", Granted::read},
        {"GET /api/v1/components", Granted::read},
        {"GET /api/v1/whoami", Granted::read},
        {"GET /api/v1/site", Granted::read},
        {"POST /api/v1/freeze", Granted::respond},
        {"POST /api/v1/resume", Granted::respond},
        {"POST /api/v1/tokens", Granted::admin},
        {"GET /api/v1/tokens", Granted::admin},
        {"DELETE /api/v1/tokens/{name}", Granted::admin},
        {"GET /api/v1/subscribers", Granted::admin},
        {"POST /api/v1/subscribers", Granted::admin},
        {"GET /api/v1/subscribers/counts", Granted::respond},
        {"POST /api/v1/subscribers/import", Granted::admin},
        {"GET /api/v1/subscribers/export", Granted::admin},
        {"GET /api/v1/subscribers/{id}", Granted::admin},
        {"PATCH /api/v1/subscribers/{id}", Granted::admin},
        {"DELETE /api/v1/subscribers/{id}", Granted::admin},
        {"POST /api/v1/webhooks", Granted::none},
        {"GET /api/v1/webhooks/{token}", Granted::none},
        {"DELETE /api/v1/webhooks/{token}", Granted::none},
        {"POST /api/v1/webhooks/{token}/enable", Granted::none},
        {"GET /api/v1/health", Granted::none},
        {"GET /api/v1/openapi.json", Granted::none},
        {"GET /metrics", Granted::read},
        {"GET /", Granted::none},
        {"GET /incidents/{id}", Granted::none},
        {"GET /incidents/{id}/review", Granted::none},
        {"GET /api/v2/summary.json", Granted::none},
        {"GET /api/v2/status.json", Granted::none},
        {"GET /api/v2/components.json", Granted::none},
        {"GET /api/v2/incidents.json", Granted::none},
        {"GET /api/v2/incidents/unresolved.json", Granted::none},
        {"GET /api/v2/scheduled-maintenances.json", Granted::none},
        {"GET /api/v2/scheduled-maintenances/upcoming.json", Granted::none},
        {"GET /api/v2/scheduled-maintenances/active.json", Granted::none},
        {"POST /api/v2/subscribers.json", Granted::none},
        {"DELETE /api/v2/subscribers.json", Granted::none},
        {"DELETE /api/v2/subscribers/{id}", Granted::none},
        {"GET /history.atom", Granted::none},
        {"GET /history.rss", Granted::none},
        {"GET /feed.json", Granted::none},
        {"GET /calendar.ics", Granted::none},
        {"GET /badge.svg", Granted::none},
        {"GET /style.css", Granted::none},
        {"GET /favicon.svg", Granted::none},
        {"GET /robots.txt", Granted::none},
        {"GET /{page}", Granted::none}};
    return scopes;
}

std::string name_of(const http::Route& route) {
    return std::string(to_string(route.method)) + " " + route.pattern;
}

// What is for the public; its programs read Statuspage's API, which docs/status-api.md describes.
bool is_page(const http::Route& route) {
    return (!route.pattern.starts_with("/api/") && route.pattern != "/metrics") || route.pattern.starts_with("/api/v2/");
}

// A path that the pattern catches, naming nothing that there is.
std::string filled(std::string pattern) {
    for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{')) {
        pattern.replace(open, pattern.find('}') - open + 1, "nothing");
    }
    return pattern;
}

// "METHOD /path" -> scope, from the description.
std::map<std::string, std::string> described() {
    std::map<std::string, std::string> found;
    const json::value document = json::parse(api::openapi_text());
    for (const auto& path : document.at("paths").as_object()) {
        for (const auto& member : path.value().as_object()) {
            if (member.key() == "parameters") continue;
            std::string method(member.key());
            for (char& c : method) c = static_cast<char>(std::toupper(c));
            found[method + " " + std::string(path.key())] = std::string(member.value().at("x-scope").as_string());
        }
    }
    return found;
}

// Every reference of the document leads somewhere.
void check_references(const json::value& value, const json::value& document) {
    if (const auto* object = value.if_object()) {
        for (const auto& member : *object) {
            if (member.key() == "$ref") {
                boost::system::error_code failure;
                const std::string target(member.value().as_string());
                INFO(target);
                CHECK(document.find_pointer(target.substr(1), failure) != nullptr);
            }
            check_references(member.value(), document);
        }
    } else if (const auto* array = value.if_array()) {
        for (const json::value& element : *array) check_references(element, document);
    }
}

}  // namespace

TEST_CASE("each route takes the scope it should, and is refused below it") {
    Office office;
    std::set<std::string> seen;
    for (const http::Route& route : office.router->routes()) {
        const auto expected = expected_scopes().find(name_of(route));
        INFO(name_of(route));
        REQUIRE(expected != expected_scopes().end());
        CHECK(route.scope == expected->second);
        CHECK(seen.insert(name_of(route)).second);
        for (const Granted scope : {Granted::none, Granted::read, Granted::respond, Granted::admin}) {
            office.who = {scope == Granted::none ? "" : "somebody", scope};
            const int status = office.ask(route.method, filled(route.pattern)).status;
            INFO("with the scope " << to_string(scope) << ": " << status);
            const bool refused = status == 401 || status == 403;
            CHECK(refused == (scope < route.scope));
            if (scope == Granted::none && refused) CHECK(status == 401);
        }
    }
    CHECK(seen.size() == expected_scopes().size());
}

TEST_CASE("the description and the routes agree, in both directions") {
    Office office;
    const auto documented = described();
    std::set<std::string> routed;
    for (const http::Route& route : office.router->routes()) {
        if (is_page(route)) continue;
        routed.insert(name_of(route));
        INFO(name_of(route));
        REQUIRE(documented.contains(name_of(route)));
        CHECK(documented.at(name_of(route)) == to_string(route.scope));
    }
    for (const auto& [name, scope] : documented) {
        INFO(name);
        CHECK(routed.contains(name));
    }
    office.who = {};
    const Reply served = office.get("/api/v1/openapi.json");
    CHECK(served.status == 200);
    CHECK(served.text == api::openapi_text());
    check_references(served.body, served.body);
}

TEST_CASE("the error codes of the description are those of the catalogue that a caller can meet") {
    const json::value document = json::parse(api::openapi_text());
    std::set<std::string> documented;
    for (const json::value& code : document.at_pointer("/components/schemas/Error/properties/error/properties/code/enum").as_array()) {
        documented.emplace(code.as_string());
    }
    for (const ErrorInfo& info : error_catalogue()) {
        const bool internal_only = info.id.starts_with("invalid_") && info.code != ErrorCode::invalid_argument;
        INFO(info.id);
        CHECK(documented.contains(std::string(info.id)) == !internal_only);
    }
}

TEST_CASE("a refusal says what is wrong, where, and what mends it") {
    Office office;
    const std::string id = office.declare();
    const std::string path = "/api/v1/incidents/" + id;
    struct Case {
        Method method;
        std::string target;
        json::value body;
        int status;
        const char* code;
        const char* field;
    };
    const std::vector<Case> cases{
        {Method::get, "/api/v1/incidents/zzzzzzzzzzzz", nullptr, 404, "not_found", "id"},
        {Method::get, "/api/v1/incidents/zz", nullptr, 404, "not_found", "id"},
        {Method::get, "/api/v1/incidents/%25%25%25%25", nullptr, 404, "not_found", "id"},
        {Method::get, "/api/v1/incidents?state=broken", nullptr, 422, "invalid_argument", "state"},
        {Method::get, "/api/v1/incidents?limit=0", nullptr, 422, "invalid_argument", "limit"},
        {Method::get, "/api/v1/incidents?limit=1x", nullptr, 422, "invalid_argument", "limit"},
        {Method::post, path + "/updates?prevew=true", json::object{}, 422, "invalid_argument", "query"},
        {Method::post, path + "/updates?preview=yes", json::object{}, 422, "invalid_argument", "preview"},
        {Method::post, path + "/updates", json::object{{"status", "resolved"}}, 422, "invalid_argument", "status"},
        {Method::post, path + "/updates", json::object{{"corrects", 9}, {"words", "w"}}, 404, "not_found", "corrects"},
        {Method::post, path + "/updates", json::array{}, 400, "malformed_request", "body"},
        {Method::post, path + "/facts", json::object{}, 422, "invalid_argument", "facts"},
        {Method::post, path + "/facts/f99/retract", json::object{{"reason", "r"}}, 404, "not_found", "fact"},
        {Method::post, path + "/facts/f1/retract", json::object{}, 422, "invalid_argument", "reason"},
        {Method::post, path + "/resolve", json::object{}, 409, "missing_fact", "facts"},
        {Method::post, path + "/withdraw", json::object{}, 422, "invalid_argument", "reason"},
        {Method::put, path + "/owner", json::object{}, 422, "invalid_argument", "owner"},
        {Method::post, path + "/deliveries/retry", json::object{{"all", true}}, 422, "invalid_argument", "all"},
        {Method::get, path + "/deliveries?state=lost", nullptr, 422, "invalid_argument", "state"},
        {Method::get, path + "/deliveries?after=-1", nullptr, 422, "invalid_argument", "after"},
        {Method::del, path, nullptr, 405, "method_not_allowed", ""},
        {Method::get, "/api/v2/incidents", nullptr, 404, "not_found", ""}};
    for (const Case& c : cases) {
        const Reply answer = office.ask(c.method, c.target, c.body);
        INFO(to_string(c.method) << " " << c.target << "\n" << answer.text);
        CHECK(answer.status == c.status);
        REQUIRE(answer.body.is_object());
        CHECK(answer.string("/error/code") == c.code);
        CHECK_FALSE(answer.string("/error/message").empty());
        CHECK(answer.string("/error/request_id") == "test-1");
        const json::object& error = answer.at("/error").as_object();
        CHECK((error.contains("field") ? std::string(error.at("field").as_string()) : "") == c.field);
    }
    CHECK(office.get(path).at("/incident/updates").as_array().size() == 1);  // nothing of all that was published
}

TEST_CASE("nothing can be said in an incident that has ended, and the answer says what can be done") {
    Office office;
    const std::string path = "/api/v1/incidents/" + office.declare();
    REQUIRE(office.post(path + "/withdraw", json::object{{"reason", "a test"}}).status == 200);
    for (const std::string verb : {"/updates", "/resolve", "/withdraw", "/facts"}) {
        const json::object body = verb == "/withdraw" ? json::object{{"reason", "again"}}
                                  : verb == "/facts"  ? json::object{{"kind", "action"}, {"text", "x"}}
                                                      : json::object{};
        const Reply answer = office.post(path + verb, body);
        INFO(verb << answer.text);
        CHECK(answer.status == 409);
        CHECK(answer.string("/error/code") == "wrong_state");
        CHECK_THAT(answer.string("/error/mend"), Catch::Contains("candor declare"));
    }
}

TEST_CASE("an id that fits more than one incident is refused, and more of it is enough") {
    Office office;
    for (const char* id : {"bcd222222222", "bcd333333333"}) {
        office.room.does(IncidentId(id), Declare{IncidentId(id), "Search is slow", {ComponentId("search")}, Impact::minor, Origin::staff, "comms-lead", "", {}});
    }
    const Reply both = office.get("/api/v1/incidents/bcd");
    CHECK(both.status == 409);
    CHECK(both.string("/error/code") == "ambiguous_id");
    CHECK(office.get("/api/v1/incidents/bcd3").string("/incident/id") == "bcd333333333");
    CHECK(office.post("/api/v1/incidents/bcd/updates", json::object{{"words", "to whom?"}}).status == 409);
}

TEST_CASE("a token is shown once, kept as a hash, lets in, and is revoked") {
    Office office;
    office.who = {"root", Granted::admin};
    const Reply made = office.post("/api/v1/tokens", json::object{{"name", "pager"}, {"scope", "respond"}, {"expires", "2026-11-23T14:00:00Z"}});
    REQUIRE(made.status == 201);
    const std::string token = made.string("/token");
    CHECK(http::is_well_formed_token(token));
    CHECK(made.string("/expires_at") == "2026-11-23T14:00:00.000Z");

    const auto stored = office.room.store.tokens();
    REQUIRE(stored.size() == 1);
    CHECK(stored[0].sha256 == http::token_hash(token));
    for (const auto& entry : fs::directory_iterator(office.folder / "")) {
        std::ifstream file(entry.path(), std::ios::binary);
        std::ostringstream content;
        content << file.rdbuf();
        INFO(entry.path());
        CHECK(content.str().find(token.substr(4, 20)) == std::string::npos);
    }

    const std::string hash = http::token_hash(token);
    CHECK(office.get("/api/v1/tokens").at("/tokens/0/last_used_at").is_null());
    REQUIRE(office.tokens->find(hash, office.clock.time).has_value());
    CHECK(office.tokens->find(hash, office.clock.time)->name == "pager");
    CHECK(office.tokens->find(hash, office.clock.time)->scope == Granted::respond);
    CHECK_FALSE(office.tokens->find(hash, office.clock.time + 24h).has_value());  // expired
    const Reply list = office.get("/api/v1/tokens");
    CHECK(list.string("/tokens/0/last_used_at") == to_rfc3339(office.clock.time));
    CHECK(list.text.find("cdr_") == std::string::npos);

    api::StoredTokens restarted(office.room.store, office.room.thread, {});
    office.room.await(restarted.load());
    CHECK(restarted.find(hash, office.clock.time));

    CHECK(office.ask(Method::del, "/api/v1/tokens/pager").status == 204);
    CHECK_FALSE(office.tokens->find(hash, office.clock.time).has_value());
    CHECK(office.room.store.tokens().empty());
    CHECK(office.ask(Method::del, "/api/v1/tokens/pager").status == 404);
}

TEST_CASE("a token that cannot be is refused") {
    Office office;
    office.who = {"root", Granted::admin};
    const auto code = [&office](const json::object& body) {
        const Reply answer = office.post("/api/v1/tokens", body);
        return answer.status == 201 ? "made" : answer.string("/error/code") + " " + answer.string("/error/field");
    };
    CHECK(code({{"name", "pager"}, {"scope", "none"}}) == "invalid_argument scope");
    CHECK(code({{"name", "pager"}}) == "invalid_argument scope");
    CHECK(code({{"scope", "read"}}) == "invalid_argument name");
    CHECK(code({{"name", "candord"}, {"scope", "read"}}) == "invalid_argument name");
    CHECK(code({{"name", "pager"}, {"scope", "read"}, {"expires", "2026-11-22T13:59:59Z"}}) == "invalid_argument expires");
    CHECK(code({{"name", "pager"}, {"scope", "read"}}) == "made");
    CHECK(code({{"name", "pager"}, {"scope", "read"}}) == "conflict name");
}

TEST_CASE("whoever asks is told who they are; health is told to anybody") {
    Office office;
    CHECK(office.get("/api/v1/whoami").string("/name") == "comms-lead");
    CHECK(office.get("/api/v1/whoami").string("/scope") == "respond");
    office.who = {};
    const Reply health = office.get("/api/v1/health");
    CHECK(health.string("/status") == "ok");
    CHECK(health.string("/version") == "0.1.0");
    CHECK(health.string("/now") == "2026-11-22T14:00:00.000Z");
}
