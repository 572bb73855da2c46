// A whole incident through the API: declared, known better, looked at, published, resolved, delivered.
#include "api_rig.hpp"

using namespace candor;
using namespace candor::test;

namespace {

const ChannelId partners("partners");

// Moves every delivery that may be claimed on; the recipient named `unlucky` cannot be reached.
void deliver(Office& office, const std::string& unlucky = {}) {
    const std::vector<store::Room> rooms{{partners, 100, true}};
    const store::Exchange claimed = office.room.store.exchange({}, rooms, office.clock.time);
    std::vector<store::Settled> settled;
    for (const store::Claim& claim : claimed.claims) {
        const bool fails = claim.recipient == unlucky;
        const Outcome outcome{fails ? Verdict::permanent : Verdict::delivered, fails ? 404 : 200, fails ? "no such receiver" : "", {}, {}};
        settled.push_back({claim.key, after_attempt(claim.delivery, outcome, RetrySchedule::for_replaceable(), office.clock.time, 1), office.clock.time});
    }
    (void)office.room.store.exchange(settled, {}, office.clock.time);
}

}  // namespace

TEST_CASE("an incident is declared, known better, looked at, updated, resolved and delivered", "[S0.5][S2.12]") {
    Office office;
    const std::vector<store::Recipient> receivers{{"alpha", "https://alpha.example.test/hook"}, {"beta", "https://beta.example.test/hook"}};
    office.room.store.sync_recipients(partners, receivers);
    const std::string id = office.declare({{"symptom", "card payments are declined"}});
    const std::string path = "/api/v1/incidents/" + id;

    Reply answer = office.post(path + "/facts", json::object{{"facts", {json::object{{"kind", "action"}, {"text", "restarting the payment workers"}}}}});
    REQUIRE(answer.status == 201);
    CHECK(answer.string("/facts/0/author") == "comms-lead");
    CHECK(answer.at("/facts/0/current") == true);
    const std::string fact = answer.string("/facts/0/id");

    answer = office.post(path + "/updates?preview=true", json::object{{"words", "We are rolling back the release."}});
    REQUIRE(answer.status == 200);
    CHECK(answer.at("/previews").as_array().size() == 4);  // mail, Mastodon, webhook, page
    for (const json::value& preview : answer.at("/previews").as_array()) {
        CHECK_THAT(std::string(preview.at("text").as_string()), Catch::Contains("We are rolling back the release."));
    }
    CHECK(office.get(path).at("/incident/updates").as_array().size() == 1);  // nothing was published

    office.clock.time += 5min;
    answer = office.post(path + "/updates", json::object{{"words", "We are rolling back the release."}, {"status", "identified"}});
    REQUIRE(answer.status == 201);
    CHECK(answer.at("/update/number") == 2);
    CHECK(answer.string("/update/actor") == "comms-lead");
    CHECK(answer.string("/incident/status") == "identified");
    CHECK_THAT(answer.string("/update/text"), Catch::Contains("restarting the payment workers"));

    answer = office.post(path + "/facts/" + fact + "/retract", json::object{{"reason", "they were not restarted"}});
    CHECK(answer.status == 200);
    answer = office.post(path + "/resolve", json::object{{"verified", "50 test payments, all accepted"}});
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    CHECK(answer.string("/update/kind") == "resolution");
    CHECK(answer.at("/incident/next_updates").as_array().empty());

    deliver(office, "beta");
    answer = office.get(path + "/deliveries");
    REQUIRE(answer.status == 200);
    CHECK(answer.at("/counts/delivered") == 1);
    CHECK(answer.at("/counts/failed") == 1);
    CHECK(answer.at("/counts/superseded") == 4);  // the two updates before it
    answer = office.get(path + "/deliveries?state=failed");
    REQUIRE(answer.at("/deliveries").as_array().size() == 1);
    CHECK(answer.string("/deliveries/0/recipient") == "beta");
    CHECK(answer.at("/deliveries/0/status") == 404);
    CHECK(answer.at("/deliveries/0/update_number") == 3);
    CHECK(answer.string("/channels/1/channel") == "partners");
    CHECK(answer.string("/channels/1/kind") == "webhook");
    CHECK(answer.at("/channels/1/failed") == 1);

    answer = office.post(path + "/deliveries/retry");
    CHECK(answer.at("/retried") == 1);
    deliver(office);
    CHECK(office.get(path + "/deliveries").at("/counts/delivered") == 2);
}

TEST_CASE("deliveries come in pages, each once") {
    Office office;
    std::vector<store::Recipient> receivers;
    for (int i = 0; i < 5; ++i) receivers.push_back({"r" + std::to_string(i), "https://example.test/" + std::to_string(i)});
    office.room.store.sync_recipients(partners, receivers);
    const std::string path = "/api/v1/incidents/" + office.declare() + "/deliveries";
    CHECK(office.get(path).at("/counts/waiting") == 5);  // nothing is claimed yet
    deliver(office);
    std::set<std::string> seen;
    std::string after;
    for (int page = 0; page < 3; ++page) {
        const Reply answer = office.get(path + "?limit=2" + after);
        for (const json::value& delivery : answer.at("/deliveries").as_array()) seen.emplace(delivery.at("recipient").as_string());
        if (answer.at("/next").is_null()) break;
        after = "&after=" + answer.string("/next");
    }
    CHECK(seen.size() == 5);
}

TEST_CASE("what is retrying, under way and waiting is told apart") {
    Office office;
    const std::vector<store::Recipient> receivers{{"a", "https://a.example.test"}, {"b", "https://b.example.test"}, {"c", "https://c.example.test"}};
    office.room.store.sync_recipients(partners, receivers);
    const std::string path = "/api/v1/incidents/" + office.declare() + "/deliveries";
    const std::vector<store::Room> rooms{{partners, 2, true}};
    const store::Exchange claimed = office.room.store.exchange({}, rooms, office.clock.time);
    REQUIRE(claimed.claims.size() == 2);
    const Outcome busy{Verdict::transient, 503, "busy", {}, {}};
    const std::vector<store::Settled> settled{
        {claimed.claims[0].key, after_attempt(claimed.claims[0].delivery, busy, RetrySchedule::for_replaceable(), office.clock.time, 1), office.clock.time}};
    (void)office.room.store.exchange(settled, {}, office.clock.time);
    const Reply answer = office.get(path);
    CHECK(answer.at("/counts/retrying") == 1);
    CHECK(answer.at("/counts/attempting") == 1);
    CHECK(answer.at("/counts/waiting") == 1);
    const Reply retrying = office.get(path + "?state=retrying");
    CHECK_FALSE(retrying.at("/deliveries/0/next_attempt_at").is_null());
}

TEST_CASE("the events of the record are shown on request") {
    Office office;
    const std::string id = office.declare();
    CHECK_FALSE(office.get("/api/v1/incidents/" + id).at("/incident").as_object().contains("events"));
    const Reply answer = office.get("/api/v1/incidents/" + id + "?events=true");
    const json::array& events = answer.at("/incident/events").as_array();
    REQUIRE(events.size() == 3);
    CHECK(events[0].at("type") == "declared");
    CHECK(events[0].at("title") == "Card payments fail at checkout");
    CHECK(events[2].at("type") == "update_published");
    CHECK(answer.at("/incident/version") == 3);
}

TEST_CASE("incidents are listed by whether they are open, and found by the beginning of their id") {
    Office office;
    const std::string first = office.declare();
    office.clock.time += 1min;
    const std::string second = office.declare({{"title", "Search is slow"}, {"components", {"search"}}});
    REQUIRE(office.post("/api/v1/incidents/" + first + "/withdraw", json::object{{"reason", "it was a test order"}}).status == 200);
    CHECK(office.get("/api/v1/incidents").at("/incidents").as_array().size() == 1);
    CHECK(office.get("/api/v1/incidents").string("/incidents/0/id") == second);
    CHECK(office.get("/api/v1/incidents?state=ended").string("/incidents/0/status") == "withdrawn");
    const Reply all = office.get("/api/v1/incidents?state=all");
    REQUIRE(all.at("/incidents").as_array().size() == 2);
    CHECK(all.string("/incidents/0/id") == second);  // the newest first
    CHECK(office.get("/api/v1/incidents?state=all&limit=1").at("/incidents").as_array().size() == 1);
    CHECK(office.get("/api/v1/incidents/" + second.substr(0, 8)).string("/incident/id") == second);
}

TEST_CASE("ended incidents beyond those at hand come from the database") {
    Office office;
    for (int i = 0; i < 53; ++i) {
        office.clock.time += 1s;
        const std::string id = office.declare();
        REQUIRE(office.post("/api/v1/incidents/" + id + "/withdraw", json::object{{"reason", "a test"}}).status == 200);
    }
    const Reply few = office.get("/api/v1/incidents?state=ended");
    CHECK(few.at("/incidents").as_array().size() == 50);
    const Reply more = office.get("/api/v1/incidents?state=ended&limit=100");
    CHECK(more.at("/incidents").as_array().size() == 53);
    CHECK(more.at("/incidents/0") == few.at("/incidents/0"));
}

TEST_CASE("a declaration that is sent again under its key names the same incident, also when it has ended", "[S3.2]") {
    Office office;
    const json::object body{{"title", "Search is slow"}, {"components", {"search"}}, {"impact", "minor"}};
    const std::vector<http::Header> key{{"idempotency-key", "pager-4711"}};
    const Reply first = office.post("/api/v1/incidents", body, key);
    REQUIRE(first.status == 201);
    CHECK(first.header("Location") == "/api/v1/incidents/" + first.string("/incident/id"));
    const Reply again = office.post("/api/v1/incidents", body, key);
    CHECK(again.status == 200);
    CHECK(again.string("/incident/id") == first.string("/incident/id"));
    CHECK(again.at("/incident/updates").as_array().size() == 1);
    json::object other = body;
    other["title"] = "Checkout is slow";
    CHECK(office.post("/api/v1/incidents", other, key).string("/error/code") == "conflict");
    office.who.name = "another-desk";
    CHECK(office.post("/api/v1/incidents", body, key).status == 201);
}

TEST_CASE("a handover names the new owner and is signed by who asked") {
    Office office;
    const std::string id = office.declare();
    const Reply answer = office.ask(Method::put, "/api/v1/incidents/" + id + "/owner", json::object{{"owner", "night-lead"}, {"deputy", "duty-exec"}, {"note", "the bank calls at 15:00"}});
    REQUIRE(answer.status == 200);
    CHECK(answer.string("/incident/owner") == "night-lead");
    CHECK(answer.string("/incident/deputy") == "duty-exec");
    const Reply events = office.get("/api/v1/incidents/" + id + "?events=true");
    CHECK(events.at("/incident/events").as_array().back().at("note") == "the bank calls at 15:00");
}

TEST_CASE("the ledger counts what was kept and what was missed", "[S0.26]") {
    Office office;
    const std::string id = office.declare();
    office.room.run_until(office.clock.time + 31min);
    CHECK(office.get("/api/v1/incidents/" + id + "/promises").at("/missed") == 0);
    office.clock.time += 40min;
    office.room.await(office.room.desk.tick());
    const Reply answer = office.get("/api/v1/incidents/" + id + "/promises");
    CHECK(answer.at("/missed").as_int64() > 0);
    const Reply list = office.get("/api/v1/incidents");
    CHECK(list.at("/incidents/0/promises_missed") == answer.at("/missed"));
    CHECK(list.at("/incidents/0/promises_kept") == answer.at("/kept"));
}

TEST_CASE("the status follows from what is open", "[S0.6]") {
    Office office;
    Reply answer = office.get("/api/v1/status");
    CHECK(answer.string("/indicator") == "none");
    CHECK(answer.string("/headline") == "No incident is open");
    CHECK(answer.string("/components/0/state") == "no_open_incident");
    const std::string id = office.declare();
    answer = office.get("/api/v1/status");
    CHECK(answer.string("/indicator") == "major");
    CHECK(answer.string("/components/0/state") == "partial_outage");
    CHECK(answer.string("/components/1/state") == "no_open_incident");
    CHECK(answer.string("/open/0/id") == id);
    CHECK(office.get("/api/v1/components").at("/components").as_array().size() == 2);
}

TEST_CASE("the metrics count from the records, and the totals only grow", "[S2.13]") {
    Office office;
    const auto metric = [&office](const std::string& name) {
        const std::string text = office.get("/metrics").text;
        const auto at = text.find("\n" + name + " ");
        if (at == std::string::npos) return std::string("none");
        const auto from = at + name.size() + 2;
        return text.substr(from, text.find('\n', from) - from);
    };
    CHECK(metric("candor_incidents_open") == "0");
    CHECK(metric("candor_next_update_due_timestamp_seconds") == "none");
    const std::string id = office.declare();
    office.room.run_until(office.clock.time + 16min);
    CHECK(metric("candor_incidents_open") == "1");
    CHECK(metric("candor_updates_published_total") == "2");
    CHECK(metric("candor_promises_kept_total") == "1");
    CHECK(metric("candor_promises_missed_total") == "0");
    CHECK(metric("candor_promise_lateness_seconds_bucket{le=\"0\"}") == "1");
    CHECK(metric("candor_next_update_due_timestamp_seconds") != "none");
    CHECK(metric("candor_deliveries{channel=\"customers\",state=\"delivered\"}") == "0");
    (void)office.post("/api/v1/incidents/" + id + "/withdraw", json::object{{"reason", "a test"}});
    CHECK(metric("candor_updates_published_total") == "3");
    CHECK(metric("candor_incidents_open") == "0");
}
