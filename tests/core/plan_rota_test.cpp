// Whose turn it is: by the clock on the wall, all year.
#include "tests/core/plan_rig.hpp"

#include <set>

using namespace candor;
using namespace candor::plan;
using namespace candor::test;

namespace {

Time at(const char* text) {
    return *parse_rfc3339(text);
}

Rota rota(Turn turn, const char* first_on_the_wall) {
    return {RoleId("team"),
            {RoleId("a"), RoleId("b"), RoleId("c")},
            turn,
            at(first_on_the_wall),
            std::make_shared<MiddleZone>()};
}

std::string who(const Rota& rota, const char* time) {
    return rota.people[on_duty(rota, at(time)).turn].str();
}

}  // namespace

TEST_CASE("a week's turn changes at its time on the wall, in winter and in summer") {
    const Rota week = rota(Turn::week, "2026-01-05T09:00:00Z");
    CHECK(who(week, "2026-01-05T08:00:00Z") == "a");
    CHECK(who(week, "2026-01-05T07:59:59Z") == "c");  // before the first handover the turns are counted back
    CHECK(who(week, "2026-01-12T07:59:59Z") == "a");
    CHECK(who(week, "2026-01-12T08:00:00Z") == "b");
    CHECK(who(week, "2026-03-30T06:59:59Z") == "c");  // since the 29th 09:00 is 07:00 UTC
    CHECK(who(week, "2026-03-30T07:00:00Z") == "a");
    CHECK(to_rfc3339(on_duty(week, at("2026-03-25T12:00:00Z")).until) == "2026-03-30T07:00:00.000Z");
}

TEST_CASE("a day's turn has 23, 24 or 25 hours, and each is followed by the next") {
    const Rota day = rota(Turn::day, "2026-01-01T02:30:00Z");  // at a time that spring skips and autumn repeats
    std::set<Duration> lengths;
    Duty duty = on_duty(day, at("2026-01-01T12:00:00Z"));
    for (int days = 0; days < 730; ++days) {
        const Duty last = on_duty(day, duty.until - Duration(1));
        const Duty next = on_duty(day, duty.until);
        REQUIRE(last.turn == duty.turn);
        REQUIRE(next.turn == (duty.turn + 1) % 3);
        lengths.insert(next.until - duty.until);
        duty = next;
    }
    CHECK(*lengths.begin() == 23h);
    CHECK(*lengths.rbegin() == 25h);
    CHECK(lengths.size() == 3);
}

TEST_CASE("the deputy is never the owner, even from the same rota") {
    const Plan plan = plan_of(
        small_plan("  - {id: team, owner: team, deputy: team, escalation: team}\n",
                   "rotas: [{id: team, people: [one, two, three], turn: week, from: 2026-01-05, at: 09:00}]\n"));
    const auto names = [&](const char* time) {
        const OnDuty duty = on_duty(plan, {Impact::major, ScopeLabel::many, {}}, at(time));
        return duty.owner.str() + " " + duty.deputy.str() + " " + duty.escalation.str();
    };
    CHECK(names("2026-01-05T09:00:00Z") == "one two three");
    CHECK(names("2026-01-12T09:00:00Z") == "two three one");
    CHECK(names("2026-01-19T09:00:00Z") == "three one two");
}

TEST_CASE("two organisations in two rotas: who is on duty at one moment") {
    const Plan shop = plan_of(shipped_plan("web-shop"));
    const Plan transport = plan_of(shipped_plan("public-transport"));
    const Situation major{Impact::major, ScopeLabel::many, CauseCategory::technology};
    const Time sunday = at("2026-11-22T14:00:00Z");
    CHECK(on_duty(shop, major, sunday).owner.str() == "comms-lead");  // 45 weeks after the first handover
    CHECK(on_duty(shop, major, sunday).deputy.str() == "duty-manager");
    CHECK(on_duty(shop, {Impact::minor, ScopeLabel::few, {}}, sunday).deputy.empty());
    CHECK(on_duty(transport, major, sunday).owner.str() == "control-b");  // 325 days after it
    CHECK(on_duty(transport, major, sunday + 24h).owner.str() == "control-c");
    CHECK(on_duty(transport, {Impact::minor, ScopeLabel::few, {}}, sunday).owner.str() == "service-centre");
}
