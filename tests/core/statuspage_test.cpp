// Our words as programs that read Statuspage's public API v2 know them.
#include "incident_builder.hpp"

#include "core/statuspage/documents.hpp"
#include "core/statuspage/mapping.hpp"

#include <boost/json.hpp>

using namespace candor;
using namespace candor::test;
using statuspage::Document;
using statuspage::State;
namespace json = boost::json;

namespace {

class FixedZone final : public TimeZone {
public:
    [[nodiscard]] ZoneOffset at(Time) const override { return {-8h, "PST"}; }
    [[nodiscard]] std::string_view name() const override { return "America/Tijuana"; }
};
const FixedZone zone;

// What the API would say of these records at `now`.
json::object ask(Document which, const std::vector<const Record*>& records, Time now, const TimeZone& in = zone) {
    std::vector<PublicRecord> shown;
    for (const Record* record : records) {
        const std::vector<std::string> texts(record->updates.size(), record->title + "\n\nWe know.\n- one\n- two\n\nhttps://status.example.org/incidents/" + record->id.str());
        shown.push_back(public_record(*record, record->title, "https://status.example.org/incidents/" + record->id.str(), texts));
    }
    const statuspage::Page page{"Example Shop", "https://status.example.org", &in,
                                {{ComponentId("checkout"), "Checkout", "The till"}, {ComponentId("search"), "Search", ""}}, shown,
                                *parse_rfc3339("2026-11-01T00:00:00Z"), now};
    return json::parse(statuspage::document(which, page)).as_object();
}

Incident declared(Impact impact, ScopeLabel scope = ScopeLabel::many, Origin origin = Origin::staff) {
    Incident incident;
    incident.record.id = IncidentId("bcdfghjkmnpq");
    incident.does(Declare{incident.record.id, "Card payments fail", {ComponentId("checkout")}, impact, origin, "comms-lead", "",
                          {{Scope{scope, {}, {}, ""}, Confidence::confirmed, {}}}});
    return incident;
}

std::string state_of_first(const json::object& document) {
    return std::string(document.at("components").as_array()[0].at("status").as_string());
}

std::string description(const json::object& document) {
    const auto& status = document.at("status").as_object();
    return std::string(status.at("indicator").as_string()) + ": " + std::string(status.at("description").as_string());
}

}  // namespace

TEST_CASE("ids are 12 lower-case letters and digits that never change") {
    for (const std::string& id : {statuspage::page_id("https://status.example.org"), statuspage::component_id(ComponentId("checkout"))}) {
        CHECK(id.size() == 12);
        CHECK(id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos);
    }
    // Written down, not computed: clients have stored them.
    CHECK(statuspage::page_id("https://status.example.org") == "btzzm7f47w84");
    CHECK(statuspage::component_id(ComponentId("checkout")) == "n2q87335xhws");
    CHECK(statuspage::component_id(ComponentId("checkout")) != statuspage::component_id(ComponentId("search")));
    CHECK(statuspage::component_id(ComponentId("x")) != statuspage::page_id("x"));
}

TEST_CASE("an impact becomes a component's state, an indicator and words that clients know") {
    struct Case {
        Impact impact;
        ScopeLabel scope;
        const char* state;
        const char* status;
    };
    const Case c = GENERATE(Case{Impact::none, ScopeLabel::few, "operational", "none: All Systems Operational"},
                            Case{Impact::minor, ScopeLabel::some, "degraded_performance", "minor: Partially Degraded Service"},
                            Case{Impact::major, ScopeLabel::many, "partial_outage", "major: Partial System Outage"},
                            Case{Impact::major, ScopeLabel::all, "major_outage", "critical: Major System Outage"},
                            Case{Impact::critical, ScopeLabel::some, "major_outage", "critical: Major System Outage"});
    const Incident incident = declared(c.impact, c.scope);
    const auto summary = ask(Document::summary, {&incident.record}, incident.now);
    CHECK(state_of_first(summary) == c.state);
    CHECK(description(summary) == c.status);
    CHECK(summary.at("components").as_array()[1].at("status").as_string() == "operational");
}

TEST_CASE("what is unknown is never shown as operational", "[S2.20]") {
    Incident silent = declared(Impact::none, ScopeLabel::few);
    const Time due = *next_promised(silent.record);
    CHECK(state_of_first(ask(Document::summary, {&silent.record}, due)) == "operational");  // known to affect nobody
    const auto later = ask(Document::summary, {&silent.record}, due + page_patience + 1s);
    CHECK(state_of_first(later) == "degraded_performance");
    CHECK(description(later) == "minor: Partially Degraded Service");

    const Incident major = declared(Impact::major);  // the last thing that was known stays
    CHECK(state_of_first(ask(Document::summary, {&major.record}, *next_promised(major.record) + 24h)) == "partial_outage");

    const Incident reported = declared(Impact::critical, ScopeLabel::unknown, Origin::customer_report);
    const auto unconfirmed = ask(Document::summary, {&reported.record}, reported.now);
    CHECK(state_of_first(unconfirmed) == "degraded_performance");
    CHECK(unconfirmed.at("incidents").as_array()[0].at("impact").as_string() == "minor");  // as the page hides what nobody confirmed
}

TEST_CASE("an empty page has the shape that strict readers ask for") {
    const Time now = *parse_rfc3339("2026-11-22T14:00:00Z");
    const auto summary = ask(Document::summary, {}, now);
    const auto& page = summary.at("page").as_object();
    CHECK(page.at("name").as_string() == "Example Shop");
    CHECK(page.at("url").as_string() == "https://status.example.org");
    CHECK(page.at("time_zone").as_string() == "America/Tijuana");
    CHECK(page.at("updated_at").as_string() == "2026-10-31T16:00:00.000-08:00");
    CHECK(description(summary) == "none: All Systems Operational");
    CHECK(summary.at("incidents").as_array().empty());
    const auto& component = summary.at("components").as_array()[0].as_object();
    CHECK(json::serialize(component) ==
          R"({"id":"n2q87335xhws","name":"Checkout","status":"operational","created_at":"1969-12-31T16:00:00.000-08:00","updated_at":"1969-12-31T16:00:00.000-08:00","position":1,"description":"The till","showcase":true,"start_date":null,"group_id":null,"page_id":"btzzm7f47w84","group":false,"only_show_if_degraded":false})");
    CHECK(summary.at("components").as_array()[1].at("description").is_null());
    CHECK(ask(Document::summary, {}, now, utc()).at("page").at("updated_at").as_string() == "2026-11-01T00:00:00.000+00:00");
}

TEST_CASE("an incident is told newest update first, with what each made of its components") {
    Incident incident = declared(Impact::major);
    incident.now += 5min;
    incident.does(Publish{"We found it.", {}, Status::identified, {}, {}});
    incident.now += 5min;
    incident.does(Publish{"It is mended; we watch it.", {}, Status::monitoring, {}, {}});
    const Time monitored = incident.now;
    const auto summary = ask(Document::summary, {&incident.record}, incident.now);
    const auto& shown = summary.at("incidents").as_array()[0].as_object();
    CHECK(shown.at("id").as_string() == "bcdfghjkmnpq");
    CHECK(shown.at("status").as_string() == "monitoring");
    CHECK(shown.at("shortlink").as_string() == "https://status.example.org/incidents/bcdfghjkmnpq");
    CHECK(shown.at("monitoring_at").as_string() == to_rfc3339(monitored, zone));
    CHECK(shown.at("resolved_at").is_null());
    const auto& updates = shown.at("incident_updates").as_array();
    REQUIRE(updates.size() == 3);
    CHECK(updates[0].at("status").as_string() == "monitoring");
    CHECK(updates[2].at("status").as_string() == "investigating");
    CHECK(updates[0].at("body").as_string() == "We know.\n\n- one\n- two");  // without title and address
    CHECK(updates[0].at("affected_components").as_array()[0].at("code").as_string() == statuspage::component_id(ComponentId("checkout")));
    CHECK(updates[2].at("affected_components").as_array()[0].at("old_status").as_string() == "operational");
    CHECK(updates[2].at("affected_components").as_array()[0].at("new_status").as_string() == "partial_outage");
    CHECK(updates[0].at("affected_components").as_array()[0].at("old_status").as_string() == "partial_outage");
    CHECK(shown.at("components").as_array().size() == 1);
}

TEST_CASE("a resolved incident leaves the summary at once, stays in the list, and what was opened in error is in neither") {
    Incident incident = declared(Impact::major);
    incident.now += 5min;
    incident.does(Resolve{"", {{Verification{"50 test payments", true}, Confidence::confirmed, {}}}});
    Incident wrong = declared(Impact::minor);
    wrong.record.id = IncidentId("wrong2222222");
    wrong.does(Withdraw{"it was a test order"});
    const std::vector<const Record*> both{&incident.record, &wrong.record};
    const auto summary = ask(Document::summary, both, incident.now);
    CHECK(summary.at("incidents").as_array().empty());
    CHECK(description(summary) == "none: All Systems Operational");
    CHECK(ask(Document::unresolved, both, incident.now).at("incidents").as_array().empty());
    const auto list = ask(Document::incidents, both, incident.now).at("incidents").as_array();
    REQUIRE(list.size() == 1);
    CHECK(list[0].at("status").as_string() == "resolved");
    CHECK(list[0].at("resolved_at").as_string() == to_rfc3339(incident.now, zone));
    CHECK(list[0].at("incident_updates").as_array()[0].at("affected_components").as_array()[0].at("new_status").as_string() == "operational");
}

TEST_CASE("lists name the fifty newest, newest first") {
    std::vector<Incident> incidents;
    std::vector<const Record*> records;
    for (int i = 0; i < 60; ++i) {
        Incident& one = incidents.emplace_back();
        one.record.id = IncidentId("id" + std::to_string(1000000000 + i));
        one.now += std::chrono::minutes(i);
        one.declare();
    }
    for (const Incident& one : incidents) records.push_back(&one.record);
    const auto list = ask(Document::incidents, records, incidents.back().now).at("incidents").as_array();
    REQUIRE(list.size() == 50);
    CHECK(list[0].at("id").as_string() == "id1000000059");
    CHECK(list[49].at("id").as_string() == "id1000000010");
    CHECK(ask(Document::unresolved, records, incidents.back().now).at("incidents").as_array().size() == 60);
}

TEST_CASE("maintenance is upcoming, then active, then over") {
    Incident work;
    work.record.id = IncidentId("work22222222");
    Declare declare{work.record.id, "Database upgrade", {ComponentId("checkout")}, Impact::minor, Origin::staff, "comms-lead", "", {}};
    declare.kind = RecordKind::maintenance;
    declare.window = Window{work.now + 1h, work.now + 2h};
    work.does(declare);
    const auto listed = [&](Document which) { return ask(which, {&work.record}, work.now).at("scheduled_maintenances").as_array(); };
    REQUIRE(listed(Document::upcoming).size() == 1);
    CHECK(listed(Document::active).empty());
    const auto upcoming = listed(Document::upcoming);
    CHECK(upcoming[0].at("status").as_string() == "scheduled");
    CHECK(upcoming[0].at("impact").as_string() == "maintenance");
    CHECK(upcoming[0].at("scheduled_for").as_string() == "2026-11-22T07:00:00.000-08:00");
    CHECK(upcoming[0].at("scheduled_until").as_string() == "2026-11-22T08:00:00.000-08:00");
    CHECK(description(ask(Document::summary, {&work.record}, work.now)) == "none: All Systems Operational");
    CHECK(ask(Document::incidents, {&work.record}, work.now).at("incidents").as_array().empty());

    work.now += 1h;
    work.does(Start{});
    CHECK(listed(Document::upcoming).empty());
    CHECK(listed(Document::active)[0].at("status").as_string() == "in_progress");
    const auto summary = ask(Document::summary, {&work.record}, work.now);
    CHECK(description(summary) == "minor: Service Under Maintenance");
    CHECK(state_of_first(summary) == "under_maintenance");
    CHECK(summary.at("scheduled_maintenances").as_array().size() == 1);

    work.now += 30min;
    work.does(Complete{"", {{Verification{"50 test payments", true}, Confidence::confirmed, {}}}});
    CHECK(listed(Document::active).empty());
    CHECK(listed(Document::maintenances)[0].at("status").as_string() == "completed");
    CHECK(ask(Document::summary, {&work.record}, work.now).at("scheduled_maintenances").as_array().empty());
}

TEST_CASE("what nobody has been told yet is in no document") {
    Incident incident = declared(Impact::major);
    const std::string before = json::serialize(ask(Document::summary, {&incident.record}, incident.now));
    incident.now += 1min;
    incident.does(RecordFacts{{{Started{incident.now - 30min}, Confidence::confirmed, {}}, {Cause{"an expired certificate", CauseCategory::technology, ""}, Confidence::suspected, {}}}});
    CHECK(json::serialize(ask(Document::summary, {&incident.record}, incident.now)) == before);
    incident.does(Publish{"We found it.", {}, {}, {}, {}});
    const auto summary = ask(Document::summary, {&incident.record}, incident.now);
    const auto& shown = summary.at("incidents").as_array()[0];
    CHECK(shown.at("started_at").as_string() == to_rfc3339(incident.now - 30min, zone));
}
