#include "tests/core/incident_builder.hpp"

#include "core/incident/codec.hpp"

using namespace candor;
using namespace candor::test;

namespace {

NewFact passed(std::string method) {
    return fact(Verification{std::move(method), true});
}

const UpdatePublished& last_update(const Incident& incident) {
    return incident.record.updates.back().update;
}

}  // namespace

TEST_CASE("declaring publishes the first update to every audience, each with its own next time", "[S0.25][S2.14][S3.2]") {
    Incident incident;
    incident.declare();
    REQUIRE(incident.record.updates.size() == 1);
    const auto& update = last_update(incident);
    CHECK(update.kind == UpdateKind::first);
    REQUIRE(update.audiences.size() == 2);
    CHECK(to_rfc3339(*update.audiences[0].next) == "2026-11-22T14:30:00.000Z");
    CHECK(to_rfc3339(*update.audiences[1].next) == "2026-11-22T14:15:00.000Z");
}

TEST_CASE("an incident has an owner and a component, or it is not declared", "[S2.10][S0.12]") {
    Incident incident;
    auto refused = incident.try_command(Declare{IncidentId("x"), "Fails", {ComponentId("c")}, Impact::minor, Origin::staff, "", "", {}});
    REQUIRE(refused.has_error());
    CHECK(refused.error().field() == "owner");
    refused = incident.try_command(Declare{IncidentId("x"), "Fails", {}, Impact::minor, Origin::staff, "comms-lead", "", {}});
    REQUIRE(refused.has_error());
    CHECK(refused.error().field() == "components");
}

TEST_CASE("recording a fact says nothing by itself; the next update carries it", "[S3.13]") {
    Incident incident;
    incident.declare();
    incident.now += 3min;
    incident.does(RecordFacts{{fact(Symptom{"card payments are declined"})}});
    CHECK(incident.record.updates.size() == 1);
    incident.run_until(incident.now + 20min);
    CHECK(last_update(incident).kind == UpdateKind::progress);
}

TEST_CASE("an update is news to one audience and a holding update to another") {
    Incident incident;
    incident.declare();
    incident.now += 5min;
    incident.does(RecordFacts{{fact(Symptom{"card payments are declined"})}});
    incident.run_until(*parse_rfc3339("2026-11-22T14:30:00Z"));  // social heard of it at 14:14; mail hears of it at 14:29
    const auto& update = last_update(incident);
    REQUIRE(update.audiences.size() == 2);
    CHECK(update.audiences[0].kind == UpdateKind::progress);
    CHECK(update.audiences[1].kind == UpdateKind::holding);
    CHECK(update.kind == UpdateKind::progress);
}

TEST_CASE("a fact is replaced or retracted, never edited", "[S0.4]") {
    Incident incident;
    incident.declare();
    incident.does(RecordFacts{{fact(Cause{"a database failover", CauseCategory::technology, ""}, Confidence::suspected)}});
    NewFact better = fact(Cause{"an expired certificate", CauseCategory::technology, ""});
    better.replaces = FactId("f2");
    incident.does(RecordFacts{{better}});
    CHECK_FALSE(find_fact(incident.record, FactId("f2"))->current);
    CHECK(std::get<Cause>(current_fact<Cause>(incident.record)->fact.body).text == "an expired certificate");
    auto again = incident.try_command(RetractFact{FactId("f2"), "wrong"});
    REQUIRE(again.has_error());
    CHECK(again.error().code() == ErrorCode::wrong_state);
    incident.does(RetractFact{FactId("f3"), "it was valid"});
    CHECK(current_fact<Cause>(incident.record) == nullptr);
    CHECK(find_fact(incident.record, FactId("f3"))->retraction == "it was valid");
}

TEST_CASE("an ETA without a basis is refused, and says what mends it", "[S0.19]") {
    Incident incident;
    incident.declare();
    const auto refused = incident.try_command(RecordFacts{{fact(Eta{{}, incident.now + 1h, " "})}});
    REQUIRE(refused.has_error());
    CHECK(refused.error().field() == "facts[0].basis");
    CHECK_FALSE(refused.error().mend().empty());
    CHECK(incident.record.facts.size() == 1);
}

TEST_CASE("resolved needs a verification that passed, and the newest decides", "[S1.21]") {
    Incident incident;
    incident.declare();
    auto refused = incident.try_command(Resolve{});
    REQUIRE(refused.has_error());
    CHECK(refused.error().code() == ErrorCode::missing_fact);
    incident.does(RecordFacts{{passed("20 test payments")}});
    incident.does(RecordFacts{{fact(Verification{"50 test payments", false})}});
    CHECK(incident.try_command(Resolve{}).has_error());
    incident.does(Resolve{"", {passed("100 test payments")}});
    CHECK(incident.record.status == Status::resolved);
    CHECK(current_fact<Ended>(incident.record) != nullptr);
}

TEST_CASE("the end is told to everyone who was told anything, and promises one question more") {
    Incident incident;
    incident.declare();
    incident.audiences = {ChannelKind::webhook};
    incident.does(Resolve{"", {passed("100 test payments")}});
    CHECK(last_update(incident).audiences.size() == 3);
    for (const Promised& promised : last_update(incident).audiences) CHECK_FALSE(promised.next.has_value());
    CHECK(next_due(incident.record, incident.policy) == incident.now + incident.policy.follow_up_after - incident.policy.margin);
    CHECK(incident.try_command(Publish{}).has_error());
}

TEST_CASE("an incident opened in error is withdrawn with its reason, and stays on the record") {
    Incident incident;
    incident.declare();
    CHECK(incident.try_command(Withdraw{""}).has_error());
    incident.does(Withdraw{"The alert came from a test system."});
    CHECK(incident.record.status == Status::withdrawn);
    CHECK(last_update(incident).kind == UpdateKind::withdrawal);
}

TEST_CASE("text that hides or reorders what people read is refused") {
    Incident incident;
    incident.declare();
    for (const char* text : {"a\u202Eb", "a\u200Bb", "a\x01" "b", "two\nlines", "\xC3\x28", ""}) {
        CAPTURE(text);
        CHECK(incident.try_command(RecordFacts{{fact(Symptom{text})}}).has_error());
    }
}

TEST_CASE("every event survives the codec, and the fold of what was stored is the record") {
    Incident incident;
    incident.declare();
    incident.does(RecordFacts{{fact(Scope{ScopeLabel::some, 1200, 0.12, "checkout logs"}), fact(Started{incident.now - 5min}),
                               fact(Eta{incident.now + 30min, incident.now + 1h, "60 % restored"}),
                               fact(ThirdParty{"the card network", "will call back", incident.now + 20min}),
                               fact(DataLoss{Answer::no, "ledger compared"}), fact(Unaffected{"refunds", "20 test refunds"}),
                               fact(Security{Answer::unknown, ""}), fact(Workaround{"pay by bank transfer"}),
                               fact(Prevention{"alert on expiry", "platform", incident.now + 24h})}});
    incident.does(Assign{"night-lead", "comms-lead", "handover at 15:00"});
    incident.does(Publish{"We found it.", {}, Status::identified, Impact::minor, {}});
    incident.does(Resolve{"", {passed("100 test payments")}});
    std::vector<Event> stored;
    for (const Event& event : incident.events) {
        const std::string text = event_body_to_text(event.body);
        auto body = event_body_from_text(type_of(event.body), text);
        REQUIRE(body.has_value());
        CHECK(*body == event.body);
        CHECK(event_body_to_text(*body) == text);
        stored.push_back({event.seq, event.at, event.actor, *body});
    }
    Record again;
    again.id = incident.record.id;
    again = fold(std::move(again), stored);
    CHECK(again.version == incident.record.version);
    CHECK(again.promises == incident.record.promises);
    CHECK(again.facts.size() == incident.record.facts.size());
}

TEST_CASE("a fact that cannot be read says which field and what is expected") {
    const auto read = [](const char* text) { return new_fact_from_json(json::parse(text).as_object(), "facts[0]"); };
    CHECK(read(R"({"kind":"scope","label":"lots"})").error().message() == "facts[0].label is not one of the words allowed.");
    CHECK(read(R"({"kind":"scope","label":"lots"})").error().mend() == "Use unknown, few, some, many or all.");
    CHECK(read(R"({"kind":"symptom"})").error().field() == "facts[0].text");
    CHECK(read(R"({"kind":"symptom","text":"x","colour":"red"})").error().field() == "facts[0].colour");
    CHECK(read(R"({"kind":"guess","text":"x"})").error().field() == "facts[0].kind");
    CHECK(read(R"({"kind":"eta","latest":"soon","basis":"b"})").error().field() == "facts[0].latest");
    CHECK(read(R"({"kind":"cause","text":"a bad deploy"})")->confidence == Confidence::suspected);
}
