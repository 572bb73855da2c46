// What the five articles say about wording, shown on their own kind of sentences. The tags are the practices' ids.
#include "tests/honesty/rig.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

using namespace candor::honesty;
using test::Given;
using test::rules;

namespace {

const std::string verified_eta = R"({"now": "2026-03-02T14:00:00Z",
    "eta": {"latest": "2026-03-02T16:00:00Z", "basis": "average restore", "owner": "storage"}})";

bool has(const std::string& text, const std::string& rule, const Given& given = {}) {
    return (" " + rules(text, given) + " ").find(" " + rule + " ") != std::string::npos;
}

}  // namespace

TEST_CASE("'just waiting on the fries' is progress nobody recorded, and 'right up' a time nobody knows", "[S0.1]") {
    CHECK(rules("Yours is right up, we're just waiting on the fries.") == "HON-101 HON-107");
    CHECK(rules("We're just waiting on the last database.", {R"({"progress_facts": ["4 of 5 databases restored"]})"}).empty());
}

TEST_CASE("'recovered' while a probe fails is blocked", "[S0.1]") {
    const Given failing{R"({"probe": {"state": "failing"}, "verification": {"result": "passed"}})"};
    CHECK(rules("Services have recovered.", failing, Severity::block) == "HON-401 HON-608");
    CHECK(rules("Services have recovered.", {R"({"probe": {"state": "good"}, "verification": {"result": "passed"}})"}).empty());
}

TEST_CASE("two segments may not be told different stories", "[S0.2]") {
    CHECK(has("We continue.", "HON-606", {R"({"channels": [{"name": "eu", "state": "monitoring"}, {"name": "us", "state": "investigating"}]})"}));
}

TEST_CASE("what was published cannot change in silence, and what was wrong must be named", "[S0.4]") {
    CHECK(has("We continue.", "HON-604", {R"({"previous_updates": [{"text": "slow", "original_text": "down"}]})"}));
    CHECK(has("We continue.", "HON-605", {R"({"published_claims": [{"text": "fixed", "contradicted": true}]})"}));
}

TEST_CASE("an empty 'sorry' is blocked in strict mode", "[S0.9]") {
    Given strict;
    strict.strictness = Strictness::strict;
    const auto found = test::findings("Sorry for any inconvenience.", strict);
    REQUIRE(found.size() == 2);
    CHECK(found[0].rule == "HON-305");
    CHECK(found[0].severity == Severity::block);
    CHECK(found[1].rule == "HON-303");
    CHECK(found[1].severity == Severity::block);
}

TEST_CASE("blaming a supplier needs ownership and an act of our own", "[S0.12]") {
    CHECK(has("This is due to our provider.", "HON-302"));
    CHECK_FALSE(has("This is due to our provider. It is ours to fix for you, and we are moving traffic.", "HON-302"));
}

TEST_CASE("an incident opened on reports alone may doubt its impact", "[S0.13]") {
    Given reported;
    reported.phase = Phase::reported;
    CHECK_FALSE(has("We have reports that you may be unable to log in.", "HON-406", reported));
    reported.phase = Phase::identified;
    CHECK(has("We have reports that you may be unable to log in.", "HON-406", reported));
}

TEST_CASE("customers are not sent away to check back", "[S0.16]") {
    CHECK(has("Please check back in an hour.", "HON-307"));
}

TEST_CASE("policy talk in an open incident is flagged", "[S0.18]") {
    CHECK(has("As per our terms you are not entitled to a refund.", "HON-308"));
}

TEST_CASE("an estimate without a basis does not count", "[S0.19]") {
    CHECK(has("Service will be restored by 16:00 UTC.", "HON-102", {R"({"eta": {"latest": "2026-03-02T16:00:00Z", "owner": "a"}})"}));
    CHECK_FALSE(has("Service will be restored by 16:00 UTC.", "HON-102", {verified_eta}));
}

TEST_CASE("an open update says when the next one comes and what is being done", "[S0.25]") {
    Given whole;
    whole.phase = Phase::investigating;
    whole.form = Form::statement;
    CHECK(has("Card payments fail.", "HON-501", whole));
    CHECK(has("Card payments fail.", "HON-503", whole));
    CHECK_FALSE(has("Card payments fail. We are rolling back. Next update by 15:30 UTC.", "HON-501", whole));
}

TEST_CASE("a late update says that it is late", "[S0.26]") {
    const Given late{R"({"promised_at": "2026-03-02T14:30:00Z", "posted_at": "2026-03-02T14:41:00Z"})"};
    CHECK(has("We continue to restore.", "HON-603", late));
    CHECK_FALSE(has("We said 14:30 UTC; this is 14:41 UTC. We continue to restore.", "HON-603", late));
}

TEST_CASE("the same text again must say that nothing is new", "[S0.27]") {
    const Given before{R"({"previous_updates": ["We are restoring the second database. Next update by 14:00 UTC."]})"};
    CHECK(has("We are restoring the second database. Next update by 14:30 UTC.", "HON-601", before));
    CHECK_FALSE(has("Nothing new since 14:00 UTC. We are restoring the second database. Next update by 14:30 UTC.", "HON-601", before));
}

TEST_CASE("white lie 1: 'resolved shortly' is blocked, and the offered sentence rests on the record", "[S2.6]") {
    const auto unknown = test::findings("We'll have this resolved shortly", {R"({"next_update_at": "2026-03-02T15:30:00Z"})"});
    REQUIRE(unknown.size() == 1);
    CHECK(unknown[0].rule == "HON-101");
    CHECK(unknown[0].severity == Severity::block);
    CHECK(unknown[0].fix.find("Next update by 15:30 UTC") != std::string::npos);
    CHECK(unknown[0].fix.find("candor fact") != std::string::npos);
    CHECK(rules("We expect to have this resolved by 16:00 UTC.", {verified_eta}).empty());
    CHECK(rules("We expect to have this resolved by 16:00 UTC.") == "HON-102");
}

TEST_CASE("white lie 2: a similar incident counts even if its cause was never found", "[S2.7]") {
    const std::string text = "We've never had something like this happen.";
    CHECK(rules(text, {R"({"similar_incidents": [{"date": "2025-05-03", "cause": "unknown"}]})"}) == "HON-201");
    const auto brief = test::findings(text, {R"({"similar_incidents": [], "history_since": "2025-12-01", "now": "2026-03-02T14:00:00Z"})"});
    REQUIRE(brief.size() == 1);
    CHECK(brief[0].severity == Severity::warn);
    CHECK(rules(text, {R"({"similar_incidents": [], "history_since": "2020-01-01", "now": "2026-03-02T14:00:00Z"})"}).empty());
}

TEST_CASE("white lie 3: nobody promises for another who has not accepted", "[S2.8]") {
    const std::string text = "I'll have him call you back.";
    CHECK(rules(text) == "HON-301");
    CHECK(rules(text, {R"({"third_party_commitments": [{"party": "field team", "accepted_at": "2026-03-02T14:00:00Z", "due": "2026-03-02T16:00:00Z"}]})"}).empty());
}

TEST_CASE("the carrier's silence, the customer's hour and the hoped arrival are each found", "[S4.7]") {
    CHECK(rules("I'm sorry. The carrier has not shown up yet. Could you check back in an hour? It should be here by then.") ==
          "HON-302 HON-307 HON-102");
}

TEST_CASE("hope is not information", "[S4.8]") {
    CHECK(rules("Please check back in an hour. Hopefully it will have arrived by then.", {}, Severity::warn).find("HON-101") != std::string::npos);
    CHECK(has("Please check back in an hour. Hopefully it will have arrived by then.", "HON-307"));
}

TEST_CASE("an action with an owner, now, passes", "[S4.9]") {
    CHECK(rules("Let me look into this right away and start to track your order.").empty());
}

TEST_CASE("'so you have it today' is a promise, and the fixed text is not", "[S4.10]") {
    CHECK(rules("I am going to work on finding this package for you, so you have it today.") == "HON-102");
    CHECK(rules("I'm tracking it now and will tell you by 16:00 UTC whether it reaches you today.").empty());
}

TEST_CASE("a supplier's failure is still ours to fix", "[S4.6]") {
    CHECK(has("Deliveries stopped because of a failure at our supplier.", "HON-302"));
    CHECK_FALSE(has("We are sorry: deliveries stopped because of a failure at our supplier. We are using another carrier.", "HON-302"));
}

TEST_CASE("full responsibility and a sincere apology beside an act are left alone", "[S4.15]") {
    CHECK(rules("I take full responsibility. I am sending a replacement now. This is not acceptable, and I sincerely apologize.").empty());
}

TEST_CASE("helplessness is flagged, and an act is asked for", "[S4.16]") {
    CHECK(rules("I'm sorry. I wish there was something I could do.") == "HON-305 HON-309 HON-503");
    CHECK(rules("There is nothing the organization can do; it is not our fault but our supplier's fault.", {}, Severity::warn).find("HON-302") != std::string::npos);
}

TEST_CASE("cause detail waits for the report", "[S4.17]") {
    const std::string text = "The outage was caused by a bad deploy. The deploy caused a memory leak.";
    Given open{R"({"cause": {"status": "confirmed"}})"};
    open.phase = Phase::identified;
    CHECK(has(text, "HON-702", open));
    open.phase = Phase::closed;
    CHECK_FALSE(has(text, "HON-702", open));
}

TEST_CASE("'I'll get back to you within 30 minutes' is a promise of ours, not an estimate", "[S4.18]") {
    CHECK(rules("I'll get back to you within 30 minutes.").empty());
}

TEST_CASE("'never again' cannot be promised; an action with a date can", "[S4.22]") {
    CHECK(has("This will never happen again.", "HON-202"));
    CHECK_FALSE(has("To reduce the risk, we will add an alert by 1 April.", "HON-202"));
}

TEST_CASE("the effect without the act, or the act without the effect, is not enough", "[S4.24]") {
    Given whole;
    whole.phase = Phase::investigating;
    whole.form = Form::statement;
    CHECK(has("Card payments fail.", "HON-503", whole));
    CHECK(has("We are looking into it.", "HON-502", whole));
    CHECK_FALSE(has("Card payments fail. We are rolling back.", "HON-502", whole));
    CHECK_FALSE(has("Card payments fail. We are rolling back.", "HON-503", whole));
}

TEST_CASE("each of the five steps has a rule when it is missing", "[S4.5]") {
    Given whole;
    whole.phase = Phase::investigating;
    whole.kind = UpdateKind::first;
    whole.form = Form::statement;
    CHECK(has("We are rolling back.", "HON-502", whole));
    for (const char* rule : {"HON-503", "HON-506", "HON-706", "HON-305"}) {
        CAPTURE(rule);
        CHECK(has("Card payments fail.", rule, whole));
    }
}

TEST_CASE("empathy in the first person stays in letters to one person", "[S4.14]") {
    CHECK(has("I would be upset, too.", "HON-706"));
}

TEST_CASE("the first text must mean something", "[S3.2]") {
    CHECK(has("We are aware of an issue and are working on it.", "HON-602"));
    CHECK_FALSE(has("Card payments have failed since 13:55 UTC. We are rolling back. Next update by 14:30 UTC.", "HON-602"));
}

// One text can be at fault twice: by what it says, and by how. Each is mended without the other.
TEST_CASE("what is said is checked, and how it is said", "[S2.2]") {
    const std::string said = "Please check back in an hour.";
    const std::string how = "The pods on k8s-prod-7 are in a crash loop.";
    CHECK(has(said, "HON-307"));
    CHECK_FALSE(has(said, "HON-701"));
    CHECK(has(how, "HON-701"));
    CHECK_FALSE(has(how, "HON-307"));
    std::set<std::string> both;
    for (const Finding& finding : test::findings(how + " " + said)) both.insert(finding.rule);
    CHECK(both.contains("HON-307"));
    CHECK(both.contains("HON-701"));
    // Mended one by one: what is said well may still be said badly, and the other way round.
    const std::string well_said = "You don't need to do anything; we will write again by 15:30 UTC.";
    const std::string plainly = "Some of our servers restart again and again.";
    CHECK(has(how + " " + well_said, "HON-701"));
    CHECK_FALSE(has(how + " " + well_said, "HON-307"));
    CHECK(has(plainly + " " + said, "HON-307"));
    CHECK_FALSE(has(plainly + " " + said, "HON-701"));
}

TEST_CASE("a first update of a person that acknowledges nothing is offered a clause that does", "[S3.3]") {
    Given first{R"({"owner": "comms-lead"})"};
    first.form = Form::statement;
    first.phase = Phase::investigating;
    first.kind = UpdateKind::first;
    const auto found = test::findings("Card payments fail. We are restarting the servers. Next update by 15:30 UTC.", first);
    const auto suggestion = std::find_if(found.begin(), found.end(), [](const Finding& finding) { return finding.rule == "HON-706"; });
    REQUIRE(suggestion != found.end());
    CHECK(suggestion->severity == Severity::suggestion);
    CHECK_FALSE(has("Card payments fail; we know that you lose orders.", "HON-706", first));
    // What nobody has confirmed calls for no feeling yet, and a later update has said it before.
    first.phase = Phase::reported;
    CHECK_FALSE(has("We have reports of failing payments.", "HON-706", first));
    first.phase = Phase::investigating;
    first.kind = UpdateKind::progress;
    CHECK_FALSE(has("Card payments fail.", "HON-706", first));
}

namespace {

// The daemon's own clause, as the templates have it.
std::string own_empathy(const std::string& language) {
    const std::string file = test::read_file("templates/" + language + "/phrases.yaml");
    const std::string before = "  empathy: \"";
    const auto at = file.find(before);
    REQUIRE(at != std::string::npos);
    return file.substr(at + before.size(), file.find("\"\n", at) - at - before.size());
}

}  // namespace

TEST_CASE("the daemon's own clause of empathy is one, in every language", "[S3.3]") {
    for (const std::string language : {"en", "de", "fr", "es"}) {
        Given first{R"({"owner": "comms-lead"})"};
        first.form = Form::statement;
        first.phase = Phase::investigating;
        first.kind = UpdateKind::first;
        first.language = language;
        INFO(language << ": " << own_empathy(language));
        CHECK_FALSE(has(own_empathy(language), "HON-706", first));
        first.form = Form::words;
        CHECK(rules(own_empathy(language), first, Severity::warn).empty());
    }
}
