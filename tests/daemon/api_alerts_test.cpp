// What monitoring reports opens an incident as anybody's declaration does, and never ends one.
#include "api_rig.hpp"

using namespace candor;
using namespace candor::test;
using Catch::Matchers::Contains;

namespace {

class Watch : public Office {
public:
    Watch() : Office(setup()) { who = {"alertmanager", http::Scope::respond}; }

    Reply send(const std::string& key, const std::string& status, const std::string& starts, const std::string& service = "payments") {
        json::object alert{{"status", status}, {"labels", json::object{{"service", service}}}, {"startsAt", starts}, {"endsAt", "0001-01-01T00:00:00Z"}, {"fingerprint", "1"}};
        return post("/api/v1/alerts", {{"version", "4"}, {"groupKey", key}, {"status", status}, {"receiver", "candor"}, {"alerts", json::array{alert}}, {"truncatedAlerts", 0}});
    }
    Reply fire(const std::string& key = "{}:{alertname=\"A\"}", const std::string& starts = "2026-11-22T13:52:00Z") { return send(key, "firing", starts); }

private:
    static std::shared_ptr<desk::Setup> setup() {
        auto setup = shop_setup();
        setup->alerts = {{{{"service", "payments"}}, {ComponentId("checkout")}, Impact::major, "Payments fail"}, {{{"service", "index"}}, {ComponentId("search")}, Impact::minor, ""}};
        return setup;
    }
};

}  // namespace

TEST_CASE("an alert that fires declares an incident, which began when the alert says", "[S1.12]") {
    Watch office;
    const Reply answer = office.fire();
    INFO(answer.text);
    REQUIRE(answer.status == 201);
    CHECK(answer.at("/declared").as_bool());
    CHECK(answer.string("/incident/title") == "Payments fail");
    CHECK(answer.string("/incident/origin") == "monitoring");
    CHECK(answer.string("/incident/impact") == "major");
    CHECK(answer.string("/incident/declared_by") == "alertmanager");
    CHECK(answer.string("/incident/facts/0/kind") == "started");
    CHECK(answer.string("/incident/facts/0/confidence") == "suspected");
    CHECK(answer.string("/incident/facts/0/time") == "2026-11-22T13:52:00.000Z");
    // From being noticed to being open: 8 min.
    CHECK(office.get("/api/v1/incidents/" + answer.string("/incident/id") + "/review").at("/review/metrics/0/figures/0/value") == 480);
    // Without a title of the rule, the name of the component.
    CHECK(office.send("other", "firing", "2026-11-22T13:59:00Z", "index").string("/incident/title") == "Search");
}

TEST_CASE("the same group again, or another about the same, declares nothing new", "[S1.12]") {
    Watch office;
    const std::string id = office.fire().string("/incident/id");
    for (const Reply& again : {office.fire(), office.fire("{}:{alertname=\"B\"}"), office.send("{}:{alertname=\"A\"}", "firing", "2026-11-22T13:40:00Z")}) {
        CHECK(again.status == 200);
        CHECK_FALSE(again.at("/declared").as_bool());
        CHECK(again.string("/incident/id") == id);
        CHECK_FALSE(again.string("/note").empty());
    }
    CHECK(office.room.desk.open().size() == 1);
}

TEST_CASE("an alert that stops ends nothing: it is something to check", "[S1.12]") {
    Watch office;
    const std::string id = office.fire().string("/incident/id");
    const auto version = office.room.record(IncidentId(id)).version;
    office.clock.time += 10min;
    const Reply stopped = office.send("{}:{alertname=\"A\"}", "resolved", "2026-11-22T13:52:00Z");
    CHECK(stopped.status == 200);
    CHECK(office.room.record(IncidentId(id)).version == version);
    CHECK(office.room.record(IncidentId(id)).status == Status::investigating);
    CHECK_THAT(office.get("/api/v1/incidents/" + id + "/next").text, Contains("The alerts have stopped: check whether it works for customers."));
    CHECK(office.send("never heard of", "resolved", "2026-11-22T13:52:00Z").status == 200);
}

TEST_CASE("what fires on after the end opens no second incident; what breaks anew does", "[S1.12]") {
    Watch office;
    const std::string id = office.fire().string("/incident/id");
    office.clock.time += 10min;
    REQUIRE(office.post("/api/v1/incidents/" + id + "/resolve", {{"verified", "50 test payments"}}).status == 200);
    office.clock.time += 1h;
    const Reply still = office.fire();
    CHECK_FALSE(still.at("/declared").as_bool());
    CHECK(still.string("/incident/id") == id);
    CHECK_THAT(office.get("/api/v1/incidents/" + id + "/next").text, Contains("An alert still fires after it was called over."));
    const Reply anew = office.fire("{}:{alertname=\"A\"}", "2026-11-22T15:00:00Z");
    CHECK(anew.at("/declared").as_bool());
    CHECK(anew.string("/incident/id") != id);
}

TEST_CASE("an alert that no rule is meant for declares nothing, and the sender need not try again") {
    Watch office;
    const Reply answer = office.send("k", "firing", "2026-11-22T13:52:00Z", "coffee-machine");
    CHECK(answer.status == 200);
    CHECK(answer.at("/incident").is_null());
    CHECK_THAT(answer.string("/note"), Contains("No rule"));
    CHECK(office.post("/api/v1/alerts", {{"version", "3"}}).status == 422);
    CHECK(office.room.desk.open().empty());
}

TEST_CASE("whichever way an incident is opened, the record is of the same kind", "[S1.12][S0.13]") {
    Watch office;
    office.who = {};
    office.address = "203.0.113.9";
    REQUIRE(office.post("/api/v1/reports", {{"text", "Search finds nothing."}, {"component", "search"}}).status == 201);
    office.who = {"comms-lead", http::Scope::respond};
    const std::string by_alert = office.fire().string("/incident/id");
    const Reply by_reports = office.post("/api/v1/incidents", {{"from_reports", "search"}});
    REQUIRE(by_reports.status == 201);
    const std::string by_staff = office.declare({{"title", "Accounts are locked"}, {"impact", "minor"}});
    std::set<std::set<std::string>> kinds;
    for (const std::string& id : {by_alert, by_reports.string("/incident/id"), by_staff}) {
        const Reply shown = office.get("/api/v1/incidents/" + id + "?events=true");
        CHECK(shown.string("/incident/events/0/type") == "declared");
        CHECK(shown.at("/incident/updates").as_array().size() == 1);
        CHECK(shown.string("/incident/updates/0/kind") == "first");
        CHECK(shown.at("/incident/next_updates").as_array().size() >= 1);
        CHECK(shown.string("/incident/owner") == "comms-lead");
        std::set<std::string> members;
        for (const auto& member : shown.at("/incident").as_object()) members.emplace(member.key());
        kinds.insert(members);
    }
    CHECK(kinds.size() == 1);
}
