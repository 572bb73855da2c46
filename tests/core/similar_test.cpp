// Has it happened before? Found when it is declared and when it is resolved, and said at the end.
#include "core/similar.hpp"
#include "tests/core/incident_builder.hpp"

using namespace candor;
using namespace candor::test;

namespace {

const Time today = *parse_rfc3339("2026-11-22T14:00:00Z");

struct PastIncidentTold {
    std::string title = "Card payments fail at checkout";
    std::string symptom = "card payments are declined";
    std::string component = "checkout";
    CauseCategory category = CauseCategory::unknown;
    std::string cause = {};
    Duration ago = 240h;
};

Record recorded(const PastIncidentTold& told, const std::string& id = "past") {
    Incident incident;
    incident.record.id = IncidentId(id);
    incident.now = today - told.ago;
    incident.does(Declare{incident.record.id, told.title, {ComponentId(told.component)}, Impact::major, Origin::staff, "comms-lead", "", {fact(Symptom{told.symptom})}});
    if (!told.cause.empty()) incident.does(RecordFacts{{fact(Cause{told.cause, told.category, ""})}});
    return incident.record;
}

bool similar(const PastIncidentTold& past, const PastIncidentTold& now = {.title = "Payments by card do not work", .ago = 0h}) {
    const History history{{profile_of(recorded(past))}, today - 9000h};
    return !find_similar(profile_of(recorded(now, "now")), history, today).empty();
}

const PastIncidentTold full_disk{.category = CauseCategory::technology, .cause = "a full disk on the database"};

}  // namespace

TEST_CASE("an incident of the same component that customers noticed in the same way is similar", "[S1.18]") {
    CHECK(similar({}));
    CHECK_FALSE(similar({.component = "search"}));
    CHECK_FALSE(similar({.title = "Slow at noon", .symptom = "pages need ten seconds"}));
}

TEST_CASE("another time is another incident", "[S1.18]") {
    CHECK(similar({.ago = 399 * 24h}));
    CHECK_FALSE(similar({.ago = 401 * 24h}));
}

TEST_CASE("an incident whose cause nobody found may have been the same", "[S1.18][S3.15]") {
    PastIncidentTold now = full_disk;
    now.ago = 0h;
    CHECK(similar({}, now));
    CHECK(similar(full_disk, now));
    PastIncidentTold other = full_disk;  // noticed in another way, with the same cause
    other.title = "Slow at noon";
    other.symptom = "pages need ten seconds";
    CHECK(similar(other, now));
    other.category = CauseCategory::people;
    other.cause = "a wrong price was entered";
    CHECK_FALSE(similar(other, now));
}

TEST_CASE("what was opened in error has not happened", "[S1.18]") {
    IncidentProfile past = profile_of(recorded({}));
    past.withdrawn = true;
    CHECK(find_similar(profile_of(recorded({.ago = 0h}, "now")), {{past}, {}}, today).empty());
}

namespace {

// Declared and resolved with a past to look at.
struct WithPast : Incident {
    History history;

    std::vector<Event> acts(const Command& command) {
        Circumstances circumstances{now, actor, ++random_, policy, audiences};
        circumstances.history = &history;
        auto decided = decide(record, command, circumstances);
        if (!decided) FAIL(decided.error().message());
        record = fold(std::move(record), *decided);
        return *decided;
    }
    void begin() {
        acts(Declare{record.id, "Card payments fail", {ComponentId("checkout")}, Impact::major, Origin::staff, "comms-lead", "", {fact(Symptom{"card payments are declined"})}});
    }
    void end() { acts(Resolve{"", {fact(Verification{"100 test payments", true})}}); }

    std::uint64_t random_ = 100;
};

}  // namespace

TEST_CASE("it is looked for at the beginning and again at the end, and found is what is recorded", "[S1.18]") {
    WithPast incident;
    incident.history = {{profile_of(recorded(full_disk))}, today - 9000h};
    incident.begin();
    REQUIRE(incident.record.similar.size() == 1);
    CHECK(incident.record.similar.front().title == "Card payments fail at checkout");
    CHECK(incident.record.similar.front().cause == CauseCategory::technology);
    CHECK(pattern_of(incident.record) == Pattern::repeating);
    // Meanwhile it turns out that it was something else, and nothing like it.
    incident.acts(RecordFacts{{fact(Cause{"an expired certificate", CauseCategory::process, ""})}});
    incident.history.incidents.front().words = {"slow"};
    incident.end();
    CHECK(incident.record.similar.empty());
    CHECK(pattern_of(incident.record) == Pattern::one_off);
}

TEST_CASE("what is planned is like no incident of the past", "[S1.18]") {
    WithPast planned;
    planned.history = {{profile_of(recorded(full_disk))}, today - 9000h};
    Declare announced{planned.record.id, "Card payments fail for an hour", {ComponentId("checkout")}, Impact::minor, Origin::staff, "comms-lead", "", {}};
    announced.kind = RecordKind::maintenance;
    announced.window = Window{planned.now + 24h, planned.now + 25h};
    planned.acts(announced);
    CHECK(planned.record.similar.empty());
    CHECK(!planned.record.known_since);
}

TEST_CASE("a record that does not reach back a year does not say that something is new", "[S1.18]") {
    WithPast first;
    first.begin();
    CHECK(pattern_of(first.record) == Pattern::unknown);
    CHECK(!first.record.known_since);
    WithPast young;
    young.history.since = today - 364 * 24h;
    young.begin();
    CHECK(pattern_of(young.record) == Pattern::unknown);
    WithPast old;
    old.history.since = today - 366 * 24h;
    old.begin();
    CHECK(pattern_of(old.record) == Pattern::one_off);
}
