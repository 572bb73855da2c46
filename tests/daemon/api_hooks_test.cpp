#include "core/audience.hpp"
#include "core/delivery/signature.hpp"
#include "tests/daemon/api_rig.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace candor;
using namespace candor::test;
using namespace std::chrono_literals;
using Answered = listen::Hooks::Answer;

namespace {

std::shared_ptr<desk::Setup> open_setup() {
    auto setup = shop_setup();
    setup->subscription_languages = {"en", "de"};
    return setup;
}

Answered echo(const listen::Hooks::Test& test) {
    return {true, std::string(json::parse(test.body).at_pointer("/data/challenge").as_string())};
}

struct Hooked : Office {
    Hooked() : Office(open_setup()) {
        who = {};
        endpoint = echo;
    }
    Reply subscribe(const std::string& url, json::object more = {}) {
        more["url"] = url;
        return post("/api/v1/webhooks", more);
    }
    store::StoredSubscriber stored(const std::string& id) { return *room.store.find_subscriber(SubscriberId(id)); }
};

struct Sent {
    std::string address;
    json::value body;
    store::Claim claim;
};

// What is claimed now, in order.
std::vector<Sent> claimed(Hooked& office) {
    const std::vector<store::Room> rooms{{subscriber_webhook_channel(), 100}};
    const auto exchange = office.room.store.exchange({}, rooms, office.clock.time);
    std::vector<Sent> sent;
    for (const store::Claim& claim : exchange.claims) {
        for (const store::FanoutInfo& info : exchange.fanouts) {
            if (info.id == claim.fanout) sent.push_back({claim.address, json::parse(office.room.store.message(info.update, info.variant)->message.json), claim});
        }
    }
    return sent;
}

void deliver(Hooked& office, const std::vector<Sent>& sent) {
    std::vector<store::Settled> settled;
    for (const Sent& one : sent) {
        Delivery delivery = one.claim.delivery;
        delivery.state = DeliveryState::delivered;
        settled.push_back({one.claim.key, delivery, office.clock.time});
    }
    static_cast<void>(office.room.store.exchange(settled, {}, office.clock.time));
}

// "path old new" of each change of a component.
std::vector<std::string> changes_in(const std::vector<Sent>& sent) {
    std::vector<std::string> changes;
    for (const Sent& one : sent) {
        const auto* update = one.body.as_object().if_contains("component_update");
        if (update == nullptr) continue;
        changes.push_back(one.address.substr(one.address.rfind('/') + 1) + " " + std::string(update->at("old_status").as_string()) + " " + std::string(update->at("new_status").as_string()));
    }
    return changes;
}

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
    std::map<std::int64_t, store::FanoutInfo> fanouts;
    for (const auto& info : exchange.fanouts) fanouts[info.id] = info;
    for (const auto& claim : exchange.claims) {
        const auto& info = fanouts.at(claim.key >> 32);
        bodies[claim.address] = office.room.store.message(info.update, info.variant)->message.json;
    }
    REQUIRE(bodies.size() == 2);
    const json::value ours = json::parse(bodies.at("https://hooks.example.org/ours"));
    CHECK(ours.at_pointer("/data/subscription/unsubscribe_url").as_string().starts_with("https://status.example.org/unsubscribe/"));
    const json::value theirs = json::parse(bodies.at("https://hooks.example.org/theirs"));
    CHECK(theirs.at_pointer("/incident/id").as_string() == id);
    CHECK(theirs.at_pointer("/incident/incident_updates").as_array().size() == 1);
    CHECK(theirs.at_pointer("/page/status_indicator").as_string() == "major");
    REQUIRE(office.post("/api/v1/incidents/" + id + "/updates", {{"words", "We are looking at the payment provider."}, {"status", "identified"}}).status < 500);
}

TEST_CASE("who reads Statuspage's form is told of each change of a component they asked for, and nobody else is") {
    Hooked office;
    const json::object theirs{{"format", "statuspage"}};
    const auto of = [&](const char* component) {
        json::object more = theirs;
        more["components"] = {component};
        return more;
    };
    REQUIRE(office.subscribe("https://hooks.example.org/ours").status == 201);
    REQUIRE(office.subscribe("https://hooks.example.org/all", theirs).status == 201);
    REQUIRE(office.subscribe("https://hooks.example.org/checkout", of("checkout")).status == 201);
    REQUIRE(office.subscribe("https://hooks.example.org/search", of("search")).status == 201);
    office.who = {"lead", http::Scope::respond};
    const std::string id = office.declare({{"components", {"checkout", "search"}}});
    const auto first = claimed(office);
    CHECK(changes_in(first) == std::vector<std::string>{"all operational partial_outage", "checkout operational partial_outage", "all operational partial_outage",
                                                        "search operational partial_outage"});
    CHECK(first.size() == 8);
    CHECK(first.front().body.as_object().if_contains("component_update") == nullptr);  // how the incident stands goes first
    std::set<std::string> ids;
    for (const Sent& one : first) {
        if (const auto* update = one.body.as_object().if_contains("component_update")) ids.insert(std::string(update->at("id").as_string()));
    }
    CHECK(ids.size() == 2);  // one for each component, whoever it goes to
    deliver(office, first);

    // What changes nothing of a component is told of the incident alone.
    office.clock.time += 5min;
    REQUIRE(office.post("/api/v1/incidents/" + id + "/updates", {{"words", "We are looking at the payment provider."}, {"status", "identified"}}).status == 201);
    const auto second = claimed(office);
    CHECK(second.size() == 4);
    CHECK(changes_in(second).empty());
    deliver(office, second);

    // It is in the subscription's own log under the incident.
    const auto stored = office.room.store.find_subscriber(subscriber_webhook_channel(), "https://hooks.example.org/search");
    const auto log = office.room.store.deliveries_to(*stored, 20);
    REQUIRE(log.size() == 3);
    for (const store::SentDelivery& one : log) CHECK(one.incident == IncidentId(id));
    // The incident's own deliveries are of its updates.
    for (const auto& channel : office.room.store.delivery_counts(IncidentId(id))) {
        if (channel.channel == subscriber_webhook_channel()) CHECK(channel.counts.delivered == 8);
    }
}

TEST_CASE("a change of a component that did not arrive gives way to the next one of that component") {
    Hooked office;
    REQUIRE(office.subscribe("https://hooks.example.org/theirs", {{"format", "statuspage"}, {"components", {"checkout"}}}).status == 201);
    office.who = {"lead", http::Scope::respond};
    const std::string id = office.declare();
    CHECK(changes_in(claimed(office)).size() == 1);
    // Nothing of it was answered. Meanwhile the state changes twice; another incident's update is no change of it.
    office.clock.time += 5min;
    REQUIRE(office.post("/api/v1/incidents/" + id + "/updates", {{"words", "We know which server it is."}, {"impact", "critical"}}).status == 201);
    office.declare({{"title", "Receipts arrive late"}, {"impact", "minor"}});
    office.clock.time += 5min;
    REQUIRE(office.post("/api/v1/incidents/" + id + "/updates", {{"words", "Some payments go through again."}, {"impact", "minor"}}).status < 500);
    static_cast<void>(office.room.store.recover_attempts(office.clock.time));  // and candord ends in between
    const auto sent = changes_in(claimed(office));
    REQUIRE(sent.size() == 1);
    CHECK(sent.front().ends_with(" degraded_performance"));
    CHECK(changes_in(claimed(office)).empty());
}

TEST_CASE("two updates of one minute that make the same of a component are one change") {
    Hooked office;
    REQUIRE(office.subscribe("https://hooks.example.org/theirs", {{"format", "statuspage"}}).status == 201);
    office.who = {"lead", http::Scope::respond};
    const std::string ids[] = {office.declare(), office.declare({{"title", "Receipts arrive late"}})};
    CHECK(changes_in(claimed(office)) == std::vector<std::string>{"theirs operational partial_outage"});
    for (const std::string& id : ids) {
        REQUIRE(office.post("/api/v1/incidents/" + id + "/facts", {{"kind", "scope"}, {"label", "all"}}).status == 201);
    }
    const auto due = office.room.desk.next_tick();
    REQUIRE(due);
    office.clock.time = *due;
    REQUIRE(office.room.await(office.room.desk.tick()) == 2);
    CHECK(changes_in(claimed(office)) == std::vector<std::string>{"theirs partial_outage major_outage"});
}
