// What the configuration says of reports and alerts.
#include "config_files.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::config;
using namespace candor::test;
using namespace std::chrono_literals;

namespace {

LoadResult loaded(const std::string& more) {
    const Folder folder;
    const std::string yaml = "organisation: {name: Example, url: https://status.example.org}\n"
                             "components: [{id: checkout, name: Checkout}]\n"
                             "channels: [{id: mail, kind: email, host: localhost, from: status@example.org, recipients: [a@example.net]}]\n";
    return load_text(yaml + more, folder.path() / "candor.yaml", surroundings(folder.path() / "credentials"));
}

Config listening(const std::string& more) {
    const LoadResult result = loaded(more);
    CAPTURE(more, described(result));
    REQUIRE(result.config.has_value());
    return *result.config;
}

std::string problem(const std::string& more) {
    const auto lines = described(loaded(more));
    return lines.empty() ? "" : lines.front();
}

}  // namespace

TEST_CASE("without a word about them, reports open nothing, and alerts mean nothing") {
    const Config config = listening("");
    CHECK(config.reports.thresholds == ReportThresholds{5, 15min, std::nullopt});
    CHECK(config.alerts.empty());
    CHECK_FALSE(config.readback);
}

TEST_CASE("thresholds of reports, and what alerts mean, are read", "[S0.7][S1.12]") {
    const Config config = listening(
        "reports: {escalate_at: 20, within: 1h, declare_at: 50, read_by: Support}\n"
        "alerts: [{match: {service: pay, severity: page}, components: [checkout], impact: major, title: Payments fail}]\n"
        "readback: true\n");
    CHECK(config.reports.thresholds == ReportThresholds{20, 1h, 50});
    CHECK(config.reports.read_by == "Support");
    CHECK(config.alerts == std::vector<AlertRule>{{{{"service", "pay"}, {"severity", "page"}}, {ComponentId("checkout")}, Impact::major, "Payments fail"}});
    CHECK(config.readback);
    CHECK_FALSE(listening("reports: {declare_at: never}\n").reports.thresholds.declare_at.has_value());
}

TEST_CASE("what cannot be meant of reports and alerts is refused, where it stands") {
    CHECK_THAT(problem("reports: {escalate_at: 0}\n"), Catch::Contains("reports.escalate_at"));
    CHECK_THAT(problem("reports: {declare_at: often}\n"), Catch::Contains("reports.declare_at") && Catch::Contains("or never"));
    CHECK_THAT(problem("reports: {within: 1s}\n"), Catch::Contains("reports.within"));
    CHECK_THAT(problem("alerts: [{components: [checkout], impact: major}]\n"), Catch::Contains("match"));
    CHECK_THAT(problem("alerts: [{match: {}, components: [checkout], impact: major}]\n"), Catch::Contains("one label or more"));
    CHECK_THAT(problem("alerts: [{match: {a: [b]}, components: [checkout], impact: major}]\n"), Catch::Contains("match.a"));
    CHECK_THAT(problem("alerts: [{match: {a: b}, components: [kitchen], impact: major}]\n"), Catch::Contains("is not a component"));
}

TEST_CASE("those who subscribe: whose relay, in which languages, and where mail comes back to") {
    CHECK(listening("").subscribers.email.empty());
    const Subscribers plain = listening("subscribers: {email: mail}\n").subscribers;
    CHECK(plain.email == ChannelId("mail"));
    CHECK(plain.form);
    CHECK(plain.languages == std::vector<std::string>{"en"});
    const Subscribers full = listening("subscribers: {email: mail, form: false, languages: [de, en], bounce_address: bounce@example.org}\n").subscribers;
    CHECK_FALSE(full.form);
    CHECK(full.languages == std::vector<std::string>{"de", "en"});
    CHECK(full.bounce_address == "bounce@example.org");
}

TEST_CASE("what cannot be meant of subscribers is refused, where it stands") {
    CHECK_THAT(problem("subscribers: {form: true}\n"), Catch::Contains("candor.yaml:4: subscribers.email: is missing"));
    CHECK_THAT(problem("subscribers: {email: post}\n"), Catch::Contains("is not an email channel") && Catch::Contains("(mail)"));
    CHECK_THAT(problem("subscribers: {email: mail, languages: []}\n"), Catch::Contains("languages"));
    CHECK_THAT(problem("subscribers: {email: mail, languages: [en, en]}\n"), Catch::Contains("languages[1]"));
    CHECK_THAT(problem("subscribers: {email: mail, bounce_address: nobody}\n"), Catch::Contains("bounce_address"));
    CHECK_THAT(problem("subscribers: {email: mail, bounce_address: a-mailbox-with-a-very-long-name-indeed@example.org}\n"), Catch::Contains("up to 30 characters"));
}
