#include "tests/daemon/store_database.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

using namespace candor;
using namespace candor::store;
using namespace candor::test;

TEST_CASE("what was committed is read back after a restart, and the chain holds") {
    Database database;
    Incident incident;
    save(database, incident, declaration());
    save(database, incident, RecordFacts{{fact(Symptom{"card payments are declined"})}});
    database.open();
    const auto open = database.store->live_incidents();
    REQUIRE(open.size() == 1);
    CHECK(open[0].events == incident.events);
    CHECK_FALSE(database.store->broken_link(incident.record.id).has_value());
    CHECK(database.store->incident_ids("in", 10).size() == 1);
    CHECK(database.store->incident_ids("x", 10).empty());
}

TEST_CASE("a second writer on the same version is refused, and nothing of it is kept") {
    Database database;
    Incident incident;
    save(database, incident, declaration());
    Incident other = incident;
    save(database, incident, RecordFacts{{fact(Symptom{"card payments are declined"})}});
    const std::vector<Commit> late{to_commit(other, other.does(RecordFacts{{fact(Symptom{"something else"})}}))};
    CHECK_FALSE(database.store->commit(late));
    CHECK(database.store->find_incident(incident.record.id)->events == incident.events);
}

TEST_CASE("an event or a text that was altered in the database is found", "[S0.4]") {
    Database database;
    Incident incident;
    save(database, incident, declaration());
    save(database, incident, RecordFacts{{fact(Symptom{"card payments are declined"})}});
    const UpdateId update = incident.record.updates[0].update.id;
    CHECK(database.store->message(update, "webhook/en")->intact);
    {
        soci::session sql(soci::sqlite3, "dbname=\"" + database.path() + "\"");
        sql << "UPDATE event SET body = REPLACE(body, 'declined', 'accepted') WHERE seq = 3";
        sql << "UPDATE event SET body = REPLACE(body, 'declined', 'accepted') WHERE seq = 2";
        sql << "UPDATE message SET json = json || ' '";
    }
    REQUIRE(database.store->broken_link(incident.record.id).has_value());
    CHECK_FALSE(database.store->message(update, "webhook/en")->intact);
}

TEST_CASE("a database written by a newer version is left alone") {
    Database database;
    {
        soci::session sql(soci::sqlite3, "dbname=\"" + database.path() + "\"");
        sql << "INSERT INTO schema_migration (number, name) VALUES (999, 'from the future')";
    }
    CHECK_THROWS_WITH(database.open(), Catch::Contains("newer version"));
}

TEST_CASE("what may not be overtaken is not, though both are claimed at once") {
    Database database;
    Incident incident;
    database.store->sync_recipients(partners, recipients(1));
    save(database, incident, declaration());
    save(database, incident, Publish{"It is the other data centre.", {}, {}, {}, incident.record.updates[0].update.id, ""});
    const UpdateId correction = incident.record.updates.back().update.id;
    incident.now += 1min;
    save(database, incident, Publish{"Our payment team reads the logs.", {}, {}, {}, {}, ""});
    const auto first = claim(database, incident, 10);
    REQUIRE(first.claims.size() == 1);
    REQUIRE(first.fanouts.size() == 1);
    CHECK(first.fanouts[0].update == correction);
    incident.now += 1min;
    CHECK(claim(database, incident, 10, {outcome(incident, first.claims[0], Verdict::transient)}).claims.empty());
    incident.now += 1h;
    const auto again = claim(database, incident, 10);
    REQUIRE(again.claims.size() == 1);
    CHECK(again.fanouts[0].update == correction);
    CHECK(claim(database, incident, 10, {outcome(incident, again.claims[0], Verdict::delivered)}).claims.size() == 1);
}

TEST_CASE("of what waits behind a correction nothing overtakes the next one", "[S0.4][I4]") {
    Database database;
    Incident incident;
    database.store->sync_recipients(partners, recipients(1));
    save(database, incident, declaration());
    const UpdateId wrong = incident.record.updates[0].update.id;
    save(database, incident, Publish{"It is the other data centre.", {}, {}, {}, wrong, ""});
    save(database, incident, Publish{"It is one kind of card.", {}, {}, {}, wrong, ""});
    const UpdateId second = incident.record.updates.back().update.id;
    save(database, incident, Publish{"Our payment team reads the logs.", {}, {}, {}, {}, ""});
    const auto first = claim(database, incident, 10);
    REQUIRE(first.claims.size() == 1);
    const auto released = claim(database, incident, 10, {outcome(incident, first.claims[0], Verdict::delivered)});
    REQUIRE(released.claims.size() == 1);  // the news waits for the second correction, which may have to be tried again
    CHECK(released.fanouts[0].update == second);
    CHECK(claim(database, incident, 10, {outcome(incident, released.claims[0], Verdict::delivered)}).claims.size() == 1);
}

TEST_CASE("each recipient is claimed once, and each ends in a known state", "[S0.23]") {
    Database database;
    Incident incident;
    database.store->sync_recipients(partners, recipients(10));
    save(database, incident, declaration());
    Exchange first = claim(database, incident, 4);
    REQUIRE(first.claims.size() == 4);
    CHECK(first.more == std::vector{partners});
    REQUIRE(first.fanouts.size() == 1);
    CHECK(first.fanouts[0].thread.empty());
    std::vector<Settled> settled;
    for (const Claim& one : first.claims) settled.push_back(outcome(incident, one, Verdict::delivered));
    settled[1] = outcome(incident, first.claims[1], Verdict::permanent);
    settled[2] = outcome(incident, first.claims[2], Verdict::gone);
    settled[3] = outcome(incident, first.claims[3], Verdict::transient);
    const Exchange second = claim(database, incident, 100, settled);
    CHECK(second.claims.size() == 6);
    CHECK(second.next_retry.has_value());
    const DeliveryCounts now = counts(database);
    CHECK(now.delivered == 1);
    CHECK(now.failed == 1);
    CHECK(now.gone == 1);
    CHECK(now.unsettled == 7);
    CHECK(now.pending == 0);
    DeliveryFilter failed;
    failed.state = DeliveryState::failed;
    REQUIRE(database.store->deliveries(incident.record.id, failed).size() == 1);
    CHECK(database.store->deliveries(incident.record.id, failed)[0].recipient == "r1");
}

TEST_CASE("what arrived in time is counted from the publication, channel by channel", "[S0.10]") {
    Database database;
    Incident incident;
    database.store->sync_recipients(partners, recipients(4));
    save(database, incident, declaration());
    CHECK(database.store->delivered_within(incident.record.id, 5min)->empty());
    const auto claims = claim(database, incident, 4).claims;
    REQUIRE(claims.size() == 4);
    incident.now += 5min;
    (void)claim(database, incident, 0, {outcome(incident, claims[0], Verdict::delivered), outcome(incident, claims[1], Verdict::delivered)});
    incident.now += 1ms;
    (void)claim(database, incident, 0, {outcome(incident, claims[2], Verdict::delivered), outcome(incident, claims[3], Verdict::gone)});
    CHECK(database.store->delivered_within(incident.record.id, 5min) == std::map<ChannelId, std::int64_t>{{partners, 2}});
    CHECK(database.store->delivered_within(incident.record.id, 6min) == std::map<ChannelId, std::int64_t>{{partners, 3}});
    CHECK(database.store->delivered_within(IncidentId("other"), 5min)->empty());
}

TEST_CASE("who was reached, who in time, and who has left since is counted recipient by recipient", "[M5][M8][S3.16]") {
    Database database;
    Incident incident;
    database.store->sync_recipients(partners, recipients(4));
    save(database, incident, declaration());
    CHECK(database.store->reached(incident.record.id, 5min)->recipients == 0);
    const auto first = claim(database, incident, 4).claims;
    REQUIRE(first.size() == 4);
    (void)claim(database, incident, 0, {outcome(incident, first[0], Verdict::delivered), outcome(incident, first[1], Verdict::delivered)});
    incident.now += 6min;
    (void)claim(database, incident, 0, {outcome(incident, first[2], Verdict::delivered), outcome(incident, first[3], Verdict::gone)});
    save(database, incident, Resolve{"", {fact(Verification{"50 test payments", true})}});
    const auto last = claim(database, incident, 4).claims;
    REQUIRE(last.size() == 3);
    (void)claim(database, incident, 0, {outcome(incident, last[0], Verdict::delivered)});

    // r0, r1 and r2 were reached, r0 twice; the first two within 5 minutes; r3 was never reached and is not one who left.
    auto reached = database.store->reached(incident.record.id, 5min);
    REQUIRE(reached);
    CHECK(reached->recipients == 3);
    CHECK(reached->in_time == 2);
    CHECK(reached->left == 0);
    const std::vector<Recipient> stayed{recipients(4)[0], recipients(4)[2]};
    database.store->sync_recipients(partners, stayed);
    reached = database.store->reached(incident.record.id, 5min);
    CHECK(reached->recipients == 3);
    CHECK(reached->left == 1);
}

TEST_CASE("what has ended lately is listed with its version, and what was opened in error is not") {
    Database database;
    Incident incident;
    save(database, incident, declaration());
    CHECK(database.store->ended_since(incident.now - 1h, 10).empty());
    incident.now += 1h;
    save(database, incident, Resolve{"", {fact(Verification{"50 test payments", true})}});
    const auto ended = database.store->ended_since(incident.now - 1h, 10);
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].id == incident.record.id);
    CHECK(ended[0].version == incident.record.version);
    CHECK(database.store->ended_since(incident.now + 1ms, 10).empty());

    Database other;
    Incident mistaken;
    save(other, mistaken, declaration());
    save(other, mistaken, Withdraw{"a test"});
    CHECK(other.store->ended_since(mistaken.now - 1h, 10).empty());
}

TEST_CASE("a retry is claimed when it is due, with its attempt counted; gone recipients hear nothing more") {
    Database database;
    Incident incident;
    database.store->sync_recipients(partners, recipients(2));
    save(database, incident, declaration());
    const Exchange first = claim(database, incident, 10);
    const std::vector<Settled> settled{outcome(incident, first.claims[0], Verdict::transient), outcome(incident, first.claims[1], Verdict::gone)};
    CHECK(claim(database, incident, 10, settled).claims.empty());
    incident.now += 10s;
    const Exchange again = claim(database, incident, 10);
    REQUIRE(again.claims.size() == 1);
    CHECK(again.claims[0].delivery.attempts == 2);
    incident.now += 20s;
    save(database, incident, Publish{"We are testing a fix.", {}, {}, {}, {}});
    CHECK(claim(database, incident, 10).claims.size() == 1);
}

TEST_CASE("whoever asked to be left alone is, whatever waits and however often the configuration is read, until their address changes", "[I11]") {
    Database database;
    Incident incident;
    const std::vector<Recipient> both = recipients(2);
    database.store->sync_recipients(partners, both);
    save(database, incident, declaration());
    const Exchange first = claim(database, incident, 10);
    save(database, incident, Publish{"We are testing a fix.", {}, {}, {}, {}});
    const Exchange second = claim(database, incident, 10, {outcome(incident, first.claims[0], Verdict::delivered), outcome(incident, first.claims[1], Verdict::transient)});
    REQUIRE(second.claims.size() == 2);
    CHECK(claim(database, incident, 10, {outcome(incident, second.claims[0], Verdict::transient), outcome(incident, second.claims[1], Verdict::gone)}).claims.empty());
    database.store->sync_recipients(partners, both);
    incident.now += 1h;
    const Exchange later = claim(database, incident, 10);
    REQUIRE(later.claims.size() == 1);
    CHECK(later.claims[0].recipient == "r0");
    save(database, incident, Publish{"The fix works in our tests.", {}, {}, {}, {}});
    CHECK(claim(database, incident, 10, {outcome(incident, later.claims[0], Verdict::delivered)}).claims.size() == 1);

    database.store->sync_recipients(partners, std::array{both[0], Recipient{both[1].name, "https://elsewhere.example.org/"}});
    save(database, incident, Publish{"We switch to it.", {}, {}, {}, {}});
    CHECK(claim(database, incident, 10).claims.size() == 2);
}

TEST_CASE("attempts without an outcome are tried again after a restart under the same key") {
    Database database;
    Incident incident;
    database.store->sync_recipients(partners, recipients(3));
    save(database, incident, declaration());
    const Exchange before = claim(database, incident, 2);
    database.open();
    CHECK(database.store->recover_attempts(incident.now) == 2);
    const Exchange after = claim(database, incident, 10);
    REQUIRE(after.claims.size() == 3);
    CHECK(after.claims[0].key == before.claims[0].key);
    CHECK(after.claims[0].delivery.attempts == 2);
}

TEST_CASE("however often the daemon is killed, that ends no delivery's schedule", "[S0.23]") {
    Database database;
    Incident incident;
    database.store->sync_recipients(partners, recipients(1));
    save(database, incident, declaration());
    for (int stops = 0; stops < 100; ++stops) {
        REQUIRE(claim(database, incident, 10).claims.size() == 1);
        database.open();
        CHECK(database.store->recover_attempts(incident.now) == 1);
        incident.now += 1min;
    }
    const Exchange after = claim(database, incident, 10);
    REQUIRE(after.claims.size() == 1);
    CHECK(after.claims[0].delivery.attempts == 101);
    (void)claim(database, incident, 0, {outcome(incident, after.claims[0], Verdict::transient)});
    incident.now += 1h;
    CHECK(claim(database, incident, 10).claims.size() == 1);  // it failed once, of the schedule's attempts
}

TEST_CASE("what was under way at one stop after the other lets the others go first") {
    Database database;
    Incident incident;
    database.store->sync_recipients(partners, recipients(2));
    save(database, incident, declaration());
    for (int stops = 0; stops < 3; ++stops) {
        REQUIRE(claim(database, incident, 1).claims.size() == 1);
        database.open();
        CHECK(database.store->recover_attempts(incident.now) == 1);
    }
    const Exchange at_once = claim(database, incident, 10);
    REQUIRE(at_once.claims.size() == 1);
    CHECK(at_once.claims[0].recipient == "r1");
    CHECK(at_once.next_retry.has_value());
    incident.now += 10s;
    const Exchange later = claim(database, incident, 10);
    REQUIRE(later.claims.size() == 1);
    CHECK(later.claims[0].recipient == "r0");
}

TEST_CASE("an attempt without an outcome is not repeated where a newer update has taken its place", "[S0.23]") {
    Database database;
    Incident incident;
    database.store->sync_recipients(partners, recipients(1));
    save(database, incident, declaration());
    const Exchange older = claim(database, incident, 10);
    save(database, incident, Publish{"We found it.", {}, {}, {}, {}});
    const Exchange newer = claim(database, incident, 10);
    REQUIRE((older.claims.size() == 1 && newer.claims.size() == 1));
    database.open();  // neither outcome was stored
    CHECK(database.store->recover_attempts(incident.now) == 1);
    const Exchange after = claim(database, incident, 10);
    REQUIRE(after.claims.size() == 1);
    CHECK(after.claims[0].key == newer.claims[0].key);
    (void)claim(database, incident, 0, {outcome(incident, after.claims[0], Verdict::delivered)});
    CHECK(counts(database).unsettled == 0);
    CHECK(counts(database).superseded == 1);
}

TEST_CASE("a newer update takes the place of one that can be replaced") {
    Database database;
    Incident incident;
    database.store->sync_recipients(partners, recipients(5));
    save(database, incident, declaration());
    const Exchange first = claim(database, incident, 2);
    const Exchange retried = claim(database, incident, 0, {outcome(incident, first.claims[0], Verdict::transient)});
    incident.now += 1s;
    save(database, incident, Publish{"We found it.", {}, {}, {}, {}});
    // 3 never claimed, 1 waiting for its retry; the one under way fails now and is not tried again
    (void)claim(database, incident, 0, {outcome(incident, first.claims[1], Verdict::transient)});
    const DeliveryCounts now = counts(database);
    CHECK(now.superseded == 5);
    CHECK(now.unsettled == 0);
    const Exchange second = claim(database, incident, 10);
    CHECK(second.claims.size() == 5);
    CHECK(second.fanouts[0].thread.size() == 1);
}

TEST_CASE("a correction is not overtaken: newer updates to that recipient wait for it", "[S0.4]") {
    Database database;
    Incident incident;
    database.store->sync_recipients(partners, recipients(2));
    save(database, incident, declaration());
    const Exchange first = claim(database, incident, 10);
    (void)claim(database, incident, 0, {outcome(incident, first.claims[0], Verdict::delivered, "ref-0"), outcome(incident, first.claims[1], Verdict::delivered, "ref-1")});
    const UpdateId wrong = incident.record.updates[0].update.id;
    save(database, incident, Publish{"It is not all cards, only one kind.", {}, {}, {}, wrong});
    const Exchange correction = claim(database, incident, 10);
    REQUIRE(correction.claims.size() == 2);
    CHECK(correction.claims[1].reply_to_ref == "ref-1");
    (void)claim(database, incident, 0, {outcome(incident, correction.claims[0], Verdict::delivered), outcome(incident, correction.claims[1], Verdict::transient)});
    incident.now += 1s;
    save(database, incident, Publish{"We are testing a fix.", {}, {}, {}, {}});
    const Exchange newer = claim(database, incident, 10);
    REQUIRE(newer.claims.size() == 1);  // the recipient whose correction has arrived
    CHECK(newer.claims[0].recipient == "r0");
    incident.now += 10s;
    const Exchange retry = claim(database, incident, 10);
    REQUIRE(retry.claims.size() == 1);
    CHECK(retry.claims[0].key == correction.claims[1].key);
    const Exchange released = claim(database, incident, 10, {outcome(incident, retry.claims[0], Verdict::delivered)});
    REQUIRE(released.claims.size() == 1);
    CHECK(released.claims[0].recipient == "r1");
}

TEST_CASE("what becomes due in an exchange that claims nothing is named, so that it does not wait for other news", "[S0.23]") {
    Database database;
    Incident incident;
    database.store->sync_recipients(partners, recipients(2));
    save(database, incident, declaration());
    const Exchange first = claim(database, incident, 10);
    (void)claim(database, incident, 0, {outcome(incident, first.claims[0], Verdict::delivered), outcome(incident, first.claims[1], Verdict::delivered)});
    save(database, incident, Publish{"It is not all cards, only one kind.", {}, {}, {}, incident.record.updates[0].update.id});
    const Exchange correction = claim(database, incident, 10);
    REQUIRE(correction.claims.size() == 2);
    save(database, incident, Publish{"We are testing a fix.", {}, {}, {}, {}});
    CHECK(claim(database, incident, 10).claims.empty());  // both wait for the correction
    SECTION("what waited for an older update") {
        const std::vector<Settled> arrived{outcome(incident, correction.claims[0], Verdict::delivered)};
        const Exchange exchange = database.store->exchange(arrived, {}, incident.now);
        CHECK(exchange.claims.empty());
        CHECK(exchange.more == std::vector{partners});
    }
    SECTION("what was given back, and its time has come") {
        Settled given_back{correction.claims[0].key, correction.claims[0].delivery, incident.now};
        given_back.delivery.state = DeliveryState::retrying;
        given_back.delivery.next_at = incident.now;
        const std::vector<Settled> settled{given_back};
        CHECK(database.store->exchange(settled, {}, incident.now).more == std::vector{partners});
    }
}

TEST_CASE("failed deliveries can be tried again by hand") {
    Database database;
    Incident incident;
    database.store->sync_recipients(partners, recipients(2));
    save(database, incident, declaration());
    const Exchange first = claim(database, incident, 10);
    (void)claim(database, incident, 0, {outcome(incident, first.claims[0], Verdict::permanent), outcome(incident, first.claims[1], Verdict::delivered)});
    CHECK(database.store->retry_now(incident.record.id, incident.now) == 1);
    CHECK(counts(database).failed == 0);
    CHECK(claim(database, incident, 10).claims.size() == 1);
}

TEST_CASE("recipients follow the configuration and keep their ids") {
    Database database;
    Incident incident;
    database.store->sync_recipients(partners, recipients(3));
    auto fewer = recipients(2);
    fewer[0].address = "https://example.org/moved";
    database.store->sync_recipients(partners, fewer);
    save(database, incident, declaration());
    const Exchange claims = claim(database, incident, 10);
    REQUIRE(claims.claims.size() == 2);
    CHECK(claims.claims[0].address == "https://example.org/moved");
}

TEST_CASE("tokens are kept by name and hash") {
    Database database;
    CHECK(database.store->add_token({"pager", "ab", "respond", Time{}, {}, {}}));
    CHECK_FALSE(database.store->add_token({"pager", "cd", "read", Time{}, {}, {}}));
    REQUIRE(database.store->tokens().size() == 1);
    CHECK(database.store->tokens()[0].scope == "respond");
    CHECK(database.store->remove_token("pager"));
    CHECK_FALSE(database.store->remove_token("pager"));
}
