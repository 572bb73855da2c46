// How a component stood day by day, from what was declared and said.
#include "incident_builder.hpp"

#include "core/component_history.hpp"

using namespace candor;
using namespace candor::test;
using std::chrono::days;
using std::chrono::hours;

namespace {

Incident resolved_after(Duration length, Impact impact = Impact::major) {
    Incident incident;
    incident.does(Declare{incident.record.id, "Card payments fail", {ComponentId("checkout")}, impact, Origin::staff, "comms-lead", "", {}});
    incident.run_until(incident.now + length);
    incident.does(Resolve{"", {{Verification{"50 test payments, all accepted", true}, Confidence::confirmed, {}}}});
    return incident;
}

std::vector<ComponentDay> ninety(const std::vector<StatedSpan>& spans, Time since, Time now) {
    return days_of(spans, since, 90, utc(), now);
}

}  // namespace

TEST_CASE("a day shows the worst that was stated of it, and for how long") {
    Incident incident = resolved_after(2h);
    const Time now = incident.now + days{1};
    const auto shown = ninety(spans_of(incident.record, now), incident.record.declared_at, now);
    REQUIRE(shown.size() == 90);
    CHECK(shown.back().worst == ComponentState::no_open_incident);
    CHECK(shown[88].worst == ComponentState::partial_outage);
    CHECK(shown[88].lasted == 2h);
}

TEST_CASE("before the first declaration there is no record, and nothing is claimed of those days") {
    Incident incident = resolved_after(1h);
    const Time now = incident.now + days{10};
    const auto shown = ninety(spans_of(incident.record, now), incident.record.declared_at, now);
    for (std::size_t i = 0; i < 79; ++i) CHECK_FALSE(shown[i].worst);
    CHECK(shown[79].worst == ComponentState::partial_outage);
    for (std::size_t i = 80; i < 90; ++i) CHECK(shown[i].worst == ComponentState::no_open_incident);
    for (const ComponentDay& day : days_of({}, std::nullopt, 90, utc(), now)) CHECK_FALSE(day.worst);
}

TEST_CASE("what nobody vouched for is unknown, and hides no outage that was known") {
    Incident incident;
    incident.does(Declare{incident.record.id, "Card payments fail", {ComponentId("checkout")}, Impact::major, Origin::customer_report, "comms-lead", "", {}});
    CHECK(spans_of(incident.record, incident.now + 5min) == std::vector<StatedSpan>{{ComponentState::unknown, incident.now, incident.now + 5min}});

    Incident silent;
    silent.declare();
    const Time due = *next_promised(silent.record);
    const auto spans = spans_of(silent.record, due + 2h);
    CHECK(std::count(spans.begin(), spans.end(), StatedSpan{ComponentState::unknown, due + page_patience, due + 2h}) >= 1);
    const auto shown = ninety(spans, silent.record.declared_at, due + 2h);
    CHECK(shown.back().worst == ComponentState::partial_outage);
}

TEST_CASE("what was opened in error is not counted") {
    Incident incident;
    incident.declare();
    incident.does(Withdraw{"it was a test order"});
    CHECK(spans_of(incident.record, incident.now + 1h).empty());
}

TEST_CASE("an incident over midnight counts on both days, each with its part") {
    Incident incident = resolved_after(14h);  // 14:00 to 04:00
    const Time now = incident.now + 1h;
    const auto shown = ninety(spans_of(incident.record, now), incident.record.declared_at, now);
    CHECK(shown[88].lasted == 10h);
    CHECK(shown[89].lasted == 4h);
}
