// Alertmanager's webhook, as it is read, and what the configuration makes of it.
#include "core/alert/alert.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace candor;
namespace json = boost::json;

namespace {

// As Alertmanager 0.27 sends it.
json::object webhook() {
    return json::parse(R"({
        "receiver": "candor", "status": "firing",
        "alerts": [
            {"status": "firing", "labels": {"alertname": "HighErrors", "service": "checkout", "severity": "page", "pod": "a-1"},
             "annotations": {"summary": "5xx above 2 %"}, "startsAt": "2026-11-22T13:52:10.5Z", "endsAt": "0001-01-01T00:00:00Z",
             "generatorURL": "https://prometheus.example.org/graph", "fingerprint": "5a2f"},
            {"status": "firing", "labels": {"alertname": "HighErrors", "service": "search", "severity": "page"},
             "annotations": {}, "startsAt": "2026-11-22T13:50:00Z", "endsAt": "0001-01-01T00:00:00Z", "fingerprint": "5a30"},
            {"status": "resolved", "labels": {"service": "accounts"}, "annotations": {}, "startsAt": "2026-11-22T09:00:00Z",
             "endsAt": "2026-11-22T10:00:00Z", "fingerprint": "5a31"}],
        "groupLabels": {"alertname": "HighErrors"}, "commonLabels": {"alertname": "HighErrors"}, "commonAnnotations": {},
        "externalURL": "https://alerts.example.org", "version": "4", "groupKey": "{}:{alertname=\"HighErrors\"}", "truncatedAlerts": 0})")
        .as_object();
}

AlertRule rule(Labels match, const char* component, Impact impact, std::string title = {}) {
    return {std::move(match), {ComponentId(component)}, impact, std::move(title)};
}

std::string field_of(const json::object& body) {
    const auto group = read_alert_group(body);
    return group ? "" : group.error().field();
}

}  // namespace

TEST_CASE("a group of alerts is read as Alertmanager sends it, whatever else it holds", "[S1.12]") {
    const auto group = read_alert_group(webhook());
    REQUIRE(group.has_value());
    CHECK(group->key == "{}:{alertname=\"HighErrors\"}");
    REQUIRE(group->alerts.size() == 3);
    CHECK(is_firing(*group));
    CHECK(started(*group) == *parse_rfc3339("2026-11-22T13:50:00Z"));  // of those that fire
    CHECK(group->alerts[0].labels.at("service") == "checkout");
}

TEST_CASE("what is no such webhook is refused, with the field") {
    auto body = webhook();
    body["version"] = "3";
    CHECK(field_of(body) == "version");
    body = webhook();
    body.erase("groupKey");
    CHECK(field_of(body) == "groupKey");
    body = webhook();
    body["alerts"] = json::array();
    CHECK(field_of(body) == "alerts");
    body = webhook();
    body["alerts"].as_array()[1].as_object()["startsAt"] = "yesterday";
    CHECK(field_of(body) == "alerts[1].startsAt");
    body["alerts"].as_array()[0] = 5;
    CHECK(field_of(body) == "alerts[0]");
}

TEST_CASE("labels mean components and an impact: the first rule for each alert, and the worst of all", "[S1.12]") {
    const auto group = *read_alert_group(webhook());
    const std::vector<AlertRule> rules{rule({{"service", "checkout"}, {"severity", "ticket"}}, "checkout", Impact::critical),
                                       rule({{"service", "checkout"}}, "checkout", Impact::major, "Checkout fails"),
                                       rule({{"severity", "page"}}, "search", Impact::minor),
                                       rule({{"service", "accounts"}}, "accounts", Impact::critical)};
    const auto meant = meaning(group, rules);
    REQUIRE(meant.has_value());
    CHECK(meant->components == std::vector{ComponentId("checkout"), ComponentId("search")});  // what is resolved means nothing
    CHECK(meant->impact == Impact::major);
    CHECK(meant->title == "Checkout fails");
    CHECK_FALSE(meaning(group, {rule({{"service", "mail"}}, "mail", Impact::minor)}).has_value());
    CHECK_FALSE(meaning(group, {}).has_value());
}
