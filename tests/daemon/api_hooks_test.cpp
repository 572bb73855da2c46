#include "core/audience.hpp"
#include "core/delivery/signature.hpp"
#include "tests/daemon/api_rig.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::test;
using namespace std::chrono_literals;
using Answered = listen::Hooks::Answer;

namespace {

std::shared_ptr<desk::Setup> hooks_setup() {
    auto setup = shop_setup();
    setup->subscription_languages = {"en", "de"};
    return setup;
}

Answered echo(const listen::Hooks::Test& test) {
    return {true, std::string(json::parse(test.body).at_pointer("/data/challenge").as_string())};
}

struct Hooked : Office {
    Hooked() : Office(hooks_setup()) {
        who = {};
        endpoint = echo;
    }
    Reply subscribe(const std::string& url, json::object more = {}) {
        more["url"] = url;
        return post("/api/v1/webhooks", more);
    }
    store::StoredSubscriber stored(const std::string& id) { return *room.store.find_subscriber(SubscriberId(id)); }
};

}  // namespace

TEST_CASE("an endpoint that answers the challenge is subscribed, and its secret is shown once and kept nowhere") {
    Hooked office;
    const Reply made = office.subscribe("https://hooks.example.org/candor", {{"components", {"checkout"}}, {"language", "de"}});
    INFO(made.text);
    REQUIRE(made.status == 201);
    const std::string secret = made.string("/secret");
    CHECK(SigningSecret::parse(secret).has_value());
    CHECK(office.tested.url == "https://hooks.example.org/candor");
    CHECK(office.room.desk.setup().subscriber_hooks == std::vector<std::string>{"de"});
    const std::string token = made.string("/token");
    const Reply shown = office.get("/api/v1/webhooks/" + token);
    INFO(shown.text);
    CHECK(shown.status == 200);
    CHECK(shown.string("/webhook/state") == "active");
    CHECK(shown.text.find(secret) == std::string::npos);
    CHECK(shown.body.at("deliveries").as_array().empty());
    CHECK(office.ask(Method::del, "/api/v1/webhooks/" + token).status == 204);
    CHECK(office.room.desk.setup().subscriber_hooks.empty());
    CHECK(office.stored(made.string("/id")).subscriber.state == SubscriberState::left);
}

TEST_CASE("who cannot show that an endpoint is theirs does not get it subscribed, and learns nothing about it") {
    Hooked office;
    std::vector<std::string> answers;
    for (const Answered& answer : {Answered{false, ""}, Answered{true, "OK"}, Answered{true, ""}, Answered{false, "internal: admin panel"}}) {
        office.endpoint = [answer](const listen::Hooks::Test&) { return answer; };
        const Reply refused = office.subscribe("https://hooks.example.org/candor");
        CHECK(refused.status == 422);
        CHECK(refused.string("/error/field") == "url");
        answers.push_back(refused.string("/error/message") + refused.string("/error/mend"));
    }
    for (const std::string& answer : answers) CHECK(answer == answers.front());
    CHECK(office.room.store.subscribers({}).empty());
}

TEST_CASE("an endpoint inside a network is refused before anything is sent") {
    Hooked office;
    office.endpoint = [](const listen::Hooks::Test&) -> Answered { throw std::logic_error("a test was sent"); };
    for (const char* url : {"http://hooks.example.org/", "https://127.0.0.1/", "https://169.254.169.254/latest", "https://[::ffff:10.0.0.1]/", "https://2130706433/",
                            "https://localhost/", "https://db.internal/", "https://user:pw@hooks.example.org/", "https://hooks.example.org:22/", "file:///etc/passwd"}) {
        CAPTURE(url);
        CHECK(office.subscribe(url).status == 422);
        if (office.hooks_asked > 0) office.clock.time += 1h;  // the limit is not what refuses
    }
}

TEST_CASE("an operator may add a receiver that cannot answer the challenge, and says why") {
    Hooked office;
    office.who = {"ops", http::Scope::admin};
    office.endpoint = [](const listen::Hooks::Test&) { return Answered{true, "ok"}; };
    CHECK(office.subscribe("https://hooks.example.org/statuspage", {{"format", "statuspage"}}).status == 422);  // no basis
    const Reply made = office.subscribe("https://hooks.example.org/statuspage", {{"format", "statuspage"}, {"basis", "our own bridge"}});
    INFO(made.text);
    REQUIRE(made.status == 201);
    CHECK(office.room.desk.setup().subscriber_hooks == std::vector<std::string>{"statuspage"});
    CHECK(office.get("/api/v1/subscribers/" + made.string("/id")).string("/subscriber/basis") == "our own bridge");
    const Reply again = office.subscribe("https://hooks.example.org/statuspage", {{"basis", "twice"}});
    CHECK(again.status == 409);
}

TEST_CASE("somebody who subscribes again and again is stopped") {
    Hooked office;
    office.address = "203.0.113.7";
    int refused = 0;
    for (int i = 0; i < 15; ++i) refused += office.subscribe("https://hooks.example.org/" + std::to_string(i)).status == 429 ? 1 : 0;
    CHECK(refused == 5);
}

TEST_CASE("an endpoint that was put aside is used again once it answers the test") {
    Hooked office;
    const Reply made = office.subscribe("https://hooks.example.org/candor");
    REQUIRE(made.status == 201);
    Subscriber one = office.stored(made.string("/id")).subscriber;
    one.state = SubscriberState::quarantined;
    one.reason = "HTTP 500";
    office.room.store.put_subscriber(one);
    const std::string path = "/api/v1/webhooks/" + made.string("/token");
    CHECK(office.get(path).string("/webhook/reason") == "HTTP 500");
    office.endpoint = [](const listen::Hooks::Test&) { return Answered{false, ""}; };
    CHECK(office.post(path + "/enable").status == 422);
    office.endpoint = echo;
    CHECK(office.post(path + "/enable").string("/webhook/state") == "active");
    CHECK(office.get("/api/v1/webhooks/no-token-of-ours").status == 404);
}

TEST_CASE("an update reaches the webhooks of those who asked for it, in the form they asked for") {
    Hooked office;
    REQUIRE(office.subscribe("https://hooks.example.org/ours", {{"components", {"checkout"}}}).status == 201);
    REQUIRE(office.subscribe("https://hooks.example.org/search", {{"components", {"search"}}}).status == 201);
    REQUIRE(office.subscribe("https://hooks.example.org/theirs", {{"format", "statuspage"}}).status == 201);
    office.who = {"lead", http::Scope::respond};
    const std::string id = office.declare();
    const std::vector<store::Room> rooms{{subscriber_webhook_channel(), 10}};
    const auto exchange = office.room.store.exchange({}, rooms, office.clock.time);
    std::map<std::string, std::string> bodies;
    std::map<std::string, std::string> changes;  // of components
    std::map<std::int64_t, store::FanoutInfo> fanouts;
    for (const auto& info : exchange.fanouts) fanouts[info.id] = info;
    for (const auto& claim : exchange.claims) {
        const auto& info = fanouts.at(claim.key >> 32);
        const std::string body = office.room.store.message(info.update, info.variant)->message.json;
        (json::parse(body).as_object().contains("component_update") ? changes : bodies)[claim.address] = body;
    }
    REQUIRE(bodies.size() == 2);
    REQUIRE(changes.size() == 1);
    CHECK(json::parse(changes.at("https://hooks.example.org/theirs")).at_pointer("/component_update/new_status").as_string() == "partial_outage");
    const json::value ours = json::parse(bodies.at("https://hooks.example.org/ours"));
    CHECK(ours.at_pointer("/data/subscription/unsubscribe_url").as_string().starts_with("https://status.example.org/unsubscribe/"));
    const json::value theirs = json::parse(bodies.at("https://hooks.example.org/theirs"));
    CHECK(theirs.at_pointer("/incident/id").as_string() == id);
    CHECK(theirs.at_pointer("/incident/incident_updates").as_array().size() == 1);
    CHECK(theirs.at_pointer("/page/status_indicator").as_string() == "major");
    REQUIRE(office.post("/api/v1/incidents/" + id + "/updates", {{"words", "We are looking at the payment provider."}, {"status", "identified"}}).status < 500);
}
