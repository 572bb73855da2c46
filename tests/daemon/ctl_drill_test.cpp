// What a drill runs by holds an organisation's names and nothing that leads to anybody.
#include "core/plan/gaps.hpp"
#include "daemon/config/load.hpp"
#include "daemon/config/portrait.hpp"
#include "daemon/ctl/sandbox/drill_report.hpp"
#include "daemon/ctl/sandbox/drill_setup.hpp"
#include "tests/core/plan_rig.hpp"
#include "tests/daemon/config_files.hpp"

#include <re2/re2.h>

using namespace candor;
using namespace candor::ctl;
using namespace candor::test;
using Catch::Contains;

namespace {

// Everything that leads to somebody, or is secret, has this in it.
const std::string production = R"(organisation:
  name: "Real \"Shop\": Süd"
  url: https://leak.example.org/status
  contact: leak-contact@example.org
  language: de
  time_zone: Europe/Berlin
components:
  - {id: checkout, name: "Kasse: bezahlen", description: "Karte, Überweisung"}
  - {id: accounts, name: Konten}
channels:
  - id: partners
    kind: webhook
    language: en
    route: {components: [accounts], min_impact: major}
    recipients:
      - {name: leak-recipient, url: "https://leak.example.org/hook", secrets: [file:leak.key]}
  - {id: mail, kind: email, host: leak.example.org, user: leak, password: file:leak.password, from: leak@example.org, recipients: [leak-reader@example.org]}
  - {id: social, kind: mastodon, base_url: https://leak.example.org, token: file:leak.token}
  - {id: pigeon, kind: pigeon, loft: leak}
store: {path: /var/lib/leak/candor.db}
http: {socket: /run/leak.sock, listen: ["203.0.113.7:443"]}
delivery: {ca_file: /etc/leak.pem, allow_addresses: [10.0.0.0/8]}
)";

struct Production {
    Production() {
        folder.write("candor.yaml", production);
        portrait = config::read_portrait(folder.path() / "candor.yaml").value();
        setup.folder = "/tmp/drill";
        setup.webhook_port = 4001;
        setup.mail_port = 4002;
        setup.mastodon_port = 4003;
        setup.page_port = 4004;
    }

    Folder folder;
    config::Portrait portrait;
    SandboxSetup setup;
};

std::vector<std::string> addresses_in(const std::string& text) {
    std::vector<std::string> found;
    re2::StringPiece rest(text);
    std::string one;
    while (RE2::FindAndConsume(&rest, R"(((?:\d{1,3}\.){3}\d{1,3}(?::\d+)?|https?://[^\s"]+|[\w.-]+@[\w.-]+))", &one)) found.push_back(one);
    return found;
}

}  // namespace

TEST_CASE("names and languages are copied, addresses, secrets and stores never are", "[S2.18]") {
    const Production shop;
    const std::string config = drill_config(shop.portrait, shop.setup, true);
    CHECK_THAT(config, Contains(R"("Real \"Shop\": Süd")") && Contains("Kasse: bezahlen") && Contains("Europe/Berlin"));
    CHECK_THAT(config, !Contains("leak"));
    CHECK(shop.portrait.left_out == std::vector<std::string>{"pigeon"});
    const auto addresses = addresses_in(config);
    CHECK(addresses.size() > 8);
    for (const std::string& address : addresses) {
        CAPTURE(address);
        const bool here = RE2::PartialMatch(address, R"(^(?:http://)?127\.0\.0\.1(?::400[1-4])?(?:/|$))");
        CHECK((here || address.ends_with("@drill.invalid")));
    }
}

TEST_CASE("what a drill's daemon reads is a whole configuration, and names the only three that it may contact", "[S2.18]") {
    const Production shop;
    shop.folder.write("webhook.key", "whsec_" + std::string(43, 'A') + "=\n");
    shop.folder.write("mastodon.token", "token\n");
    const auto loaded = config::load_text(drill_config(shop.portrait, shop.setup, false), shop.folder.path() / "drill.yaml", {[](std::string_view) { return true; }, {}});
    for (const auto& problem : loaded.problems) UNSCOPED_INFO(yaml::describe(problem));
    REQUIRE(loaded.config);
    std::vector<std::uint16_t> ports;
    for (const config::ListenAddress& one : loaded.config->delivery.only_to) {
        CHECK(one.address == "127.0.0.1");
        ports.push_back(one.port);
    }
    CHECK(ports == std::vector<std::uint16_t>{4001, 4002, 4003});
    CHECK(loaded.config->http.listen.empty());
    CHECK(loaded.config->channels.size() == 3);
    CHECK(loaded.config->channels.front().route.components == std::vector<ComponentId>{ComponentId("accounts")});
    CHECK(loaded.config->channels.front().language == "en");
}

TEST_CASE("the plan of a drill is the plan, with people whom nobody can reach and less time", "[S2.18]") {
    for (const char* name : {"web-shop", "public-transport"}) {
        CAPTURE(name);
        const plan::Plan real = plan_of(shipped_plan(name));
        const plan::Situation situation{Impact::critical, ScopeLabel::many, CauseCategory::technology};
        const auto faster = times_faster(real, situation);
        const auto text = drill_plan(shipped_plan(name), faster);
        REQUIRE(text);
        CHECK_THAT(*text, !Contains("example.org") && !Contains("webhook") && !Contains("http"));
        const plan::Plan drilled = plan_of(*text);
        CHECK(gaps_of(drilled).empty());
        CHECK(drilled.people.size() == real.people.size());
        for (const plan::Person& person : drilled.people) CHECK(person.mail == person.id.str() + "@drill.invalid");
        CHECK(drilled.remedies.size() == real.remedies.size());
        CHECK(drilled.remedies.front().text == real.remedies.front().text);
        const auto decided = plan::resolve(drilled, situation);
        CHECK(std::min(*decided.social, *decided.direct) == drill_cadence);
        CHECK(decided.owner == plan::resolve(real, situation).owner);
        CHECK(plan::on_duty(drilled, situation, *parse_rfc3339("2026-11-22T14:00:00Z")).owner == plan::on_duty(real, situation, *parse_rfc3339("2026-11-22T14:00:00Z")).owner);
    }
}

TEST_CASE("a drill has passed only where everything was done, kept and delivered in time") {
    DrillReport report;
    report.declared = *parse_rfc3339("2026-11-22T14:00:00Z");
    report.steps = {{report.declared, "declare", 1s, true}};
    Arrival arrival;
    arrival.at = report.declared + 2s;
    report.reached = {{arrival, {1, "first", {}}}};
    report.promises_kept = 3;
    report.deliveries = report.delivered = 4;
    CHECK(passed(report));
    for (const auto& spoil : std::vector<std::function<void(DrillReport&)>>{
             [](DrillReport& one) { one.steps.front().done = false; }, [](DrillReport& one) { one.promises_missed = 1; }, [](DrillReport& one) { one.delivered = 3; },
             [](DrillReport& one) { one.reached.clear(); }, [](DrillReport& one) { one.reached.front().arrival.at += 60s; }, [](DrillReport& one) { one.promises_kept = 0; }}) {
        DrillReport other = report;
        spoil(other);
        CHECK_FALSE(passed(other));
        CHECK_THAT(render_drill(other, "", {}), Contains("NOT PASSED"));
    }
}
