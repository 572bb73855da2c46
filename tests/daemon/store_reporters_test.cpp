// Those who reported an incident as recipients, and choices that are made once.
#include "core/audience.hpp"
#include "tests/daemon/store_rig.hpp"

#include <algorithm>

using namespace candor;
using namespace candor::store;
using namespace candor::test;

namespace {

const IncidentId reported("inc");

Time at(const char* clock) {
    return *parse_rfc3339("2026-11-22T" + std::string(clock) + ":00Z");
}

Report report(const char* reference, const char* contact, const IncidentId& incident = reported) {
    return {ReportRef(reference), at("14:00"), "I cannot pay", "", ComponentId("checkout"), incident, contact};
}

Publication publication(const char* update) {
    Message message;
    message.language = "en";
    message.text = update;
    return {UpdateId(update), true, {{"report/en", message, "[]"}}, {{report_channel(), "report/en", {}, true}}};
}

struct Reported {
    Store store{":memory:"};
    Incident incident;

    Reported() {
        const auto events = incident.does(Declare{reported, "Card payments fail", {ComponentId("checkout")}, Impact::major, Origin::staff, "comms-lead", "", {}});
        commit(store, incident, events, {});
    }

    void say(const char* update) { commit(store, incident, incident.does(RecordFacts{{fact(Symptom{update})}}), publication(update)); }

    // Who is written to now, and of which update. Nothing is settled.
    std::vector<std::pair<std::string, std::string>> claimed(std::vector<Settled> settled = {}) {
        const std::vector<Room> rooms{{report_channel(), 100, false}};
        last = store.exchange(settled, rooms, incident.now);
        std::vector<std::pair<std::string, std::string>> found;
        for (const Claim& claim : last.claims) {
            for (const FanoutInfo& info : last.fanouts) {
                if (info.id == claim.fanout) found.emplace_back(claim.recipient, info.update.str());
            }
        }
        std::sort(found.begin(), found.end());
        return found;
    }

    std::vector<Settled> delivered() const {
        std::vector<Settled> settled;
        const Outcome fine{Verdict::delivered, 250, {}, {}, {}};
        for (const Claim& claim : last.claims) settled.push_back({claim.key, after_attempt(claim.delivery, fine, RetrySchedule::for_protected(), incident.now, 0), incident.now});
        return settled;
    }

    Exchange last;
};

using Claimed = std::vector<std::pair<std::string, std::string>>;

}  // namespace

TEST_CASE("whoever reported it and left an address is written to once, under the first reference", "[S0.17]") {
    Reported house;
    REQUIRE(house.store.add_report(report("AAA-111", "Ana@example.org")));
    REQUIRE(house.store.add_report(report("AAA-222", "ana@example.org")));
    REQUIRE(house.store.add_report(report("BBB-111", "")));
    REQUIRE(house.store.add_report(report("CCC-111", "cem@example.org", IncidentId("other"))));
    CHECK_FALSE(house.store.has_reporters(reported));
    CHECK(house.store.greet_reporters(reported, publication("hello-1"), house.incident.now) == 1);
    CHECK(house.store.has_reporters(reported));
    CHECK(house.store.greet_reporters(reported, publication("hello-1"), house.incident.now) == 0);
    CHECK(house.claimed() == Claimed{{"AAA-111", "hello-1"}});
    CHECK(house.claimed(house.delivered()).empty());

    // Another one while the same is to be said: the same text goes to them alone.
    REQUIRE(house.store.add_report(report("DDD-111", "dan@example.org")));
    CHECK(house.store.greet_reporters(reported, publication("hello-1"), house.incident.now) == 1);
    CHECK(house.claimed() == Claimed{{"DDD-111", "hello-1"}});
    CHECK(house.store.count_recipients(reported) == 2);
    REQUIRE(house.store.delivery_counts(reported).size() == 1);
    CHECK(house.store.delivery_counts(reported)[0].counts.delivered == 1);
    CHECK(house.store.delivery_counts(reported)[0].counts.unsettled == 1);
}

TEST_CASE("the end goes to all who reported it, and waits for nobody else's greeting", "[S0.17]") {
    Reported house;
    REQUIRE(house.store.add_report(report("AAA-111", "ana@example.org")));
    REQUIRE(house.store.add_report(report("CCC-111", "cem@example.org", IncidentId("other"))));
    (void)house.store.greet_reporters(IncidentId("other"), publication("hello-other"), house.incident.now);
    (void)house.store.greet_reporters(reported, publication("hello-1"), house.incident.now);
    CHECK(house.claimed().size() == 2);
    CHECK(house.claimed(house.delivered()).empty());
    REQUIRE(house.store.add_report(report("BBB-111", "ben@example.org")));
    (void)house.store.greet_reporters(reported, publication("hello-2"), house.incident.now);
    CHECK(house.claimed() == Claimed{{"BBB-111", "hello-2"}});
    house.say("the-end");  // while the second greeting is under way
    CHECK(house.claimed() == Claimed{{"AAA-111", "the-end"}});
    std::vector<Settled> greeted;
    const Outcome fine{Verdict::delivered, 250, {}, {}, {}};
    for (const DeliveryRow& row : house.store.deliveries(reported, {DeliveryState::attempting, std::nullopt, 0, 10})) {
        if (row.update != UpdateId("hello-2")) continue;
        Delivery delivery;
        delivery.attempts = 1;
        greeted.push_back({row.key, after_attempt(delivery, fine, RetrySchedule::for_protected(), house.incident.now, 0), house.incident.now});
    }
    REQUIRE(greeted.size() == 1);
    CHECK(house.claimed(greeted) == Claimed{{"BBB-111", "the-end"}});  // in order, and not for ever
}

TEST_CASE("a choice is stored once for each recipient and incident; replaying it is harmless", "[S0.21]") {
    Store kept(":memory:");
    const candor::store::Answer first{reported, std::string(choice_question), 7, "2"};
    CHECK_FALSE(kept.answer_of(reported, choice_question, 7).has_value());
    for (int i = 0; i < 3; ++i) CHECK(kept.put_first_answer(first, {}, at("14:00")) == "2");
    CHECK(kept.put_first_answer({reported, std::string(choice_question), 7, "1"}, {}, at("14:01")) == "2");
    CHECK(kept.put_first_answer({reported, std::string(choice_question), 8, "1"}, {}, at("14:01")) == "1");
    CHECK(kept.answers(reported, choice_question) == std::map<std::string, std::int64_t>{{"1", 1}, {"2", 1}});
    // What was chosen is no longer to be had: they may choose again.
    CHECK(kept.put_first_answer({reported, std::string(choice_question), 7, "1"}, {"2"}, at("14:02")) == "1");
    CHECK(kept.answers(reported, choice_question) == std::map<std::string, std::int64_t>{{"1", 2}});
}
