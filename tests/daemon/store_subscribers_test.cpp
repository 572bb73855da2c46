// Those who subscribed: whom a fan-out reaches, and what becomes of a row.
#include "core/audience.hpp"
#include "tests/daemon/store_rig.hpp"

#include <algorithm>
#include <set>

using namespace candor;
using namespace candor::store;
using namespace candor::test;
using namespace std::chrono_literals;

namespace {

const IncidentId written_about("inc");
const ComponentId wanted_component("checkout");
const ComponentId search_component("search");

Subscriber somebody(const std::string& name, const char* language = "en", std::vector<ComponentId> components = {}, const IncidentId& incident = {}) {
    Subscriber subscriber;
    subscriber.id = SubscriberId(name);
    subscriber.channel = subscriber_mail_channel();
    subscriber.address = name + "@example.org";
    subscriber.state = SubscriberState::active;
    subscriber.wish.language = language;
    subscriber.wish.components = std::move(components);
    subscriber.wish.incident = incident;
    return subscriber;
}

Publication publication(const std::string& update, const std::vector<std::string>& languages, UpdateKind kind = UpdateKind::progress) {
    Publication publication{UpdateId(update), is_protected(kind), {}, {}, kind};
    for (const std::string& language : languages) {
        Message message;
        message.language = language;
        message.text = update;
        publication.messages.push_back({"subscriber/" + language, message, "[]"});
        publication.routes.push_back({subscriber_mail_channel(), "subscriber/" + language, {}, false, language, {wanted_component}});
    }
    return publication;
}

struct Subscribed {
    Store store{":memory:"};
    Incident incident;
    Exchange last;

    Subscribed() { commit(store, incident, incident.does(Declare{written_about, "Card payments fail", {wanted_component}, Impact::major, Origin::staff, "comms-lead", "", {}}), {}); }

    void say(const std::string& update, const std::vector<std::string>& languages, UpdateKind kind = UpdateKind::progress) {
        commit(store, incident, incident.does(RecordFacts{{fact(Symptom{update})}}), publication(update, languages, kind));
    }

    // "name variant" of whom is written to now.
    std::set<std::string> claimed(std::size_t most = 100, const ChannelId& channel = subscriber_mail_channel()) {
        const std::vector<Room> rooms{{channel, most, false}};
        last = store.exchange({}, rooms, incident.now);
        std::set<std::string> found;
        for (const Claim& claim : last.claims) {
            for (const FanoutInfo& info : last.fanouts) {
                if (info.id == claim.fanout) found.insert(claim.recipient + " " + info.variant);
            }
        }
        return found;
    }

    void settle(const Outcome& outcome) {
        std::vector<Settled> settled;
        for (const Claim& claim : last.claims) settled.push_back({claim.key, after_attempt(claim.delivery, outcome, RetrySchedule::for_protected(), incident.now, 0), incident.now});
        (void)store.exchange(settled, {}, incident.now);
    }
    void deliver() { settle({Verdict::delivered, 250, {}, {}, {}}); }

    [[nodiscard]] DeliveryCounts counts() { return store.delivery_counts(written_about).at(0).counts; }
};

}  // namespace

TEST_CASE("an update goes to each subscriber in their language, and to nobody who did not ask for it", "[S4.4]") {
    Subscribed house;
    house.store.put_subscriber(somebody("ana"));
    house.store.put_subscriber(somebody("ben", "de"));
    house.store.put_subscriber(somebody("cem", "en", {search_component, wanted_component}));
    house.store.put_subscriber(somebody("dan", "en", {search_component}));
    house.store.put_subscriber(somebody("eve", "en", {}, written_about));
    house.store.put_subscriber(somebody("fay", "en", {}, IncidentId("other")));
    house.store.put_subscriber(somebody("gus", "fr"));
    Subscriber pending = somebody("hal");
    pending.state = SubscriberState::pending;
    house.store.put_subscriber(pending);
    Subscriber gone = somebody("ida");
    gone.state = SubscriberState::left;
    house.store.put_subscriber(gone);
    CHECK(house.store.subscriber_languages(subscriber_mail_channel()) == std::vector<std::string>{"de", "en", "fr"});
    house.say("one", {"en", "de"});
    CHECK(house.claimed() == std::set<std::string>{"ana subscriber/en", "cem subscriber/en", "eve subscriber/en", "ben subscriber/de"});
    CHECK(house.last.claims.front().address.find("@example.org") != std::string::npos);
    CHECK(house.store.deliveries(written_about, {}).size() == 4);  // no row for who did not ask
    house.deliver();
    CHECK(house.counts().delivered == 4);
    CHECK(house.counts().pending == 0);
    CHECK(house.claimed().empty());
}

TEST_CASE("the languages of one update do not replace each other, and a newer one replaces them all", "[S4.4]") {
    Subscribed house;
    house.store.put_subscriber(somebody("ana"));
    house.store.put_subscriber(somebody("ben", "de"));
    house.say("one", {"en", "de"});
    CHECK(house.claimed().size() == 2);
    house.settle({Verdict::transient, 451, "later", {}, {}});
    house.say("two", {"de", "en"});
    CHECK(house.claimed() == std::set<std::string>{"ana subscriber/en", "ben subscriber/de"});
    for (const FanoutInfo& info : house.last.fanouts) {
        CHECK(info.update == UpdateId("two"));
        CHECK(info.thread == std::vector{UpdateId("one")});
    }
    house.deliver();
    CHECK(house.counts().superseded == 2);
    CHECK(house.counts().unsettled == 0);
}

TEST_CASE("first deliveries leave at once, and a claim looks at a bounded number of rows however few asked") {
    Subscribed house;
    std::vector<Subscriber> many;
    for (int i = 0; i < 5000; ++i) many.push_back(somebody("n" + std::to_string(i), "en", i % 1000 == 999 ? std::vector{wanted_component} : std::vector{search_component}));
    house.store.put_subscribers(many);
    house.say("one", {"en"});
    std::set<std::string> all;
    int exchanges = 0;
    for (; exchanges < 1000; ++exchanges) {
        const auto some = house.claimed(10);
        all.insert(some.begin(), some.end());
        if (house.last.more.empty()) break;
    }
    CHECK(all.size() == 5);
    CHECK(exchanges > 20);  // no exchange walked the whole table
    CHECK(exchanges < 200);
}

TEST_CASE("an update that none of very many asked for walks past none of them") {
    Subscribed house;
    std::vector<Subscriber> many;
    for (int i = 0; i < 3000; ++i) many.push_back(somebody("n" + std::to_string(i), "en", {search_component, ComponentId("c" + std::to_string(i % 5))}));
    many.push_back(somebody("another", "en", {}, IncidentId("inc-other")));
    house.store.put_subscribers(many);
    house.say("one", {"en"});
    CHECK(house.claimed(10).empty());
    CHECK(house.last.more.empty());
    SECTION("until somebody asks for it") { house.store.put_subscriber(somebody("ana", "en", {wanted_component})); }
    SECTION("until somebody asks for everything") { house.store.put_subscriber(somebody("ana")); }
    SECTION("until somebody asks for this incident") { house.store.put_subscriber(somebody("ana", "en", {}, written_about)); }
    SECTION("until somebody asks for this incident, and for more lists than are looked through") {
        for (int i = 0; i < 70; ++i) house.store.put_subscriber(somebody("m" + std::to_string(i), "en", {ComponentId("d" + std::to_string(i))}));
        house.store.put_subscriber(somebody("ana", "en", {}, written_about));
    }
    house.say("two", {"en"});
    std::set<std::string> all;
    do all.merge(house.claimed(10));
    while (!house.last.more.empty());
    CHECK(all == std::set<std::string>{"ana subscriber/en"});
}

TEST_CASE("who leaves hears no more: neither what is to come nor what was to be tried again", "[S4.4]") {
    Subscribed house;
    house.store.put_subscriber(somebody("ana"));
    house.say("one", {"en"}, UpdateKind::resolution);
    CHECK(house.claimed().size() == 1);
    house.settle({Verdict::transient, 451, "later", {}, {}});
    auto stored = house.store.find_subscriber(SubscriberId("ana"));
    house.store.put_subscriber(left(stored->subscriber, house.incident.now));
    house.incident.now += 24h;
    CHECK(house.claimed().empty());
    CHECK(house.counts().gone == 1);
    CHECK(house.counts().unsettled == 0);
    CHECK(house.store.subscriber_languages(subscriber_mail_channel()).empty());
}

TEST_CASE("trying again by hand reaches nobody who has left") {
    Subscribed house;
    house.store.put_subscriber(somebody("ana"));
    house.store.put_subscriber(somebody("ben"));
    house.say("one", {"en"}, UpdateKind::resolution);
    CHECK(house.claimed().size() == 2);
    house.settle({Verdict::permanent, 550, "no", {}, {}});
    house.store.put_subscriber(left(house.store.find_subscriber(SubscriberId("ana"))->subscriber, house.incident.now));
    CHECK(house.store.retry_now(written_about, house.incident.now) == 1);
    CHECK(house.claimed() == std::set<std::string>{"ben subscriber/en"});
}

TEST_CASE("who changes the language hears on in the other one, in the same thread", "[S4.4]") {
    Subscribed house;
    house.store.put_subscriber(somebody("ana"));
    house.say("one", {"en"});
    CHECK(house.claimed().size() == 1);
    house.deliver();
    Subscriber german = house.store.find_subscriber(SubscriberId("ana"))->subscriber;
    german.wish.language = "de";
    house.store.put_subscriber(german);
    house.say("two", {"de"}, UpdateKind::resolution);
    CHECK(house.claimed() == std::set<std::string>{"ana subscriber/de"});
    CHECK(house.last.fanouts.at(0).thread == std::vector{UpdateId("one")});
}

TEST_CASE("who has not confirmed is written to once about that, and hears of nothing else") {
    Subscribed house;
    Subscriber pending = somebody("hal");
    pending.state = SubscriberState::pending;
    Publication mail = publication("confirm-en", {"en"});
    mail.is_protected = true;
    mail.kind.reset();
    mail.routes = {{confirmation_channel(), "subscriber/en", "hal", false, "en"}};
    house.store.put_subscriber(pending, mail, house.incident.now);
    house.say("one", {"en"});
    CHECK(house.claimed().empty());
    CHECK(house.claimed(100, confirmation_channel()) == std::set<std::string>{"hal subscriber/en"});
    CHECK(house.last.fanouts.at(0).incident == IncidentId("hal"));
    house.deliver();
    // The same words to somebody else are stored once, and are no part of the first one's history.
    Subscriber second = somebody("jon");
    second.state = SubscriberState::pending;
    mail.routes[0].recipient = "jon";
    house.store.put_subscriber(second, mail, house.incident.now);
    CHECK(house.claimed(100, confirmation_channel()) == std::set<std::string>{"jon subscriber/en"});
    CHECK(house.last.fanouts.at(0).thread.empty());
    CHECK(house.store.messages(UpdateId("confirm-en")).size() == 1);
}

TEST_CASE("an address that is refused for good again and again is suppressed, with the reason") {
    Subscribed house;
    house.store.put_subscriber(somebody("ana"));
    const Outcome unknown_user{Verdict::permanent, 550, "550 5.1.1 no such user (at RCPT)", {}, {}, true};
    const Outcome our_fault{Verdict::permanent, 554, "554 5.7.1 relay access denied (at RCPT)", {}, {}};
    for (const char* update : {"one", "two"}) {
        house.say(update, {"en"});
        CHECK(house.claimed().size() == 1);
        house.settle(unknown_user);
    }
    CHECK(house.store.find_subscriber(SubscriberId("ana"))->subscriber.bounces.in_a_row == 2);
    house.say("of-us", {"en"});
    CHECK(house.claimed().size() == 1);
    house.settle(our_fault);
    CHECK(house.store.find_subscriber(SubscriberId("ana"))->subscriber.bounces.in_a_row == 2);
    house.say("three", {"en"});
    CHECK(house.claimed().size() == 1);
    house.deliver();
    CHECK(house.store.find_subscriber(SubscriberId("ana"))->subscriber.bounces == Bounces{});
    for (const char* update : {"four", "five", "six"}) {
        house.say(update, {"en"});
        CHECK(house.claimed().size() == 1);
        house.settle(unknown_user);
    }
    const Subscriber after = house.store.find_subscriber(SubscriberId("ana"))->subscriber;
    CHECK(after.state == SubscriberState::suppressed);
    CHECK(after.reason == unknown_user.detail);
    house.say("seven", {"en"});
    CHECK(house.claimed().empty());
}

TEST_CASE("an address is found in any case, and is erased when it has served; the record of deliveries stays") {
    Subscribed house;
    house.store.put_subscriber(somebody("ana"));
    const auto stored = house.store.find_subscriber(subscriber_mail_channel(), subscriber_key("ANA@Example.org"));
    REQUIRE(stored);
    CHECK(house.store.find_subscriber(stored->recipient)->subscriber == stored->subscriber);
    house.say("one", {"en"});
    (void)house.claimed();
    house.deliver();
    house.store.put_subscriber(left(stored->subscriber, house.incident.now));
    CHECK(house.store.erase_subscribers(house.incident.now + 30 * 24h - 1s) == 0);
    CHECK(house.store.erase_subscribers(house.incident.now + 30 * 24h) == 1);
    CHECK_FALSE(house.store.find_subscriber(stored->recipient).has_value());
    REQUIRE(house.store.deliveries(written_about, {}).size() == 1);
    CHECK(house.store.deliveries(written_about, {}).at(0).recipient == "ana");  // a name that was made up
    CHECK_FALSE(house.store.broken_link(written_about).has_value());
    Subscriber pending = somebody("hal");
    pending.state = SubscriberState::pending;
    pending.since = house.incident.now;
    house.store.put_subscriber(pending);
    CHECK(house.store.erase_subscribers(house.incident.now + 48h) == 1);
    // Nobody else ever gets the number of an erased one.
    CHECK(house.store.put_subscriber(somebody("new")) > stored->recipient + 1);
}
