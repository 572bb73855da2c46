// The plan: what it says for each situation, and what it leaves open.
#include "tests/core/incident_builder.hpp"
#include "tests/core/plan_rig.hpp"

#include <fmt/format.h>

using namespace candor;
using namespace candor::plan;
using namespace candor::test;

using Lines = std::vector<std::string>;

namespace {

// One playbook for each of the 75 cells, and no default.
std::string one_for_each_cell(const std::optional<Situation>& but = std::nullopt) {
    std::string playbooks;
    int number = 0;
    for (const Situation& cell : all_situations()) {
        ++number;
        if (cell == but) continue;
        playbooks += fmt::format(
            "  - {{id: cell-{3}, when: {{impact: {0}, scope: {1}, cause: {2}}}, owner: one, deputy: two, escalation: "
            "three, cadence: 30m,"
            " audiences: mail, service_levels: {{first_update: 1m, acknowledge: 5m, remind_before: 10m, "
            "follow_up_after: 1d}}}}\n",
            to_string(cell.impact), to_string(cell.scope), to_string(cell.cause), number);
    }
    return people_of_small_plan + "playbooks:\n" + playbooks;
}

Record record_of(const Situation& situation) {
    Incident incident;
    incident.does(Declare{incident.record.id,
                          "It is slow",
                          {ComponentId("checkout")},
                          situation.impact,
                          Origin::staff,
                          "one",
                          "",
                          {fact(Scope{situation.scope, {}, {}, ""}),
                           fact(Cause{"a fault", situation.cause, ""}, Confidence::suspected)}});
    return incident.record;
}

}  // namespace

TEST_CASE("each cell of the plan that is taken away is named, and nothing else is", "[S0.11][S2.5]") {
    CHECK(find_gaps(plan_of(one_for_each_cell())).empty());
    REQUIRE(all_situations().size() == 75);
    for (const Situation& cell : all_situations()) {
        const Lines gaps = gaps_of(plan_of(one_for_each_cell(cell)));
        const std::string where =
            fmt::format("{} x {}, cause {}: ", to_string(cell.impact), to_string(cell.scope), to_string(cell.cause));
        CAPTURE(where, gaps);
        CHECK(std::find(gaps.begin(), gaps.end(), where + "no owner") != gaps.end());
        for (const std::string& gap : gaps) CHECK(gap.starts_with(where));
        CHECK(gaps.size() ==
              (cell.impact == Impact::minor ? 8 : 10));  // a minor one needs neither deputy nor escalation
    }
}

TEST_CASE("a plan covers failures of technology, people, process and from outside, and those of unknown cause",
          "[S1.5]") {
    const auto category = GENERATE("unknown", "technology", "people", "process", "external");
    Lines others{"unknown", "technology", "people", "process", "external"};
    std::erase(others, category);
    const std::string all_but_one = fmt::format("  - {{id: some, when: {{cause: [{}]}}, {}", fmt::join(others, ", "),
                                                everyday.substr(everyday.find("owner:")));
    const Lines gaps = gaps_of(plan_of(people_of_small_plan + "playbooks:\n" + all_but_one));
    CAPTURE(gaps);
    CHECK(std::count(gaps.begin(), gaps.end(), fmt::format("major, cause {}: no owner", category)) == 1);
    CHECK(std::count(gaps.begin(), gaps.end(), fmt::format("critical, cause {}: no deputy", category)) == 1);
    for (const std::string& gap : gaps) CHECK(gap.find(fmt::format(", cause {}: ", category)) != std::string::npos);
}

TEST_CASE("a gap is named as a person would, with what repeats put together", "[S0.11]") {
    const std::string no_deputy = without(everyday, " deputy: two,");
    const auto gaps = [&](const std::string& before, const std::string& last) {
        return gaps_of(plan_of(people_of_small_plan + "playbooks:\n" + before + last));
    };
    CHECK(gaps("", no_deputy) == Lines{"major: no deputy", "critical: no deputy"});
    CHECK(gaps("  - {id: a, when: {impact: critical}, deputy: two}\n  - {id: b, when: {scope: [few, some, all, "
               "unknown]}, deputy: two}\n",
               no_deputy) == Lines{"major x many: no deputy"});
    CHECK(gaps("  - {id: a, when: {impact: critical}, deputy: two}\n"
               "  - {id: b, when: {scope: [few, some, all, unknown]}, deputy: two}\n"
               "  - {id: c, when: {cause: [technology, process, external, unknown]}, deputy: two}\n",
               no_deputy) == Lines{"major x many, cause people: no deputy"});
    CHECK(gaps("", without(everyday, " audiences: mail,")) == Lines{"everywhere: no audience"});
    CHECK(gaps("  - {id: social, cadence: {social: 15m}}\n", without(everyday, " cadence: 30m,")) ==
          Lines{"everywhere: no cadence for mail and webhooks"});
    CHECK(gaps("", without(everyday, " acknowledge: 5m,")) == Lines{"everywhere: no time to acknowledge"});
}

TEST_CASE("what can only work on paper is a gap as well") {
    const auto gaps = [](const std::string& before, const std::string& more = {}) {
        return gaps_of(plan_of(small_plan(before, more)));
    };
    CHECK(gaps("  - {id: alone, when: {impact: minor}, deputy: one}\n") == Lines{"minor: the deputy may be the owner"});
    CHECK(gaps("  - {id: circle, when: {impact: critical}, escalation: two}\n") ==
          Lines{"critical: escalation may end with the owner or the deputy"});
    CHECK(gaps("  - {id: late, when: {scope: all}, cadence: {social: 10m}}\n").size() == 3);  // for each impact
    const std::string rota = "rotas: [{id: team, people: [one, two, three], turn: week, from: 2026-01-05}]\n";
    CHECK(gaps("  - {id: one-of-team, owner: team, deputy: two}\n", rota) ==
          Lines{"everywhere: the deputy may be the owner",
                "everywhere: escalation may end with the owner or the deputy"});
    CHECK(gaps("  - {id: team, owner: team, deputy: team, escalation: team}\n", rota).empty());
}

TEST_CASE("for each thing to decide, the first playbook that matches and decides it counts") {
    const Plan plan = plan_of(small_plan(
        "  - {id: crowd, when: {scope: [many, all]}, cadence: {social: 15m}}\n"
        "  - {id: bad, when: {impact: [major, critical]}, owner: three, cadence: {social: 20m, direct: 25m}}\n"));
    const Decisions crowd = resolve(plan, {Impact::major, ScopeLabel::many, CauseCategory::people});
    CHECK(*crowd.social == 15min);
    CHECK(*crowd.direct == 25min);
    CHECK(crowd.owner->str() == "three");
    CHECK(crowd.deputy->str() == "two");
    const Decisions few = resolve(plan, {Impact::minor, ScopeLabel::few, CauseCategory::people});
    CHECK(*few.social == 30min);
    CHECK(few.owner->str() == "one");
    CHECK(resolve(plan, {Impact::none, ScopeLabel::few, {}}) == resolve(plan, {Impact::minor, ScopeLabel::few, {}}));
    CHECK(playbooks_for(plan, {Impact::minor, ScopeLabel::all, {}}) ==
          std::vector{PlaybookId("crowd"), PlaybookId("everyday")});
}

TEST_CASE("the desk's interval is the plan's, in every cell and for both kinds of channel", "[S0.11][S1.25]") {
    const Plan plan = plan_of(shipped_plan(GENERATE("web-shop", "public-transport")));
    const CadencePolicy policy = cadence_of(plan, {2min, CadencePolicy{}.rules, 7h});
    CHECK(policy.margin == 2min);
    std::vector<Situation> situations = all_situations();
    situations.push_back({Impact::none, ScopeLabel::few, CauseCategory::unknown});
    for (const Situation& situation : situations) {
        CAPTURE(situation_text(situation));
        const Record record = record_of(situation);
        CHECK(interval(policy, ChannelKind::mastodon, record) == *resolve(plan, situation).social);
        CHECK(interval(policy, ChannelKind::email, record) == *resolve(plan, situation).direct);
        CHECK(interval(policy, ChannelKind::webhook, record) == *resolve(plan, situation).direct);
    }
}

TEST_CASE("two organisations, two plans: both decide every cell, and differently", "[S1.25][S0.11]") {
    const Plan shop = plan_of(shipped_plan("web-shop"));
    const Plan transport = plan_of(shipped_plan("public-transport"));
    for (const Plan* one : {&shop, &transport}) {
        CHECK(gaps_of(*one) == Lines{});
        CHECK(find_warnings(*one, {}) == Lines{});
        CHECK(one->remedies.size() >= 3);
    }
    const Situation standstill{Impact::critical, ScopeLabel::all, CauseCategory::external};
    CHECK(*resolve(shop, standstill).direct == 20min);
    CHECK(*resolve(transport, standstill).direct == 10min);
    CHECK(shop.rotas[0].turn == Turn::week);
    CHECK(transport.rotas[0].turn == Turn::day);
    CHECK(shop.caps[0].currency.code == "EUR");
    CHECK(transport.caps[0].currency.code == "CHF");
}

TEST_CASE("service levels are decided by how bad it is") {
    const Plan plan = plan_of(shipped_plan("web-shop"));
    const auto acknowledge = [&](Impact impact) {
        return *resolve(plan, {impact, ScopeLabel::some, {}}).levels.acknowledge;
    };
    CHECK(acknowledge(Impact::minor) == 10min);
    CHECK(acknowledge(Impact::major) == 5min);
    CHECK(acknowledge(Impact::critical) == 3min);
}

TEST_CASE("a component with fewer than two options, and a playbook that decides nothing, are worth a second look",
          "[S4.19]") {
    const Plan plan = plan_of(small_plan("",
                                         "  - {id: never, owner: two}\n"
                                         "options: [{component: checkout, choices: [Pay by bank transfer]},"
                                         " {component: search, choices: [Browse the catalogue, Call us]}]\n"));
    CHECK(find_warnings(plan, {ComponentId("checkout"), ComponentId("search"), ComponentId("accounts")}) ==
          Lines{"checkout: only one option; staff need two or more to offer",
                "accounts: no options; staff have nothing to offer meanwhile",
                "never: this playbook decides nothing that those before it have not decided"});
    CHECK(find_gaps(plan).empty());
}

TEST_CASE("sums are whole numbers of the smallest unit, and read as people write them") {
    CHECK(money_text(1250, *find_currency("EUR")) == "12.50 EUR");
    CHECK(money_text(5, *find_currency("CHF")) == "0.05 CHF");
    CHECK(money_text(1200, *find_currency("JPY")) == "1200 JPY");
    CHECK(money_text(1005, *find_currency("KWD")) == "1.005 KWD");
    for (const char* none : {"", "eur", "EURO", "XXX", "UR ", "R E"}) CHECK_FALSE(find_currency(none).has_value());
}
