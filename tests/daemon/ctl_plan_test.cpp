// candor plan: the plan without a daemon.
#include "daemon/ctl/plan/plan.hpp"
#include "tests/core/plan_rig.hpp"
#include "tests/daemon/config_files.hpp"

#include <boost/json.hpp>
#include <sstream>

using namespace candor;
using namespace candor::ctl;
using namespace candor::test;
using Catch::Contains;

namespace {

class PlanDesk {
public:
    PlanOutcome check(const std::string& yaml, const std::string& config = {}) {
        return check_plan(options(yaml, config), look_);
    }
    PlanOutcome show(const std::string& yaml, const plan::Situation& situation, bool json = false) {
        PlanOptions with = options(yaml, "");
        with.json = json;
        return show_plan(with, situation, look_);
    }
    std::string write(const std::string& name, const std::string& text) {
        const auto path = folder_.path() / name;
        std::ofstream(path, std::ios::binary) << text;
        return path.string();
    }
    PlanOptions options(const std::string& yaml, const std::string& config) {
        PlanOptions options;
        if (!yaml.empty()) options.file = write("plan.yaml", yaml);
        if (!config.empty()) options.config = write("candor.yaml", config);
        options.zone = known_zones().zone;
        return options;
    }
    [[nodiscard]] const Look& look() const { return look_; }

private:
    static Look sunday() {
        Look look;
        look.now = *parse_rfc3339("2026-11-22T14:00:00Z");
        return look;
    }
    Folder folder_;
    Look look_ = sunday();
};

std::size_t widest(const std::string& text) {
    std::size_t most = 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) most = std::max(most, columns(line));
    return most;
}

const plan::Situation major_many{Impact::major, ScopeLabel::many, CauseCategory::technology};

}  // namespace

TEST_CASE("the plans that come with candor are checked: what each situation comes to, in 80 columns",
          "[S0.11][S1.25]") {
    PlanDesk desk;
    const PlanOutcome done = desk.check(shipped_plan(GENERATE("web-shop", "public-transport")));
    CAPTURE(done.out);
    CHECK(done.exit_code == 0);
    CHECK(done.err.empty());
    CHECK_THAT(done.out, Contains("75 situations, all decided"));
    CHECK(widest(done.out) <= 80);
}

TEST_CASE("one cell that is taken away ends with 1 and is named", "[S0.11][S2.5]") {
    PlanDesk desk;
    std::string yaml = people_of_small_plan + "playbooks:\n";
    const std::string decides = everyday.substr(everyday.find("owner:"));
    yaml += "  - {id: other-causes, when: {cause: [unknown, technology, process, external]}, " + decides;
    yaml += "  - {id: other-scopes, when: {scope: [unknown, few, some, all]}, " + decides;
    yaml += "  - {id: other-impacts, when: {impact: [minor, critical]}, " + decides;
    const std::string cell = "  - {id: the-cell, when: {impact: major, scope: many, cause: people}, " + decides;
    CHECK(desk.check(yaml + cell).exit_code == 0);
    const PlanOutcome without_it = desk.check(yaml);
    CHECK(without_it.exit_code == 1);
    CHECK_THAT(without_it.out,
               Contains("major x many, cause people: no owner") && Contains("major x many, cause people: no deputy"));
    CHECK_THAT(without_it.out, !Contains("minor") && !Contains("critical") && !Contains("everywhere"));
}

TEST_CASE("a plan of the longest names and times still fits 80 columns") {
    PlanDesk desk;
    std::string yaml = small_plan(
        "  - {id: late, when: {impact: minor, scope: [few, some], cause: [people, process]}, cadence: 23h59m}\n");
    for (const char* name : {"one", "two", "three"}) {
        const std::string longest = std::string(name) + std::string(24 - std::string(name).size(), 'x');
        for (auto at = yaml.find(name); at != std::string::npos; at = yaml.find(name, at + longest.size())) {
            const bool is_word =
                std::string(" {").find(yaml[at - 1]) != std::string::npos && yaml[at + std::string(name).size()] == ',';
            if (is_word) yaml.replace(at, std::string(name).size(), longest);
        }
    }
    for (auto at = yaml.find(" mail,"); at != std::string::npos; at = yaml.find(" mail,", at + 40))
        yaml.replace(at + 1, 4, std::string(40, 'c'));
    const PlanOutcome done = desk.check(yaml);
    CAPTURE(done.out);
    CHECK(done.exit_code == 0);
    CHECK_THAT(done.out, Contains("ownerxxx") || Contains("onexxxxxxxxxxxxxxxxxxxxx"));
    CHECK(widest(done.out) <= 80);
}

TEST_CASE("what is wrong in the text is said with its line, and ends with 1") {
    PlanDesk desk;
    const PlanOutcome done = desk.check(small_plan("  - {id: a, owner: nobody}\n"));
    CHECK(done.exit_code == 1);
    CHECK_THAT(done.out, Contains("plan.yaml:7: playbooks[0].owner: nobody is not there"));
}

TEST_CASE("the daemon's configuration says where the plan is, and which channels and components there are", "[S0.11]") {
    PlanDesk desk;
    const std::string known = "plan: {file: plan.yaml}\nchannels: [{id: mail}]\ncomponents: [{id: checkout}]\n";
    PlanOptions options = desk.options(small_plan(), known);
    options.file.clear();
    const PlanOutcome named = check_plan(options, desk.look());
    CHECK(named.exit_code == 0);
    CHECK_THAT(named.out, !Contains("held against"));
    CHECK_THAT(named.out, Contains("checkout: no options"));  // S4.19: worth a second look, no gap
    CHECK_THAT(desk.check(small_plan()).out, Contains("not held against a configuration"));
    CHECK_THAT(desk.check(small_plan(), "channels: [{id: partners}]\n").out, Contains("audiences: mail is not there"));
    CHECK(desk.check("", "channels: []\n").exit_code == 2);
    CHECK_THAT(desk.check("", "channels: []\n").err, Contains("names no plan"));
    PlanOptions nowhere = desk.options("", "");
    for (const char* file : {"/nowhere/plan.yaml", "/tmp"}) {
        nowhere.file = file;
        CHECK(check_plan(nowhere, desk.look()).exit_code == 2);
        CHECK_THAT(check_plan(nowhere, desk.look()).err, Contains("cannot be read: "));
    }
}

TEST_CASE("the web shop's plan fits the configuration that is shipped as the reference") {
    PlanDesk desk;
    PlanOptions options = desk.options(shipped_plan("web-shop"), "");
    options.config = CANDOR_SOURCE_DIR "/etc/candor.yaml";
    const PlanOutcome done = check_plan(options, desk.look());
    CAPTURE(done.out, done.err);
    CHECK(done.exit_code == 0);
    CHECK_THAT(done.out, !Contains("second look") && !Contains("held against"));
}

TEST_CASE("staff are given options: fewer than two for a component is a warning", "[S4.19]") {
    PlanDesk desk;
    const PlanOutcome done =
        desk.check(small_plan("", "options: [{component: checkout, choices: [Pay by bank transfer]}]\n"));
    CHECK(done.exit_code == 0);
    CHECK_THAT(done.out, Contains("checkout: only one option"));
}

TEST_CASE("one situation: who, when, how, and what may be given") {
    PlanDesk desk;
    const PlanOutcome done = desk.show(shipped_plan("web-shop"), major_many);
    CAPTURE(done.out);
    CHECK(done.exit_code == 0);
    for (const char* said : {"newsroom: comms-lead, until 23 Nov 2026, 08:00 UTC", "comms-lead@example.org",
                             "duty-manager", "managing-director", "within 1 min", "every 15 min", "every 30 min",
                             "within 5 min", "4 h after it is resolved", "mail, partners, social",
                             "worth 10.00 EUR; costs 4.00 EUR", "50.00 EUR a customer", "by newsroom up to 2000.00 EUR",
                             "2. Keep the basket", "security-lead, duty-manager; without an answer after 10 min"}) {
        CHECK_THAT(done.out, Contains(said));
    }
    CHECK(widest(done.out) <= 80);
    CHECK_THAT(desk.show(shipped_plan("web-shop"), {Impact::minor, ScopeLabel::few, {}}).out,
               Contains("deputy        nobody"));
}

TEST_CASE("the same as JSON, for programs") {
    PlanDesk desk;
    const auto shown =
        boost::json::parse(desk.show(shipped_plan("public-transport"), major_many, true).out).as_object();
    CHECK(shown.at("owner").at("person").as_string() == "control-b");
    CHECK(shown.at("owner").at("until").as_string() == "2026-11-23T04:30:00.000Z");
    CHECK(shown.at("direct_seconds").as_int64() == 900);
    PlanOptions options = desk.options(without(small_plan(), " deputy: two,"), "");
    options.json = true;
    const PlanOutcome checked = check_plan(options, desk.look());
    CHECK(checked.exit_code == 1);
    const auto gaps = boost::json::parse(checked.out).at("gaps").as_array();
    REQUIRE(gaps.size() == 1);
    CHECK(gaps[0].at("where").as_array()[0].as_string() == "major: no deputy");
}
