// The brake in the database, copies of it, and whether what is stored is what was committed.
#include "tests/daemon/store_database.hpp"

#include "daemon/store/backup.hpp"
#include "tests/how_many.hpp"

#include <fstream>
#include <iostream>
#include <random>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sstream>
#include <sys/stat.h>

using namespace candor;
using namespace candor::store;
using namespace candor::test;
using namespace std::chrono_literals;

namespace {

const Time noon = *parse_rfc3339("2026-11-22T12:00:00Z");

Inspection all_of(Store& store, std::size_t step = 3) {
    Inspection inspection;
    while (!inspection.at_end) inspection = store.inspect(std::move(inspection), step);
    return inspection;
}

// A record with an update, a fact after it, and the end of it not told yet.
void fill(Database& database, Incident& incident, int count = 5) {
    database.store->sync_recipients(partners, recipients(count));
    save(database, incident, declaration());
    save(database, incident, RecordFacts{{fact(Symptom{"card payments are declined"})}});
}

std::string bytes_of(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

}  // namespace

TEST_CASE("the brake is still on after a restart, until it is taken off") {
    Database database;
    CHECK_FALSE(database.store->freeze().has_value());
    const Freeze frozen{noon, "comms-lead", "a wrong text is going out", false};
    database.store->put_freeze(frozen);
    database.open();
    CHECK(database.store->freeze() == frozen);
    CHECK(database.store->lift_freeze("comms-lead", noon + 1h, {}) == 0);
    CHECK_FALSE(database.store->freeze().has_value());
}

TEST_CASE("what was published before the brake was put on can be given up with it, claimed or not") {
    Database database;
    Incident incident;
    fill(database, incident);
    const auto first = claim(database, incident, 2);
    REQUIRE(first.claims.size() == 2);
    (void)claim(database, incident, 0, {outcome(incident, first.claims[0], Verdict::transient)});
    database.store->put_freeze({incident.now, "comms-lead", "", false});
    CHECK(database.store->lift_freeze("comms-lead", incident.now + 1min, incident.now - 1min) == 0);  // it is younger
    CHECK(database.store->lift_freeze("comms-lead", incident.now + 1min, incident.now) == 4);  // one waits for its next attempt, three were not claimed
    incident.now += 1min;
    save(database, incident, Publish{"Some card payments fail.", {}, {}, {}, {}, ""});
    incident.now += 1h;
    const auto second = claim(database, incident, 10, {outcome(incident, first.claims[1], Verdict::delivered)});
    const UpdateId later = incident.record.updates.back().update.id;
    for (const FanoutInfo& fanout : second.fanouts) CHECK(fanout.update == later);
    CHECK(second.claims.size() == 5);
}

TEST_CASE("a copy is made while the database is in use: one moment of it, whole, readable by its owner alone") {
    Database database;
    Incident incident;
    fill(database, incident);
    const auto copied = back_up(database.path(), database.path("copy.db"), "candor backup", noon);
    REQUIRE(copied.has_value());
    CHECK(copied->contents.records == 1);
    CHECK(copied->contents.texts == 1);
    CHECK(copied->contents.damage.empty());
    struct stat status {};
    REQUIRE(::stat(database.path("copy.db").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    CHECK_FALSE(std::filesystem::exists(database.path("copy.db.partial")));
    CHECK_FALSE(std::filesystem::exists(database.path("copy.db-wal")));

    save(database, incident, RecordFacts{{fact(Symptom{"refunds fail, too"})}});  // it goes on
    CHECK_FALSE(database.store->freeze().has_value());
    Store copy(database.path("copy.db"));
    CHECK(copy.find_incident(incident.record.id)->events.size() + 1 == incident.events.size());
    REQUIRE(copy.freeze().has_value());
    CHECK(copy.freeze()->restored);
    CHECK(copy.freeze()->since == noon);
}

TEST_CASE("a copy of a frozen house says that it is a copy") {
    Database database;
    database.store->put_freeze({noon - 1h, "comms-lead", "", false});
    REQUIRE(back_up(database.path(), database.path("copy.db"), "candor backup", noon).has_value());
    Store copy(database.path("copy.db"));
    CHECK(copy.freeze()->restored);
    copy.lift_freeze("comms-lead", noon + 1h, {});
    CHECK_FALSE(copy.freeze().has_value());
}

TEST_CASE("a backup never replaces a file, and where there is no database nothing is made") {
    Database database;
    std::ofstream(database.path("kept")) << "something else";
    const auto refused = back_up(database.path(), database.path("kept"), "candor backup", noon);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code() == ErrorCode::conflict);
    CHECK(bytes_of(database.path("kept")) == "something else");
    const auto missing = back_up(database.path("nothing.db"), database.path("copy.db"), "candor backup", noon);
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().code() == ErrorCode::not_found);
    const auto nowhere = back_up(database.path(), "/nowhere/copy.db", "candor backup", noon);
    REQUIRE_FALSE(nowhere.has_value());
    CHECK_THAT(nowhere.error().message(), Catch::Contains("/nowhere/copy.db.partial: No such file"));
    CHECK_FALSE(std::filesystem::exists(database.path("copy.db")));
    CHECK_FALSE(std::filesystem::exists(database.path("copy.db.partial")));
}

TEST_CASE("a record that was altered is read as far as it is what was committed", "[S0.4]") {
    Database database;
    Incident incident;
    fill(database, incident);
    {
        soci::session sql(soci::sqlite3, "dbname=\"" + database.path() + "\"");
        sql << "UPDATE event SET body = REPLACE(body, 'declined', 'accepted') WHERE seq = (SELECT MAX(seq) FROM event)";
    }
    const auto read = database.store->find_incident(incident.record.id);
    REQUIRE(read.has_value());
    CHECK_FALSE(read->intact);
    CHECK(read->events.size() + 1 == incident.events.size());
    const auto live = database.store->live_incidents();
    REQUIRE(live.size() == 1);
    CHECK_FALSE(live[0].intact);
}

TEST_CASE("one look after the other goes through everything, and names what is not what was committed") {
    Database database;
    std::uint64_t number = 0;
    for (const char* id : {"inc-a", "inc-b", "inc-c", "inc-d", "inc-e"}) {
        Incident incident;
        incident.random = ++number << 32;
        Declare declare = declaration();
        declare.id = incident.record.id = IncidentId(id);
        save(database, incident, declare);
    }
    const Inspection whole = all_of(*database.store, 2);
    CHECK(whole.records == 5);
    CHECK(whole.texts == 5);
    CHECK(whole.damage.empty());
    {
        soci::session sql(soci::sqlite3, "dbname=\"" + database.path() + "\"");
        sql << "UPDATE event SET actor = 'nobody' WHERE incident = 'inc-b' AND seq = 1";
        sql << "UPDATE incident SET status = 'resolved' WHERE id = 'inc-d'";
        sql << "UPDATE message SET json = json || ' ' WHERE incident = 'inc-e'";
    }
    const Inspection found = all_of(*database.store, 2);
    REQUIRE(found.damage.size() == 3);
    std::map<std::string, std::string> by_incident;
    for (const Damage& one : found.damage) by_incident[one.incident.str()] = one.what;
    CHECK(by_incident["inc-b"] == "event 1, or what follows it");
    CHECK(by_incident["inc-d"] == "its status, which is not what its events say");
    CHECK_THAT(by_incident["inc-e"], Catch::StartsWith("the text of update ") && Catch::EndsWith(" (webhook/en)"));
}

// What matters of a database, as a program reads it; nothing where it cannot be read.
static std::string read_out(const std::string& file) {
    std::string all;
    try {
        soci::session sql(soci::sqlite3, "dbname=\"" + file + "\"");
        for (const char* query : {"SELECT incident || seq || at || actor || type || body || hash FROM event ORDER BY rowid",
                                  "SELECT update_id || variant || language || subject || text || html || json || hash || incident FROM message ORDER BY rowid",
                                  "SELECT id || version || status || COALESCE(ended_at, '') || chain FROM incident ORDER BY rowid"}) {
            soci::rowset<std::string> rows = (sql.prepare << query);
            for (const std::string& row : rows) all += row + "\n";
        }
    } catch (const std::exception&) {
        return {};
    }
    return all;
}

static bool is_found(const std::string& file) {
    const auto looked = look_through(file);
    return !looked || !looked->contents.damage.empty();
}

TEST_CASE("of bits that a disk turns over, those that change what is read are found") {
    Database database;
    for (std::uint64_t i = 0; i < 40; ++i) {
        Incident incident;
        incident.random = i << 32;
        Declare declare = declaration();
        declare.id = incident.record.id = IncidentId("inc-" + std::to_string(1000 + i));
        save(database, incident, declare);
        save(database, incident, RecordFacts{{fact(Symptom{"card payments are declined, and this is a long text about it so that there is something to turn over"})}});
    }
    const std::string original = database.path("copy.db");
    REQUIRE(back_up(database.path(), original, "candor backup", noon).has_value());
    const std::string good = bytes_of(original);
    const std::string said = read_out(original);
    REQUIRE_FALSE(said.empty());

    const auto wanted = static_cast<int>(how_many("CANDOR_FLIPS", 60));
    std::mt19937_64 random(20261122);
    const std::string turned = database.path("turned.db");
    int flips = 0;
    int changed = 0;
    int missed = 0;
    for (; changed < wanted && flips < 40 * wanted; ++flips) {
        std::string bytes = good;
        bytes[random() % bytes.size()] ^= static_cast<char>(1U << (random() % 8));
        std::ofstream(turned, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (read_out(turned) == said) continue;  // where nothing is written, or what nobody reads
        ++changed;
        if (!is_found(turned)) ++missed;
    }
    std::cout << flips << " bits turned over, " << changed << " of them changed what is read, " << missed << " of these were not found\n";
    CHECK(changed == wanted);
    CHECK(missed * 1000 <= changed);
}
