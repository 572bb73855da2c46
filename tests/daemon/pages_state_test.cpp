// What the page says of the whole: derived from the open incidents and the time, and never better than what is known.
#include "tests/core/incident_builder.hpp"
#include "tests/core/shipped_words.hpp"

#include "core/page.hpp"

using namespace candor;
using namespace candor::test;

namespace {

const PageWords words = shipped_words("en");
const std::vector<std::pair<ComponentId, std::string>> components{{ComponentId("checkout"), "Checkout"}, {ComponentId("search"), "Search"}};

Incident declared(Impact impact, ScopeLabel scope = ScopeLabel::many, Origin origin = Origin::staff) {
    Incident incident;
    std::vector<NewFact> facts;
    if (scope != ScopeLabel::unknown) facts.push_back(fact(Scope{scope, {}, {}, ""}));
    incident.does(Declare{incident.record.id, "Card payments fail", {ComponentId("checkout")}, impact, origin, "comms-lead", "", facts});
    return incident;
}

PageState state_of(const std::vector<const Incident*>& incidents, Time now) {
    std::vector<const Record*> open;
    for (const Incident* incident : incidents) open.push_back(&incident->record);
    return page_state(open, components, words, now);
}

PageState state_of(const Incident& incident) {
    return state_of({&incident}, incident.now);
}

}  // namespace

TEST_CASE("where nothing is declared the page says just that, and nothing is called operational") {
    const PageState state = state_of({}, Time{});
    CHECK(state.headline == "No incident is open");
    CHECK(state.indicator == Impact::none);
    REQUIRE(state.components.size() == 2);
    for (const ComponentStanding& one : state.components) CHECK(words.word(PageWordGroup::state, to_string(one.state)) == "No open incident");
    CHECK_FALSE(state.next_update);
}

TEST_CASE("a component is shown as the open incident says") {
    struct Case {
        Impact impact;
        ScopeLabel scope;
        ComponentState state;
        Impact indicator;
        const char* headline;
    };
    const Case c = GENERATE(
        Case{Impact::none, ScopeLabel::unknown, ComponentState::no_known_impact, Impact::minor, "An incident is open, with no known effect on customers"},
        Case{Impact::minor, ScopeLabel::many, ComponentState::degraded_performance, Impact::minor, "Degraded performance"},
        Case{Impact::major, ScopeLabel::many, ComponentState::partial_outage, Impact::major, "Partial outage"},
        Case{Impact::major, ScopeLabel::all, ComponentState::major_outage, Impact::major, "Major outage"},
        Case{Impact::critical, ScopeLabel::few, ComponentState::major_outage, Impact::critical, "Major outage"});
    const PageState state = state_of(declared(c.impact, c.scope));
    CHECK(state.components[0].state == c.state);
    CHECK(state.components[1].state == ComponentState::no_open_incident);
    CHECK(state.indicator == c.indicator);
    CHECK(state.headline == c.headline);
}

TEST_CASE("what is only reported is unknown, until a fact confirms it", "[S2.1]") {
    Incident incident = declared(Impact::major, ScopeLabel::unknown, Origin::customer_report);
    CHECK(state_of(incident).components[0].state == ComponentState::unknown);
    CHECK_THAT(state_of(incident).headline, Catch::Contains("not confirmed"));
    incident.does(RecordFacts{{fact(Symptom{"card payments are declined"})}});
    CHECK(state_of(incident).components[0].state == ComponentState::partial_outage);
}

TEST_CASE("the worst of several open incidents decides, and the headline says that there are several") {
    const Incident minor = declared(Impact::minor);
    Incident critical = declared(Impact::critical);
    const PageState state = state_of({&critical, &minor}, minor.now);
    CHECK(state.components[0].state == ComponentState::major_outage);
    CHECK(state.indicator == Impact::critical);
    CHECK(state.headline == "Major outage (2 incidents are open)");
}

TEST_CASE("once a promised update is long overdue the state is unknown, since that time", "[S0.1]") {
    const Incident incident = declared(Impact::minor);
    const Time due = *next_promised(incident.record);
    CHECK(state_of({&incident}, due + page_patience).components[0].state == ComponentState::degraded_performance);
    const PageState late = state_of({&incident}, due + page_patience + 1ms);
    CHECK(late.components[0].state == ComponentState::unknown);
    CHECK(late.components[0].unknown_since == due);
    CHECK_THAT(late.headline, Catch::Contains("unknown") && Catch::Contains("overdue"));
    CHECK(late.indicator == Impact::minor);
    CHECK(late.components[1].state == ComponentState::no_open_incident);
}

TEST_CASE("an incident on a component that is no longer configured is not hidden") {
    Incident incident;
    incident.does(Declare{incident.record.id, "Old shop is down", {ComponentId("old-shop")}, Impact::major, Origin::staff, "comms-lead", "", {}});
    const PageState state = state_of(incident);
    REQUIRE(state.components.size() == 3);
    CHECK(state.components[2].name == "old-shop");
    CHECK(state.components[2].state == ComponentState::partial_outage);
}

TEST_CASE("the next promised time is the soonest of all audiences and incidents") {
    Incident first = declared(Impact::major);
    Incident second;
    second.now = first.now - 5min;
    second.does(Declare{second.record.id, "Search is slow", {ComponentId("search")}, Impact::minor, Origin::staff, "comms-lead", "", {}});
    const PageState state = state_of({&second, &first}, first.now);
    CHECK(state.next_update == first.now + 15min);
    CHECK(next_promised(second.record) == second.now + 30min);
}
