// What an update changes of components, on its way to those who read Statuspage's form: on the real desk and store.
#include "core/audience.hpp"
#include "core/statuspage/mapping.hpp"
#include "newsroom.hpp"

#include <boost/json.hpp>
#include <set>

using namespace candor;
using namespace candor::test;
namespace json = boost::json;

namespace {

const ComponentId checkout("checkout");
const ComponentId search("search");

std::shared_ptr<desk::Setup> with_receivers() {
    auto setup = shop_setup();
    setup->channels.clear();
    setup->subscription_languages = {"en"};
    setup->subscriber_hooks = {"en", "statuspage"};
    return setup;
}

struct Sent {
    std::string name;
    json::value body;
    store::Claim claim;
};

class HouseOfReceivers {
public:
    HouseOfReceivers() : room(folder_ / "c.db", clock, with_receivers()) {}

    void subscribe(const std::string& name, std::vector<ComponentId> components, WebhookFormat format = WebhookFormat::statuspage, IncidentId only = {}) {
        Subscriber one;
        one.id = SubscriberId(name);
        one.channel = subscriber_webhook_channel();
        one.address = "https://hooks.example.org/" + name;
        one.state = SubscriberState::active;
        one.wish.language = "en";
        one.wish.format = format;
        one.wish.components = std::move(components);
        one.wish.incident = std::move(only);
        room.store.put_subscriber(one);
    }

    IncidentId declare(std::vector<ComponentId> components, Impact impact = Impact::major) {
        Declare declare;
        declare.id = room.desk.new_id();
        declare.title = "Card payments fail";
        declare.components = std::move(components);
        declare.impact = impact;
        declare.owner = "kim";
        does(declare.id, declare);
        return declare.id;
    }
    void does(const IncidentId& id, Command command) {
        const auto done = room.await(room.desk.execute(id, std::move(command), "kim"));
        if (!done) FAIL(done.error().message() << " " << done.error().field());
    }
    void record(const IncidentId& id, FactBody body) { does(id, RecordFacts{{NewFact{std::move(body), Confidence::confirmed, {}}}}); }

    std::vector<Sent> claimed() {
        const std::vector<store::Room> rooms{{subscriber_webhook_channel(), 100}};
        const auto exchange = room.store.exchange({}, rooms, clock.time);
        std::vector<Sent> sent;
        for (const store::Claim& claim : exchange.claims) {
            for (const store::FanoutInfo& info : exchange.fanouts) {
                if (info.id == claim.fanout) sent.push_back({claim.recipient, json::parse(room.store.message(info.update, info.variant)->message.json), claim});
            }
        }
        return sent;
    }
    std::vector<Sent> delivered() {
        auto sent = claimed();
        std::vector<store::Settled> settled;
        for (const Sent& one : sent) {
            Delivery delivery = one.claim.delivery;
            delivery.state = DeliveryState::delivered;
            settled.push_back({one.claim.key, delivery, clock.time});
        }
        static_cast<void>(room.store.exchange(settled, {}, clock.time));
        return sent;
    }

    TestClock clock;

private:
    TemporaryFolder folder_;

public:
    Newsroom room;
};

bool is_change(const Sent& one) {
    return one.body.as_object().contains("component_update");
}

// "name old new" of each.
std::vector<std::string> changes_in(const std::vector<Sent>& sent) {
    std::vector<std::string> changes;
    for (const Sent& one : sent) {
        if (!is_change(one)) continue;
        const auto& update = one.body.at("component_update");
        changes.push_back(one.name + " " + std::string(update.at("old_status").as_string()) + " " + std::string(update.at("new_status").as_string()));
    }
    return changes;
}

}  // namespace

TEST_CASE("each change of a component reaches those who asked for it, behind the update that makes it", "[S4.4]") {
    HouseOfReceivers house;
    house.subscribe("all000000001", {});
    house.subscribe("check0000001", {checkout});
    house.subscribe("search000001", {search});
    house.subscribe("ours00000001", {}, WebhookFormat::candor);
    house.subscribe("single000001", {}, WebhookFormat::statuspage, IncidentId("otherone0001"));
    const IncidentId id = house.declare({checkout, search});
    const auto first = house.delivered();
    CHECK(changes_in(first) == std::vector<std::string>{"all000000001 operational partial_outage", "check0000001 operational partial_outage",
                                                        "all000000001 operational partial_outage", "search000001 operational partial_outage"});
    CHECK(std::is_partitioned(first.begin(), first.end(), [](const Sent& one) { return !is_change(one); }));
    std::set<std::string> ids;
    for (const Sent& one : first) {
        if (is_change(one)) ids.insert(std::string(one.body.at_pointer("/component_update/id").as_string()));
    }
    CHECK(ids.size() == 2);  // one for each component, whoever it goes to

    house.clock.time += 5min;
    house.record(id, Symptom{"card payments are declined"});
    house.does(id, Publish{});
    CHECK(changes_in(house.delivered()).empty());

    // It is in the log of the subscription under the incident, and is no delivery of the incident's updates.
    const auto stored = house.room.store.find_subscriber(SubscriberId("search000001"));
    const auto log = house.room.store.deliveries_to(*stored, 20);
    REQUIRE(log.size() == 3);
    for (const store::SentDelivery& one : log) CHECK(one.incident == id);
    for (const auto& channel : house.room.store.delivery_counts(id)) {
        if (channel.channel == subscriber_webhook_channel()) CHECK(channel.counts.delivered == 8);
    }
}

TEST_CASE("a change that has not arrived gives way to the next one of that component, whichever incident makes it") {
    HouseOfReceivers house;
    house.subscribe("check0000001", {checkout});
    const IncidentId first = house.declare({checkout}, Impact::minor);
    CHECK(changes_in(house.claimed()) == std::vector<std::string>{"check0000001 operational degraded_performance"});
    house.clock.time += 5min;
    house.declare({checkout}, Impact::critical);
    house.clock.time += 5min;
    house.declare({search}, Impact::critical);  // no matter of theirs
    CHECK(house.room.store.recover_attempts(house.clock.time) > 0);  // candord had ended in the middle of the first
    CHECK(changes_in(house.claimed()) == std::vector<std::string>{"check0000001 degraded_performance major_outage"});
    CHECK(changes_in(house.claimed()).empty());
    house.does(first, Withdraw{"it was a test"});  // the other one goes on, and is worse
    CHECK(changes_in(house.claimed()).empty());
}

TEST_CASE("two updates of one minute that make the same of a component are one change") {
    HouseOfReceivers house;
    house.subscribe("check0000001", {checkout});
    const IncidentId ids[] = {house.declare({checkout}), house.declare({checkout})};
    CHECK(changes_in(house.delivered()) == std::vector<std::string>{"check0000001 operational partial_outage"});
    for (const IncidentId& id : ids) {
        Scope all;
        all.label = ScopeLabel::all;
        house.record(id, all);
    }
    CHECK(house.claimed().empty());  // what is recorded is not told yet
    const auto due = house.room.desk.next_tick();
    REQUIRE(due);
    house.clock.time = *due;
    REQUIRE(house.room.await(house.room.desk.tick()) == 2);
    CHECK(changes_in(house.delivered()) == std::vector<std::string>{"check0000001 partial_outage major_outage"});
}
