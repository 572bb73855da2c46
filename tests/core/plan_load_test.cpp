// Reading a plan: every problem at once, each with its line and what belongs there.
#include "tests/core/plan_rig.hpp"

#include <fmt/format.h>
#include <random>
#include <sstream>

using namespace candor;
using namespace candor::plan;
using namespace candor::test;

using Lines = std::vector<std::string>;

TEST_CASE("every problem of a plan is shown at once, with its line and what mends it") {
    const Lines problems = plan_problems(R"(name: Small
time_zone: Europe/Nowhere
people:
  - {id: one, mail: one@example.org}
  - {id: two}
  - {id: Three, mail: three}
rotas:
  - {id: one, people: [one, nobody], turn: month, from: 5 January}
playbooks:
  - id: first
    when: {impact: none, cause: weather}
    owner: somebody
    cadence: {social: 15}
    service_level: {first_update: 1m}
    remedies: [voucher, cake]
    approvals: legal
remedies:
  - {id: voucher, kind: coupon, text: A voucher, value: 10.00, cost: 4}
  - {id: refund, kind: refund, text: Money back, value: 500, cost: 500, currency: USD}
caps:
  - {currency: EUR, per_customer: 5000, per_incident: 100, roles: [{role: cashier, most: 3}]}
)");
    CHECK(
        problems ==
        Lines{
            "plan.yaml:2: time_zone: is not a time zone that this machine knows; expected an IANA name such as "
            "Europe/Berlin or UTC",
            "plan.yaml:5: people[1]: cannot be reached; expected mail, webhook or both",
            "plan.yaml:6: people[2].id: is not a short name; expected 1 to 24 of a-z, 0-9 and -, beginning with a "
            "letter or digit",
            ("plan.yaml:6: people[2].mail: is not a mail address; expected a mail address such as status@example.org, "
             "in ASCII "
             "(international domains as xn--...)"),
            "plan.yaml:8: rotas[0].people[1]: nobody is not there; expected an id from people (one, two, Three)",
            "plan.yaml:8: rotas[0].turn: is not known here; expected day or week",
            "plan.yaml:8: rotas[0].from: is not a date; expected a date such as 2026-01-05",
            "plan.yaml:8: rotas[0].id: is the id of one of the people; expected a different one",
            "plan.yaml:11: playbooks[0].when.impact: is not an impact that is planned for; expected minor, major or "
            "critical",
            "plan.yaml:11: playbooks[0].when.cause: is not known here; expected unknown, technology, people, process "
            "or external",
            "plan.yaml:12: playbooks[0].owner: somebody is not there; expected an id from people or rotas (one, two, "
            "Three, one)",
            "plan.yaml:13: playbooks[0].cadence.social: is not a duration; expected a duration from 1s to 24h, such as "
            "90s, 15m or 1h30m",
            ("plan.yaml:14: playbooks[0].service_level: is not a known key (did you mean service_levels?); expected "
             "id, when, owner, deputy, "
             "escalation, cadence, service_levels, audiences, remedies, approvals or templates"),
            "plan.yaml:15: playbooks[0].remedies[1]: cake is not there; expected an id from remedies (voucher, refund)",
            "plan.yaml:16: playbooks[0].approvals: legal is not there; expected an id from approvals, where there is "
            "none yet",
            ("plan.yaml:18: remedies[0].value: is not a whole number; expected a whole number from 0 to 1000000000000"),
            "plan.yaml:18: remedies[0]: has a sum without a currency; expected currency: a currency of ISO 4217 such "
            "as EUR",
            ("plan.yaml:19: remedies[1].currency: has no caps: how much of it may be given, USD does not say; expected "
             "an item of caps with "
             "this currency"),
            "plan.yaml:21: caps[0].roles[0].role: cashier is not there; expected an id from people or rotas (one, two, "
            "Three, one)",
            "plan.yaml:21: caps[0].per_customer: is more than a whole incident may cost; expected at most per_incident",
        });
}

TEST_CASE("channels and components are those of the daemon's configuration, where that is at hand", "[S0.11]") {
    plan::Known known = known_zones();
    const std::string yaml = small_plan("", "options: [{component: checkout, choices: [Wait, Call]}]\n");
    CHECK(plan_problems(yaml, known) == Lines{});
    known.channels = {ChannelId("partners")};
    known.components = {ComponentId("accounts")};
    CHECK(plan_problems(yaml, known) == Lines{"plan.yaml:7: playbooks[0].audiences: mail is not there; expected an id "
                                              "from the configuration's channels (partners)",
                                              "plan.yaml:8: options[0].component: checkout is not there; expected an "
                                              "id from the configuration's components (accounts)"});
}

TEST_CASE("names are there once, and fit") {
    CHECK(plan_problems(small_plan("  - {id: everyday, owner: two}\n")) ==
          Lines{"plan.yaml:8: playbooks[1].id: is the same as that of item [0]; expected a different one"});
    CHECK(
        plan_problems(small_plan("  - {id: an-id-of-twenty-five-chars, owner: two}\n")) ==
        Lines{"plan.yaml:7: playbooks[0].id: is not a short name; expected 1 to 24 of a-z, 0-9 and -, beginning with a "
              "letter or digit"});
    CHECK(plan_problems(small_plan("  - {id: a, audiences: [mail, mail]}\n")) ==
          Lines{"plan.yaml:7: playbooks[0].audiences[1]: is the same as that of item [0]; expected a different one"});
    CHECK(
        plan_problems("") ==
        Lines{
            "plan.yaml:1: is empty; expected a mapping with name, time_zone, people, rotas, playbooks, options, caps, "
            "remedies, approvals or templates"});
    CHECK(plan_problems("name: [") == Lines{"plan.yaml:1: is not YAML: end of sequence flow not found"});
}

TEST_CASE("docs/plan.md explains every key that a plan can have") {
    std::ifstream file(CANDOR_SOURCE_DIR "/docs/plan.md");
    const std::string docs{std::istreambuf_iterator<char>(file), {}};
    const Lines problems = plan_problems(
        "zz: 1\npeople: [{zz: 1}]\nrotas: [{zz: 1}]\noptions: [{zz: 1}]\ncaps: [{zz: 1, roles: [{zz: 1}]}]\nremedies: "
        "[{zz: 1}]\n"
        "approvals: [{zz: 1}]\nplaybooks: [{zz: 1, when: {zz: 1}, cadence: {zz: 1}, service_levels: {zz: 1}}]\n");
    std::size_t keys = 0;
    for (const std::string& problem : problems) {
        const std::string unknown = "zz: is not a known key; expected ";
        const auto at = problem.find(unknown);
        if (at == std::string::npos) continue;
        std::istringstream words(problem.substr(at + unknown.size()));
        for (std::string key; words >> key;) {
            if (key.ends_with(',')) key.pop_back();
            if (key == "or") continue;
            CAPTURE(key);
            const bool in_example = docs.find(key + ":") != std::string::npos;
            CHECK((in_example || docs.find("`" + key + "`") != std::string::npos));
            ++keys;
        }
    }
    CHECK(keys > 45);
}

TEST_CASE("all kinds of remedy are taken", "[S3.11]") {
    for (const std::string_view kind : enum_names<RemedyKind>) {
        const Plan plan =
            plan_of(small_plan("", fmt::format("remedies: [{{id: it, kind: {}, text: Something}}]\n", kind)));
        CHECK(to_string(plan.remedies.at(0).kind) == kind);
    }
}

TEST_CASE("2000 damaged plans each load, or say where they are wrong") {
    const std::string text = shipped_plan("web-shop");
    std::mt19937 random(20261122);
    int refused = 0;
    for (int i = 0; i < 2000; ++i) {
        std::string damaged = text;
        for (int k = 0; k < 3; ++k) damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
        const auto loaded = load_plan(damaged, "plan.yaml", known_zones());
        CHECK(loaded.plan.has_value() == loaded.problems.empty());
        if (loaded.plan) {
            CHECK(gaps_of(*loaded.plan).size() < 1000);
        } else {
            ++refused;
            for (const auto& problem : loaded.problems) CHECK(yaml::describe(problem).find('\n') == std::string::npos);
        }
    }
    CHECK(refused > 500);
}
