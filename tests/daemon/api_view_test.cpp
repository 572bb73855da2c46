// What the API shows of an incident, member for member, in golden/. After a wanted change: CANDOR_UPDATE_GOLDEN=1, and read
// the difference as a client's author would.
#include "tests/core/incident_builder.hpp"

#include "daemon/api/commands.hpp"
#include "daemon/api/view.hpp"

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace candor;
using namespace candor::test;
namespace json = boost::json;

namespace {

desk::Setup shop() {
    desk::Setup setup;
    setup.organisation = "Example Shop";
    setup.url = "https://status.example.org";
    setup.default_owner = "comms-lead";
    setup.default_deputy = "duty-exec";
    setup.components = {{ComponentId("checkout"), "Checkout"}, {ComponentId("search"), "Search"}};
    return setup;
}

// Declared, known better, corrected, ten minutes late once, resolved.
desk::Dossier story() {
    Incident incident;
    incident.declare();
    incident.does(RecordFacts{{fact(Symptom{"card payments are declined"}), fact(Cause{"a failed upgrade", CauseCategory::technology, ""}, Confidence::suspected)}});
    incident.run_until(incident.now + 15min);
    incident.does(RetractFact{FactId("f3"), "the upgrade had not begun"});
    incident.does(Publish{"It is not all cards, only one kind.", {}, Status::identified, {}, incident.record.updates[0].update.id});
    incident.now += 25min;
    incident.does(Tick{});
    incident.now += 5min;
    incident.does(Resolve{"", {fact(Verification{"50 test payments, all accepted", true})}});
    desk::Dossier dossier{incident.record, {}};
    for (const PublishedUpdate& update : incident.record.updates) dossier.texts.push_back("text of no. " + std::to_string(update.update.number) + "\n");
    return dossier;
}

void check_view(const std::string& name, const json::value& value) {
    const std::string path = std::string(CANDOR_SOURCE_DIR) + "/tests/daemon/golden/" + name;
    if (std::getenv("CANDOR_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << json::serialize(value) << "\n";
    std::ifstream in(path);
    std::stringstream expected;
    expected << in.rdbuf();
    boost::system::error_code failure;
    const json::value golden = json::parse(expected.str(), failure);
    INFO(path << "\n" << json::serialize(value));
    REQUIRE_FALSE(failure);
    CHECK(value == golden);
}

template <class T>
Error error_of(const Result<T>& result) {
    if (result) FAIL("it was accepted");
    return result.error();
}

json::object parsed(const char* text) {
    return json::parse(text).as_object();
}

}  // namespace

TEST_CASE("an incident is shown with its facts, updates and promises", "[S0.4]") {
    const desk::Dossier dossier = story();
    check_view("incident_view.json", api::incident_view(dossier, shop(), dossier.record.last_event_at));
}

TEST_CASE("a summary says how many promises were kept") {
    check_view("summary_view.json", api::summary_view(story(), shop()));
}

TEST_CASE("an open promise whose time has passed is shown as overdue") {
    Promise promise;
    promise.due = *parse_rfc3339("2026-11-22T14:30:00Z");
    CHECK(api::promise_view(promise, promise.due).at("overdue") == false);
    CHECK(api::promise_view(promise, promise.due + 1ms).at("overdue") == true);
    promise.state = settle(promise, promise.due + 90500ms);
    CHECK(api::promise_view(promise, promise.due + 1h).at("lateness_seconds") == 90.5);
    CHECK(api::promise_view(promise, promise.due + 1h).at("overdue") == false);
}

TEST_CASE("the shorthands of a declaration become facts; who owns what nobody was named for is left to the desk") {
    const auto command = api::read_declare(parsed(R"({"title":"T","components":["search","search"],"impact":"minor","scope":"few","symptom":"slow"})"),
                                           IncidentId("x"), shop());
    REQUIRE(command.has_value());
    CHECK(command->owner.empty());
    CHECK(command->deputy.empty());
    CHECK(command->components == std::vector{ComponentId("search")});
    REQUIRE(command->facts.size() == 2);
    CHECK(std::get<Scope>(command->facts[0].body).label == ScopeLabel::few);
    CHECK(std::get<Symptom>(command->facts[1].body).text == "slow");
}

TEST_CASE("a request that is not understood is refused, and the field is named") {
    struct Case {
        const char* body;
        const char* field;
        const char* says;
    };
    const Case c = GENERATE(Case{R"({"components":["search"],"impact":"minor"})", "title", "missing"},
                            Case{R"({"title":"T","components":["search"]})", "impact", "missing"},
                            Case{R"({"title":"T","components":["search"],"impact":"huge"})", "impact", "critical"},
                            Case{R"({"title":"T","components":["search","wings"],"impact":"minor"})", "components[1]", "wings"},
                            Case{R"({"title":7,"components":["search"],"impact":"minor"})", "title", "string"},
                            Case{R"({"title":"T","components":["search"],"impact":"minor","impakt":"x"})", "impakt", "impakt"},
                            Case{R"({"title":"T","components":["search"],"impact":"minor","facts":[{"kind":"guess"}]})", "facts[0].kind", "guess"},
                            Case{R"({"title":"T","components":["search"],"impact":"minor","facts":[{"kind":"scope","label":"many","lable":1}]})",
                                 "facts[0].lable", "lable"},
                            Case{R"({"title":"T","components":["search"],"impact":"minor","facts":[{"kind":"symptom","text":"x","author":"me"}]})",
                                 "facts[0].author", "daemon"},
                            Case{R"({"title":"T","components":["search"],"impact":"minor","facts":["x"]})", "facts[0]", "object"});
    const Error error = error_of(api::read_declare(parsed(c.body), IncidentId("x"), shop()));
    CAPTURE(error.message());
    CHECK(error.code() == ErrorCode::invalid_argument);
    CHECK(error.field() == c.field);
    CHECK_THAT(error.message(), Catch::Contains(c.says));
}

TEST_CASE("an unknown component is answered with those that there are") {
    const Error error = error_of(api::read_declare(parsed(R"({"title":"T","components":["wings"],"impact":"minor"})"), IncidentId("x"), shop()));
    CHECK(error.mend() == "The components are: checkout, search.");
}

TEST_CASE("one fact may come by itself, and more than fifty may not come at once") {
    CHECK(api::read_facts(parsed(R"({"kind":"action","text":"restarting"})"))->facts.size() == 1);
    json::array many;
    for (int i = 0; i < 51; ++i) many.push_back(json::object{{"kind", "action"}, {"text", "x"}});
    CHECK(error_of(api::read_facts(json::object{{"facts", many}})).field() == "facts");
}

TEST_CASE("the update to be corrected is named by its number or by its id", "[S2.17]") {
    const desk::Dossier dossier = story();
    const UpdateId first = dossier.record.updates[0].update.id;
    CHECK(api::read_update(json::object{{"words", "w"}, {"corrects", 1}}, dossier.record, shop())->corrects == first);
    CHECK(api::read_update(json::object{{"words", "w"}, {"corrects", first.str()}}, dossier.record, shop())->corrects == first);
    CHECK(error_of(api::read_update(json::object{{"words", "w"}, {"corrects", 99}}, dossier.record, shop())).code() == ErrorCode::not_found);
    CHECK(error_of(api::read_update(json::object{{"words", "w"}, {"corrects", true}}, dossier.record, shop())).field() == "corrects");
}
