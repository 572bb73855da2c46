// Webhooks that somebody subscribed: their rows, whom an update reaches in which form, and when one is put aside.
#include "core/audience.hpp"
#include "tests/daemon/store_rig.hpp"

using namespace candor;
using namespace candor::store;
using namespace candor::test;
using namespace std::chrono_literals;

namespace {

const IncidentId inc("inc");
const ComponentId checkout("checkout");

Subscriber hook(const std::string& name, WebhookFormat format = WebhookFormat::candor) {
    Subscriber one;
    one.id = SubscriberId(name);
    one.channel = subscriber_webhook_channel();
    one.address = "https://hooks.example.org/" + name;
    one.state = SubscriberState::active;
    one.wish.language = "en";
    one.wish.format = format;
    return one;
}

struct House {
    Store store{":memory:"};
    Incident incident;
    std::vector<Claim> claims;

    void say(const std::string& update) {
        Publication said{UpdateId(update), true, {}, {}, UpdateKind::progress};
        for (const char* variant : {"en", "statuspage"}) {
            Message message;
            message.json = variant;
            said.messages.push_back({std::string("hook/") + variant, message, "[]"});
            said.routes.push_back({subscriber_webhook_channel(), std::string("hook/") + variant, {}, false, variant, {checkout}});
        }
        auto events = claims_made_++ == 0 ? incident.does(Declare{inc, "Card payments fail", {checkout}, Impact::major, Origin::staff, "comms-lead", "", {}})
                                          : incident.does(RecordFacts{{fact(Symptom{update})}});
        commit(store, incident, std::move(events), std::move(said));
    }

    // "name variant" of each.
    std::vector<std::string> claimed(Time now) {
        const std::vector<Room> rooms{{subscriber_webhook_channel(), 100, false}};
        const Exchange exchange = store.exchange({}, rooms, now);
        claims = exchange.claims;
        std::vector<std::string> found;
        for (const Claim& claim : exchange.claims) {
            for (const FanoutInfo& info : exchange.fanouts) {
                if (info.id == claim.fanout) found.push_back(claim.recipient + " " + info.variant);
            }
        }
        return found;
    }

    void settle(DeliveryState state, Time at) {
        std::vector<Settled> settled;
        for (const Claim& claim : claims) {
            Delivery delivery = claim.delivery;
            delivery.state = state;
            delivery.settled_at = at;
            delivery.last.detail = state == DeliveryState::delivered ? "" : "HTTP 503";
            delivery.last.status = state == DeliveryState::delivered ? 200 : 503;
            delivery.last.verdict = state == DeliveryState::delivered ? Verdict::delivered : Verdict::transient;
            settled.push_back({claim.key, delivery, at});
        }
        static_cast<void>(store.exchange(settled, {}, at));
    }

private:
    int claims_made_ = 0;
};

}  // namespace

TEST_CASE("each webhook gets the form that it asked for, and no other") {
    House house;
    house.store.put_subscriber(hook("ours00000001"));
    house.store.put_subscriber(hook("theirs000001", WebhookFormat::statuspage));
    CHECK(house.store.subscriber_variants(subscriber_webhook_channel()) == std::vector<std::string>{"en", "statuspage"});
    house.say("u1");
    auto claimed = house.claimed(house.incident.now);
    std::sort(claimed.begin(), claimed.end());
    CHECK(claimed == std::vector<std::string>{"ours00000001 hook/en", "theirs000001 hook/statuspage"});
}

TEST_CASE("an endpoint that fails for an hour is put aside and written to no more, until it is enabled") {
    House house;
    const std::int64_t row = house.store.put_subscriber(hook("ours00000001"));
    const Time start = house.incident.now;
    house.say("u1");
    REQUIRE(house.claimed(start).size() == 1);
    house.settle(DeliveryState::failed, start);
    CHECK(house.store.find_subscriber(row)->subscriber.failing_since == start);
    house.say("u2");
    REQUIRE(house.claimed(start + 61min).size() == 1);
    house.settle(DeliveryState::failed, start + 61min);
    const Subscriber aside = house.store.find_subscriber(row)->subscriber;
    CHECK(aside.state == SubscriberState::quarantined);
    CHECK(aside.reason == "HTTP 503");
    CHECK(house.store.subscriber_variants(subscriber_webhook_channel()).empty());
    house.say("u3");
    CHECK(house.claimed(start + 62min).empty());
    house.store.put_subscriber(*enabled(aside, start + 63min));
    house.say("u4");
    CHECK_FALSE(house.claimed(start + 64min).empty());
    const auto sent = house.store.deliveries_to(*house.store.find_subscriber(row), 20);
    CHECK(sent.size() >= 3);
    CHECK(sent.back().update == UpdateId("u1"));
    CHECK(sent.back().state == DeliveryState::failed);
    CHECK(sent.back().detail == "HTTP 503");
}

TEST_CASE("URLs that differ in case are two endpoints, mail addresses that do are one") {
    House house;
    Subscriber upper = hook("upper0000001");
    upper.address = "https://hooks.example.org/A";
    Subscriber lower = hook("lower0000001");
    lower.address = "https://hooks.example.org/a";
    house.store.put_subscriber(upper);
    house.store.put_subscriber(lower);
    CHECK(house.store.find_subscriber(subscriber_webhook_channel(), "https://hooks.example.org/A")->subscriber.id == upper.id);
    CHECK(house.store.find_subscriber(subscriber_webhook_channel(), "https://hooks.example.org/a")->subscriber.id == lower.id);
}

TEST_CASE("entering many is one transaction, and each has its own result") {
    House house;
    std::vector<Subscriber> asked;
    for (int i = 0; i < 3; ++i) {
        Subscriber one = hook("sub00000000" + std::to_string(i));
        one.channel = subscriber_mail_channel();
        one.address = i == 2 ? "Name0@example.org" : "name" + std::to_string(i) + "@example.org";
        asked.push_back(one);
    }
    const auto results = house.store.enter_subscribers(asked, house.incident.now);
    REQUIRE(results.size() == 3);
    CHECK(*results[0] == Entered::added);
    CHECK(*results[1] == Entered::added);
    CHECK(*results[2] == Entered::known);
    CHECK(house.store.count_subscribers().size() == 1);
    CHECK(house.store.count_subscribers().front().count == 2);
}

TEST_CASE("a webhook of a table keeps its id, and is refused one that somebody has or had") {
    House house;
    const Subscriber first = hook("ours00000001", WebhookFormat::statuspage);
    CHECK(*house.store.enter_subscribers({&first, 1}, house.incident.now).front() == Entered::added);
    CHECK(house.store.find_subscriber(SubscriberId("ours00000001"))->subscriber == first);
    Subscriber other = hook("ours00000001");
    other.address = "https://hooks.example.org/other";
    const auto refused = house.store.enter_subscribers({&other, 1}, house.incident.now);
    REQUIRE(refused.front().has_error());
    CHECK(refused.front().error().field() == "id");
    CHECK(house.store.find_subscriber(SubscriberId("ours00000001"))->subscriber == first);  // nobody's place is taken
    const auto row = house.store.find_subscriber(SubscriberId("ours00000001"))->recipient;
    house.store.forget_subscriber(row);
    CHECK(house.store.enter_subscribers({&other, 1}, house.incident.now).front().has_error());  // its deliveries are still that one's
}
