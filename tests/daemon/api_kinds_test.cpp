// Customers' own cases and maintenance, as the API and the page show them: a case to those who work on it alone.
#include "api_rig.hpp"

using namespace candor;
using namespace candor::test;
using Catch::Contains;

namespace {

std::shared_ptr<desk::Setup> setup_with_cases() {
    auto setup = shop_setup();
    setup->case_languages = {"en"};
    return setup;
}

struct CaseOffice : Office {
    CaseOffice() : Office(setup_with_cases()) {}

    std::string open(json::object more = {}) {
        json::object body{{"told", "I cannot pay for order 4711"}, {"customer", "order 4711"}, {"mail", "sam@example.net"}};
        for (auto& member : more) body[member.key()] = member.value();
        const Reply answer = post("/api/v1/cases", body);
        INFO(answer.text);
        REQUIRE(answer.status == 201);
        return answer.string("/case/id");
    }
};

}  // namespace

TEST_CASE("a case is opened by who asks, and goes by the routes of incidents from there", "[S3.12]") {
    CaseOffice office;
    const std::string incident = office.declare();
    const std::string id = office.open({{"about", incident.substr(0, 5)}});
    const Reply shown = office.get("/api/v1/cases/" + id);
    CHECK(shown.string("/case/owner") == "comms-lead");
    CHECK(shown.string("/case/customer/reference") == "order 4711");
    CHECK(shown.string("/case/customer/mail") == "sam@example.net");
    CHECK(shown.string("/case/customer/about") == incident);
    CHECK(shown.string("/case/kind") == "case");
    CHECK(shown.string("/case/url") == "https://status.example.org/incidents/" + incident);  // it has no page of its own
    CHECK(office.post("/api/v1/incidents/" + id + "/updates", {{"words", "I am on it."}}).status == 201);
    CHECK(office.post("/api/v1/incidents/" + id + "/resolve", {{"verified", "the customer has paid"}}).status == 200);
    CHECK(office.get("/api/v1/cases/" + incident).status == 404);
}

TEST_CASE("a case is on no page, in no list of incidents, and nobody who may only read sees it") {
    CaseOffice office;
    const std::string incident = office.declare();
    const std::string id = office.open({{"about", incident}});
    for (const std::string& path : std::vector<std::string>{"/", "/incidents/" + incident}) CHECK_THAT(office.get(path).text, !Contains("4711") && !Contains(id));
    CHECK(office.get("/incidents/" + id).status == 404);
    for (const http::Scope scope : {http::Scope::read, http::Scope::respond}) {
        office.who.scope = scope;
        for (const std::string path : {"/api/v1/status", "/api/v1/incidents?state=all", "/metrics"}) {
            CHECK_THAT(office.get(path).text, !Contains("4711") && !Contains(id) && !Contains("sam@"));
        }
        for (const std::string rest : {"", "?events=true", "/next", "/say", "/review", "/promises", "/deliveries", "/updates/1/why", "/remedies", "/similar"}) {
            CAPTURE(rest);
            const Reply answer = office.get("/api/v1/incidents/" + id + rest);
            CHECK(answer.status == (scope == http::Scope::read ? 404 : 200));
            CHECK_THAT(answer.text, !Contains("sam@"));
        }
    }
    office.who.scope = http::Scope::read;
    CHECK(office.get("/api/v1/cases").status == 403);
    CHECK(office.post("/api/v1/incidents/" + id + "/check", {{"text", "It works."}}).status == 404);
    CHECK_THAT(office.get("/api/v1/promises").text, !Contains(id));
    office.who.scope = http::Scope::respond;
    CHECK_THAT(office.get("/api/v1/promises").text, Contains(id));
}

TEST_CASE("the owner of a case is asked to check with the customer when the incident is over") {
    CaseOffice office;
    const std::string incident = office.declare();
    const std::string id = office.open({{"about", incident}});
    CHECK_THAT(office.get("/api/v1/incidents/" + incident + "/next").text, Contains("cases_open"));
    CHECK_THAT(office.get("/api/v1/incidents/" + id + "/next").text, !Contains("check_with_customer") && !Contains("scope_unknown"));
    office.post("/api/v1/incidents/" + incident + "/resolve", {{"verified", "300 test payments"}});
    const Reply next = office.get("/api/v1/incidents/" + id + "/next");
    CHECK(next.string("/steps/0/id") == "check_with_customer");
    CHECK(next.string("/steps/0/command") == "candor resolve " + id + " --verified \"...\"");
}

TEST_CASE("urgent cases come first, and below 95 % solved without a transfer there is an alarm", "[S3.10][S4.13]") {
    CaseOffice office;
    const std::string calm = office.open();
    office.clock.time += 1min;
    const std::string urgent = office.open({{"urgent", true}});
    Reply list = office.get("/api/v1/cases");
    CHECK(list.string("/cases/0/id") == urgent);
    CHECK(list.at("/first_contact/ratio").is_null());
    CHECK_THAT(office.get("/metrics").text, Contains("candor_cases_open 2") && !Contains("candor_first_contact_resolution"));

    office.post("/api/v1/incidents/" + calm + "/resolve", {{"verified", "the customer has paid"}});
    CHECK_THAT(office.get("/metrics").text, Contains("candor_first_contact_resolution_ratio 1") && Contains("candor_first_contact_resolution_below_target 0"));
    office.ask(Method::put, "/api/v1/incidents/" + urgent + "/owner", {{"owner", "robin"}, {"note", "the bank calls back"}});
    office.post("/api/v1/incidents/" + urgent + "/resolve", {{"verified", "the customer has paid"}});
    list = office.get("/api/v1/cases?ended=true");
    CHECK(list.at("/cases").as_array().size() == 2);
    CHECK(list.at("/first_contact/below_target").as_bool());
    CHECK_THAT(office.get("/metrics").text, Contains("candor_first_contact_resolution_ratio 0.5") && Contains("candor_first_contact_resolution_below_target 1"));
    CHECK_THAT(office.get("/api/v1/incidents/" + urgent + "/review").text, Contains("first-contact resolution"));
}

TEST_CASE("what is planned stands on the page and in the status, and affects a component only while it lasts") {
    Office office;
    const Reply announced = office.post("/api/v1/maintenance", {{"title", "Database upgrade"}, {"components", {"checkout"}}, {"effect", "no payments"},
                                                                {"from", "2026-11-22T16:00:00Z"}, {"until", "2026-11-22T18:00:00Z"}});
    INFO(announced.text);
    REQUIRE(announced.status == 201);
    const std::string id = announced.string("/incident/id");
    CHECK(office.get("/api/v1/status").string("/maintenance/0/window/from") == "2026-11-22T16:00:00.000Z");
    CHECK(office.get("/api/v1/status").at("/open").as_array().empty());
    CHECK(office.get("/api/v1/maintenance").string("/maintenance/0/status") == "scheduled");
    CHECK_THAT(office.get("/").text, Contains("<h1>No incident is open</h1>") && Contains("Database upgrade") && Contains("22 Nov 2026, 16:00 UTC"));
    CHECK_THAT(office.get("/incidents/" + id).text, Contains("Planned"));
    CHECK(office.post("/api/v1/incidents/" + id + "/start").status == 409);  // not before the announced minute

    office.room.run_until(*parse_rfc3339("2026-11-22T15:59:30Z"));
    CHECK(office.post("/api/v1/incidents/" + id + "/start").status == 200);
    CHECK(office.get("/api/v1/status").string("/components/0/state") == "under_maintenance");
    CHECK_THAT(office.get("/").text, Contains("<h1>Under maintenance</h1>"));
    CHECK(office.post("/api/v1/incidents/" + id + "/complete", {{"verified", "100 test payments"}}).status == 200);
    CHECK(office.get("/api/v1/status").string("/headline") == "No incident is open");
    CHECK_THAT(office.get("/").text, Contains("Completed"));
}
