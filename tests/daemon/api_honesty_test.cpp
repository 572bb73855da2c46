// There is no way around the honesty check through the API: every route, every text in its description; and what needs a
// second person, and why an update said what it said.
#include "api_rig.hpp"
#include "honesty_rig.hpp"

#include "daemon/api/about.hpp"

#include <cctype>

using namespace candor;
using namespace candor::test;
using Catch::Matchers::Contains;

namespace {

// A request that is accepted as it is, by route. A route that takes a body and is not here fails the test.
const std::map<std::string, json::object>& accepted_bodies() {
    static const std::map<std::string, json::object> bodies{
        {"post /api/v1/incidents", {{"title", "Search is down"}, {"components", {"search"}}, {"impact", "major"}}},
        {"post /api/v1/incidents/{id}/facts", {{"facts", json::array{json::object{{"kind", "action"}, {"text", "reading the logs"}}}}}},
        {"post /api/v1/incidents/{id}/facts/{fact}/retract", {{"reason", "it was another component"}}},
        {"post /api/v1/incidents/{id}/updates", {{"words", "The second site takes the traffic now."}}},
        {"post /api/v1/incidents/{id}/approvals/{approval}", {{"answer", "refuse"}, {"reason", "the vendor has not confirmed it"}}},
        {"post /api/v1/incidents/{id}/check", {{"text", "The second site takes the traffic now."}}},
        {"put /api/v1/incidents/{id}/owner", {{"owner", "night-shift"}, {"note", "the vendor calls back at 15:00"}}},
        {"post /api/v1/incidents/{id}/resolve", {{"verified", "50 test payments"}}},
        {"post /api/v1/incidents/{id}/withdraw", {{"reason", "a test of the monitoring was taken for a failure"}}},
        {"post /api/v1/incidents/{id}/reopen", {{"words", "Card payments fail again."}}},
        {"post /api/v1/incidents/{id}/review", {{"words", "We let a release out that nobody had tried."}}},
        {"post /api/v1/incidents/{id}/close", {}},
        {"post /api/v1/incidents/{id}/ack", {{"note", "on the way"}}},
        {"post /api/v1/incidents/{id}/recheck", {{"method", "20 test payments"}, {"passed", true}}},
        {"post /api/v1/incidents/{id}/dismiss", {{"reason", "three expired cards"}}},
        {"post /api/v1/incidents/{id}/promises", {{"text", "we call you back"}, {"due", "2100-01-01T00:00:00Z"}}},
        {"post /api/v1/incidents/{id}/promises/{promise}", {{"answer", "kept"}}},
        {"post /api/v1/cases", {{"told", "I cannot pay"}, {"customer", "order 4711"}, {"mail", "sam@example.net"}}},
        {"post /api/v1/maintenance", {{"title", "Database upgrade"}, {"components", {"search"}}, {"from", "2026-11-24T14:00:00Z"}, {"until", "2026-11-24T16:00:00Z"}}},
        {"post /api/v1/incidents/{id}/start", {}},
        {"post /api/v1/incidents/{id}/verify", {}},
        {"post /api/v1/incidents/{id}/complete", {{"verified", "50 test payments"}}},
        {"post /api/v1/incidents/{id}/move", {{"from", "2026-11-24T14:00:00Z"}, {"until", "2026-11-24T16:00:00Z"}, {"reason", "the vendor needs a day more"}}},
        {"post /api/v1/incidents/{id}/remedies", {{"remedy", "voucher"}, {"to", "order 4711"}}},
        {"post /api/v1/incidents/{id}/remedies/{grant}", {{"answer", "given"}}},
        {"post /api/v1/incidents/{id}/options", {{"words", json::array{"pay by invoice"}}}},
        {"post /api/v1/incidents/{id}/options/{number}/withdraw", {{"reason", "the other provider is full"}}},
        {"post /api/v1/incidents/{id}/deliveries/retry", {}},
        {"post /api/v1/reports", {{"text", "I cannot pay."}, {"blocked_task", "paying"}, {"contact", "ana@example.org"}}},
        {"post /api/v1/bounces", {{"to", "bounce+0000002a0123456789abcdef0123@example.org"}, {"reason", "550 no such user"}}},
        {"post /api/v1/alerts",
         {{"version", "4"}, {"groupKey", "{}:{}"}, {"alerts", json::array{json::object{{"status", "firing"}, {"labels", json::object{{"service", lie}}}, {"startsAt", "2026-11-22T13:50:00Z"}}}}}},
        {"post /api/v1/subscribers", {{"address", "ana@example.org"}, {"basis", "asked for it at the counter"}}},
        {"patch /api/v1/subscribers/{id}", {{"language", "en"}}},
        {"post /api/v1/webhooks", {{"url", "https://hooks.example.org/in"}}},
        {"post /api/v1/freeze", {{"reason", "a wrong text"}}},
        {"post /api/v1/resume", {{"waiting", "send"}}},
        {"post /api/v1/tokens", {{"name", "a-token"}, {"scope", "read"}}},
    };
    return bodies;
}

const json::value& description() {
    static const json::value document = json::parse(api::openapi_text());
    return document;
}

// The bodies with the lie in each place where the description allows a text.
std::vector<json::object> with_lies(const std::string& route, const json::value& operation) {
    std::vector<json::object> bodies;
    const auto found = accepted_bodies().find(route);
    INFO(route);
    REQUIRE(found != accepted_bodies().end());
    if (route == "post /api/v1/incidents/{id}/facts") return {{{"kind", "symptom"}, {"text", lie}}, {{"facts", json::array{json::object{{"kind", "cause"}, {"text", lie}}}}}};
    for (const auto& property : operation.at_pointer("/requestBody/content/application~1json/schema/properties").as_object()) {
        json::object body = found->second;
        if (property.key() == "facts") body["facts"] = json::array{json::object{{"kind", "action"}, {"text", lie}}};
        else if (property.key() == "words" && property.value().at("type") == "array") body["words"] = json::array{lie};
        else if (property.value().is_object() && property.value().as_object().contains("type") && property.value().at("type") == "string") body[property.key()] = lie;
        else continue;
        bodies.push_back(std::move(body));
    }
    return bodies;
}

std::string upper(std::string word) {
    for (char& c : word) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return word;
}

std::string filled(std::string path, const std::string& incident) {
    const std::pair<const char*, std::string> values[] = {{"{id}", incident}, {"{fact}", "f1"}, {"{approval}", "a1"}, {"{promise}", "p1"}, {"{grant}", "g1"}, {"{number}", "1"}};
    for (const auto& [name, value] : values) {
        if (const auto at = path.find(name); at != std::string::npos) path.replace(at, std::string_view(name).size(), value);
    }
    return path;
}

// Everything said in every incident there is.
std::string said_by(Office& office) {
    std::string said;
    for (const IncidentId& id : office.room.store.incident_ids("", 100)) said += all_that_was_said(office.room, id);
    return said + office.get("/").text;
}

}  // namespace

TEST_CASE("whatever route carries a lie, in whatever field, nobody is told it", "[S2.6][S1.11]") {
    std::size_t tried = 0;
    for (const auto& path : description().at("paths").as_object()) {
        for (const auto& operation : path.value().as_object()) {
            if (!operation.value().is_object() || !operation.value().as_object().contains("requestBody")) continue;
            const std::string method(operation.key());
            if (!operation.value().at_pointer("/requestBody/content").as_object().contains("application/json")) continue;  // rows of a table, and no text
            for (const json::object& body : with_lies(method + " " + std::string(path.key()), operation.value())) {
                Office office;
                office.who.scope = http::Scope::admin;
                const std::string incident = office.declare({{"symptom", "card payments are declined"}});
                CAPTURE(method, path.key(), json::serialize(body));
                (void)office.ask(http::parse_method(upper(method)), filled(std::string(path.key()), incident), body);
                office.room.run_until(office.clock.time + 1h);
                CHECK_THAT(said_by(office), !Contains("resolved shortly"));
                ++tried;
            }
        }
    }
    CHECK(tried >= 15);
}

TEST_CASE("no route edits or removes what was said", "[S2.9]") {
    for (const auto& path : description().at("paths").as_object()) {
        const std::string name(path.key());
        CAPTURE(name);
        for (const auto& operation : path.value().as_object()) {
            if (operation.key() == "parameters") continue;
            const bool about_updates = name.find("/updates") != std::string::npos;
            const bool reads_or_adds = operation.key() == "get" || (operation.key() == "post" && name.ends_with("/updates"));
            CHECK((!about_updates || reads_or_adds));
            CHECK((operation.key() != "patch" || name == "/api/v1/subscribers/{id}"));  // what one asks for, and nothing that was said
        }
    }
}

TEST_CASE("words that a rule blocks wait for a second person, who lets them be said", "[S2.6]") {
    Office office;
    const std::string path = "/api/v1/incidents/" + office.declare();
    const json::object body{{"words", "The cause was an expired certificate."}, {"because", "the vendor has told us on the phone"}};
    auto answer = office.post(path + "/updates", body);
    REQUIRE(answer.status == 202);
    CHECK(answer.string("/approval") == "a1");
    CHECK(answer.string("/incident/approvals/0/state") == "waiting");
    CHECK(office.post(path + "/approvals/a1", {{"answer", "approve"}}).status == 403);
    CHECK(office.post(path + "/approvals/a1", {{"answer", "perhaps"}}).status == 422);
    CHECK(office.post(path + "/approvals/a2", {{"answer", "approve"}}).status == 404);

    office.who.name = "head-of-support";
    answer = office.post(path + "/approvals/a1", {{"answer", "approve"}});
    REQUIRE(answer.status == 200);
    CHECK(answer.string("/update/overrides/0/rule") == "HON-204");
    CHECK(answer.string("/update/overrides/0/approved_by") == "head-of-support");
    // The public history says so.
    CHECK_THAT(office.get("/incidents/" + answer.string("/incident/id")).text,
               Contains("Published with override of HON-204, agreed by two people: the vendor has told us on the phone"));
    CHECK_THAT(office.get("/metrics").text, Contains("candor_overrides_total{severity=\"block\"} 1"));
}

TEST_CASE("why an update said what it said: each sentence with its facts, and what it was checked by", "[S2.6]") {
    Office office;
    const std::string incident = office.declare({{"symptom", "card payments are declined"}});
    const auto answer = office.get("/api/v1/incidents/" + incident + "/updates/1/why");
    REQUIRE(answer.status == 200);
    bool found = false;
    for (const json::value& sentence : answer.at("/sentences").as_array()) {
        if (sentence.at("slot") != "symptom") continue;
        found = true;
        CHECK(sentence.at("text") == "What is wrong: card payments are declined.");
        CHECK(sentence.at_pointer("/facts/0/author") == "comms-lead");
        CHECK(sentence.at_pointer("/facts/0/confidence") == "confirmed");
    }
    CHECK(found);
    for (const char* hash : {"/text_sha256", "/record_sha256", "/rules_sha256"}) CHECK(answer.string(hash).size() == 64);
    const auto by_id = office.get("/api/v1/updates/" + answer.string("/update/id") + "/why?variant=email/en");
    INFO(by_id.text);
    REQUIRE(by_id.status == 200);
    CHECK(by_id.string("/incident") == incident);
    CHECK(office.get("/api/v1/updates/nosuchupdate/why").status == 404);
    CHECK(office.get("/api/v1/incidents/" + incident + "/updates/9/why").status == 404);
    CHECK(office.get("/api/v1/incidents/" + incident + "/updates/1/why?variant=fax/en").status == 404);
}
