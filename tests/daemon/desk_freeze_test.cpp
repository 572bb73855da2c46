// Nothing is published by the clock while the brake is on; what people say is recorded, and what was due is told, late, afterwards.
#include "daemon/desk/freeze.hpp"
#include "tests/daemon/newsroom.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

using namespace candor;
using namespace candor::test;

namespace {

class Braked {
public:
    TemporaryFolder folder;
    TestClock clock;
    Newsroom room{folder / "candor.db", clock};

    Result<Freeze> freeze() { return room.await(desk::freeze(room.desk, room.store, room.thread, "comms-lead", "a wrong text")); }
    Result<std::int64_t> resume() { return room.await(desk::resume(room.desk, room.store, room.thread, "comms-lead", {})); }
};

}  // namespace

TEST_CASE("while the brake is on the clock publishes nothing, and then one update that says it is late") {
    Braked house;
    const IncidentId id = house.room.declare();
    const std::size_t before = house.room.record(id).updates.size();
    REQUIRE(house.freeze().has_value());
    CHECK_FALSE(house.room.desk.next_tick().has_value());
    CHECK(house.room.run_until(house.clock.time + 2h) == 0);
    CHECK(house.room.await(house.room.desk.tick()) == 0);

    house.room.does(id, RecordFacts{{{Action{"the provider restarts its servers", false}, Confidence::confirmed, {}}}});
    CHECK(house.room.record(id).updates.size() == before);
    REQUIRE(house.resume().has_value());
    CHECK(house.room.run_until(house.clock.time + 1s) == 1);
    const auto& told = house.room.record(id).updates;
    REQUIRE(told.size() == before + 1);
    CHECK_THAT(house.room.text(told.back().update.id, "email/en"), Catch::Contains("late"));
}

TEST_CASE("a restart leaves the brake on; it is put on and taken off once") {
    Braked house;
    REQUIRE(house.freeze().has_value());
    const auto again = house.freeze();
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().message() == "It is frozen already, since 2026-11-22T14:00:00.000Z, by comms-lead.");

    Newsroom restarted(house.folder / "candor.db", house.clock);
    restarted.await(desk::stay_frozen(restarted.desk, restarted.store, restarted.thread));
    REQUIRE(restarted.desk.setup().frozen.has_value());
    CHECK(restarted.desk.setup().frozen->reason == "a wrong text");

    REQUIRE(house.resume().has_value());
    const auto nothing = house.resume();
    REQUIRE_FALSE(nothing.has_value());
    CHECK(nothing.error().code() == ErrorCode::wrong_state);
}

TEST_CASE("a record that is not what was committed is shown as far as it is, and takes nothing more") {
    Braked house;
    const IncidentId id = house.room.declare();
    house.room.does(id, RecordFacts{{{Symptom{"refunds fail, too"}, Confidence::confirmed, {}}}});
    const auto version = house.room.record(id).version;
    {
        soci::session sql(soci::sqlite3, "dbname=\"" + (house.folder / "candor.db").string() + "\"");
        sql << "UPDATE event SET body = REPLACE(body, 'refunds', 'returns') WHERE seq = (SELECT MAX(seq) FROM event)";
    }
    Newsroom restarted(house.folder / "candor.db", house.clock);
    CHECK(restarted.record(id).version == version - 1);
    CHECK_FALSE(restarted.desk.next_tick().has_value());
    const auto refused = restarted.await(restarted.desk.execute(id, RecordFacts{{{Symptom{"more"}, Confidence::confirmed, {}}}}, "comms-lead"));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code() == ErrorCode::store_failed);
    CHECK_THAT(refused.error().message(), Catch::Contains("is not what was committed"));
}
