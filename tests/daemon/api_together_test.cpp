// Several people on one record: who acts on what has changed meanwhile is refused, and nobody can make anything unsaid.
#include "api_rig.hpp"

using namespace candor;
using namespace candor::test;
using Catch::Contains;

namespace {

std::vector<http::Header> if_match(const std::string& tag) { return {{"if-match", tag}}; }

}  // namespace

TEST_CASE("of two people who act on the same state one is refused, and what they wanted is not half done", "[S1.9]") {
    Office office;
    const std::string path = "/api/v1/incidents/" + office.declare();
    const Reply read = office.get(path);
    const std::string tag = read.header("ETag");
    CHECK(tag == "\"" + std::to_string(read.at("/incident/version").as_int64()) + "\"");

    office.who.name = "shop-lead";
    REQUIRE(office.post(path + "/updates", json::object{{"words", "We are looking into it."}}, if_match(tag)).status == 201);
    office.who.name = "night-lead";
    const Reply late = office.post(path + "/updates", json::object{{"words", "We have found it."}}, if_match(tag));
    CHECK(late.status == 412);
    CHECK(late.string("/error/code") == "stale");
    CHECK_THAT(late.string("/error/mend"), Contains("candor show"));
    CHECK(office.get(path).at("/incident/updates").as_array().size() == 2);

    const std::string fresh = office.get(path).header("ETag");
    CHECK(office.post(path + "/facts", json::object{{"kind", "symptom"}, {"text", "cards are declined"}}, if_match(fresh)).status == 201);
    CHECK(office.post(path + "/facts", json::object{{"kind", "symptom"}, {"text", "cards are refused"}}, if_match("*")).status == 201);
    CHECK(office.post(path + "/facts", json::object{{"kind", "symptom"}, {"text", "cards fail"}}, if_match("7")).status == 422);  // no entity tag
}

TEST_CASE("a handover without a word on where it stands is refused", "[S1.9]") {
    Office office;
    const std::string path = "/api/v1/incidents/" + office.declare({{"owner", "comms-lead"}});
    const Reply refused = office.ask(http::Method::put, path + "/owner", json::object{{"owner", "night-lead"}});
    CHECK(refused.status == 409);
    CHECK(refused.string("/error/field") == "note");
    const Reply done = office.ask(http::Method::put, path + "/owner", json::object{{"owner", "night-lead"}, {"note", "the gateway calls back at 15:00"}});
    CHECK(done.string("/incident/owner") == "night-lead");
}

TEST_CASE("whoever may respond opens at once, an incident without impact is one, and nothing can be deleted", "[S1.10]") {
    Office office;
    office.who = {"newcomer", http::Scope::respond};
    const std::string id = office.declare({{"impact", "none"}, {"scope", "few"}});
    const std::string path = "/api/v1/incidents/" + id;
    CHECK(office.get(path).at("/incident/updates").as_array().size() == 1);  // said, and nobody was asked
    for (const std::string& what : {path, path + "/updates/1", path + "/facts/f1", path + "/promises"}) {
        INFO(what);
        const Reply refused = office.ask(http::Method::del, what);
        CHECK((refused.status == 405 || refused.status == 404));
    }
    REQUIRE(office.post(path + "/withdraw", json::object{{"reason", "It was a test order; no customer noticed anything."}}).status == 200);
    CHECK(office.get(path).at("/incident/updates").as_array().size() == 2);
}
