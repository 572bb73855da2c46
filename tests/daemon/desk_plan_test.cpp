// The desk by a plan: who owns what nobody was named for, and how often whom is told.
#include "tests/daemon/planned.hpp"

using namespace candor;
using namespace candor::test;

namespace {

class Planned {
public:
    explicit Planned(std::shared_ptr<desk::Setup> setup = planned_setup())
        : room_(folder_ / "c.db", clock, std::move(setup)) {}

    const Record& declare(Impact impact, ScopeLabel scope, const std::string& owner = {},
                          const std::string& deputy = {}) {
        id_ = room_.desk.new_id();
        room_.does(id_, Declare{id_,
                                "Card payments fail at checkout",
                                {ComponentId("checkout")},
                                impact,
                                Origin::staff,
                                owner,
                                deputy,
                                {fact(Scope{scope, {}, {}, ""}), fact(Symptom{"card payments are declined"})}});
        return record();
    }
    const Record& does(const Command& command) {
        room_.does(id_, command);
        return record();
    }
    std::string refusal(const Command& command) {
        const auto refused = room_.await(room_.desk.execute(id_, command, "comms-lead"));
        return refused ? "it was done" : refused.error().message();
    }
    const Record& record() { return room_.record(id_); }
    std::size_t run_until(Time end) { return room_.run_until(end); }
    std::optional<Time> next_tick() { return room_.desk.next_tick(); }
    // How far away the next update was when this audience was last told.
    Duration every(ChannelKind audience) { return record().clocks.at(audience).every; }

    TestClock clock;

private:
    static NewFact fact(FactBody body) { return {std::move(body), Confidence::confirmed, {}}; }

    TemporaryFolder folder_;
    Newsroom room_;
    IncidentId id_;
};

// That carry its last update.
std::string channels(const Record& record) {
    std::string list;
    for (const ChannelId& channel : record.updates.back().update.channels) list += (list.empty() ? "" : " ") + channel.str();
    return list;
}

std::string responsible(const Record& record) {
    return record.owner + ", " + record.deputy;
}

}  // namespace

TEST_CASE("a declaration that names nobody has the owner and the deputy on duty", "[S0.11]") {
    Planned house;
    CHECK(responsible(house.declare(Impact::major, ScopeLabel::many)) == "comms-lead, duty-manager");
    house.clock.time += 24h;  // Monday, 15:00: the newsroom has changed
    CHECK(responsible(house.declare(Impact::major, ScopeLabel::many)) == "shop-lead, duty-manager");
    CHECK(responsible(house.declare(Impact::minor, ScopeLabel::few)) == "shop-lead, ");
    CHECK(responsible(house.declare(Impact::none, ScopeLabel::few)) == "shop-lead, ");
}

TEST_CASE("who is named stays, and nobody is both owner and deputy") {
    Planned house;
    CHECK(responsible(house.declare(Impact::major, ScopeLabel::many, "night-lead")) == "night-lead, duty-manager");
    CHECK(responsible(house.declare(Impact::major, ScopeLabel::many, "night-lead", "shop-lead")) ==
          "night-lead, shop-lead");
    CHECK(responsible(house.declare(Impact::major, ScopeLabel::many, "duty-manager")) == "duty-manager, comms-lead");
    CHECK(responsible(house.declare(Impact::major, ScopeLabel::many, "", "comms-lead")) == "duty-manager, comms-lead");
}

TEST_CASE("the plan says how often each audience hears, by impact, by scope and by cause", "[S0.11][S1.25]") {
    Planned house;
    house.declare(Impact::minor, ScopeLabel::few);
    CHECK(house.every(ChannelKind::mastodon) == 30min);
    house.declare(Impact::critical, ScopeLabel::few);
    CHECK(house.every(ChannelKind::mastodon) == 15min);
    CHECK(house.every(ChannelKind::email) == 20min);

    const std::string slower = "  - {id: supplier, when: {cause: external}, cadence: 1h}\n";
    Planned other(planned_setup(small_plan(slower)));
    other.declare(Impact::minor, ScopeLabel::few);
    CHECK(other.every(ChannelKind::email) == 30min);
    other.does(RecordFacts{
        {{Cause{"the carrier's hub is closed", CauseCategory::external, "the carrier"}, Confidence::confirmed, {}}}});
    CHECK(other.every(ChannelKind::email) == 30min);  // what has been promised stays promised
    other.does(Publish{"The carrier's hub is closed.", {}, {}, {}, {}, "checked by the desk"});
    CHECK(other.every(ChannelKind::email) == 1h);
}

TEST_CASE("the plan says which channels carry it, and whoever was told hears the end", "[S0.11][S1.25]") {
    const std::string many = "  - {id: crowd, when: {scope: [many, all]}, audiences: [mail, social]}\n";
    Planned house(planned_setup(small_plan(many)));
    CHECK(channels(house.declare(Impact::major, ScopeLabel::few)) == "mail");
    CHECK(channels(house.declare(Impact::major, ScopeLabel::many)) == "mail social");
    // It turns out that few are affected: the crowd that was told hears so, and how it ends.
    house.does(RecordFacts{{{Scope{ScopeLabel::few, {}, {}, ""}, Confidence::confirmed, {}}}});
    CHECK(channels(house.does(Publish{"Few of them are affected.", {}, {}, {}, {}, "the desk has looked"})) == "mail social");
}

TEST_CASE("it is called resolved once a check has passed, and has held for as long as the plan wants", "[S0.11]") {
    Planned house(planned_setup(small_plan("  - {id: careful, when: {impact: major}, service_levels: {soak: 30m}}\n")));
    house.declare(Impact::major, ScopeLabel::few);
    const auto check = [](bool passed) { return RecordFacts{{{Verification{"50 test payments", passed}, Confidence::confirmed, {}}}}; };
    const Resolve resolve{"", {{Verification{"50 test payments", true}, Confidence::confirmed, {}}}, "", 0, "nobody lost anything"};
    CHECK(house.refusal(resolve) == "The plan wants it watched for 30 min after a check has passed; 30 min of that are left.");
    house.does(check(true));
    CHECK_THAT(house.refusal(Publish{"The problem is fixed.", {}, {}, {}, {}, ""}), Catch::Contains("HON-401") && Catch::Contains("soak"));
    house.run_until(house.clock.time + 20min);
    house.does(check(false));  // it did not hold: from the beginning
    house.does(check(true));
    house.run_until(house.clock.time + 20min);
    CHECK(house.refusal(resolve) == "The plan wants it watched for 30 min after a check has passed; 10 min of that are left.");
    house.run_until(house.clock.time + 10min);
    CHECK(house.does(resolve).status == Status::resolved);

    Planned quick;
    quick.declare(Impact::minor, ScopeLabel::few);
    CHECK(quick.does(resolve).status == Status::resolved);  // its plan does not say
}

TEST_CASE("who comes on duty while somebody is waited for, and was told already, is not told again and holds nothing up") {
    const std::string people = people_of_small_plan + "  - {id: four, mail: four@example.org}\n";
    const std::string watch = "rotas:\n  - {id: watch, people: [four, three], turn: day, from: 2026-11-21, at: \"14:23\"}\n";
    const std::string told = "playbooks:\n  - {id: everyday, owner: one, deputy: two, escalation: watch, cadence: 30m, audiences: [mail, social, partners],"
                             " service_levels: {first_update: 1m, acknowledge: 2m, remind_before: 10m, follow_up_after: 1d}}\n";
    Planned house(planned_setup(people + watch + told));
    house.declare(Impact::major, ScopeLabel::many, "", "three");  // the reminder at 14:20, the deputy at 14:22, the watch at 14:24
    house.run_until(house.clock.time + 23min);
    REQUIRE(house.record().notices.size() == 2);
    house.run_until(house.clock.time + 1min);  // since 14:23 the watch is three's, who was told
    CHECK(house.record().notices.size() == 2);
    CHECK(house.next_tick() > house.clock.time);
}

TEST_CASE("words that name what the plan wants somebody to see first wait for them, and they are written to", "[S2.17]") {
    Planned house;
    house.declare(Impact::critical, ScopeLabel::all);
    const auto said = house.record().updates.size();
    house.does(Publish{"Nobody has seen any password.", {}, {}, {}, {}, "we have looked at every log"});
    REQUIRE(house.record().updates.size() == said);
    const Approval waiting = house.record().approvals.front();
    CHECK(waiting.asked.classes == std::vector<std::string>{"security"});
    CHECK(waiting.asked.holding_at == waiting.at + 10min);
    std::vector<std::string> told;
    for (const Notice& notice : house.record().notices) told.push_back(notice.noticed.to);
    CHECK(told == std::vector<std::string>{"security-lead", "duty-manager"});

    house.run_until(house.clock.time + 11min);
    REQUIRE(house.record().updates.size() == said + 1);
    CHECK(house.record().updates.back().at == waiting.at + 10min);
    CHECK(house.record().updates.back().update.words.empty());
}

TEST_CASE("without a plan the configured names decide, as before") {
    auto setup = shop_setup();
    setup->default_deputy = "duty-manager";
    Planned house(setup);
    CHECK(responsible(house.declare(Impact::major, ScopeLabel::many)) == "comms-lead, duty-manager");
    CHECK(responsible(house.declare(Impact::minor, ScopeLabel::few, "night-lead")) == "night-lead, duty-manager");
}
