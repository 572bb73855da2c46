// The form that customers fill in, its answer, and how we communicate.
#include "api_rig.hpp"
#include "kept_page.hpp"

using namespace candor;
using namespace candor::test;
using Catch::Matchers::Contains;

TEST_CASE("the form asks what they see and what it keeps them from, without a script", "[S2.23][S4.12]") {
    Office office;
    office.who = {};
    const Reply form = office.get("/report?component=search");
    keep("report.html", form.text);
    CHECK(form.status == 200);
    CHECK_THAT(form.text, Contains("<form class=\"report\" method=\"post\" action=\"./report\"") && Contains("name=\"text\"") && Contains("name=\"blocked_task\""));
    CHECK_THAT(form.text, Contains("<option value=\"search\" selected>Search</option>") && Contains("<option value=\"checkout\">Checkout</option>"));
    CHECK_THAT(form.text, !Contains("<script") && !Contains("{{") && !Contains("style="));
    CHECK_THAT(form.header("Content-Security-Policy"), Contains("form-action 'self'"));
    CHECK(form.header("Cache-Control") == "no-store");
    CHECK_THAT(office.get("/").text, Contains("href=\"./report\"") && Contains("href=\"./how\""));
}

TEST_CASE("who sends the form is told the reference and what is known", "[S2.23][S4.11]") {
    Office office;
    office.address = "203.0.113.5";
    const Reply unknown = office.submit("/report", "text=The+card+is+declined&component=checkout&website=");
    keep("reported.html", unknown.text);
    CHECK(unknown.status == 200);
    CHECK_THAT(unknown.text, Contains("We have your report") && Contains("we know of nothing about Checkout yet"));
    const auto reports = office.room.store.reports({});
    REQUIRE(reports.size() == 1);
    CHECK_THAT(unknown.text, Contains("class=\"reference\">" + reports[0].reference.str() + "<"));

    const std::string id = office.declare();
    const Reply known = office.submit("/report", "text=declined&component=checkout&incident=" + id);
    keep("known.html", known.text);
    CHECK_THAT(known.text, Contains("We know of this: <a href=\"./incidents/" + id) && Contains("Next update by"));
    CHECK(known.header("Cache-Control") == "no-store");
    CHECK_THAT(office.get("/report?incident=" + id).text, Contains("name=\"incident\" value=\"" + id + "\""));
}

TEST_CASE("what a stranger types is text on every page, and is shown again where it must be mended") {
    Office office;
    const Reply again = office.submit("/report", "text=&blocked_task=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E&contact=a%40b%22onload%3Dx");
    CHECK(again.status == 422);
    CHECK_THAT(again.text, Contains("role=\"alert\">Say what you see.") && Contains("&quot;&gt;&lt;script&gt;alert(1)"));
    CHECK_THAT(again.text, !Contains("<script") && !Contains("\"onload"));
    CHECK(office.room.store.reports({}).empty());
    const Reply form = office.get("/report?component=%22%3E%3Cscript%3E&incident=%3Cscript%3E");
    CHECK_THAT(form.text, !Contains("<script"));
    CHECK(office.submit("/report", "text=%ff%fe").status == 400);
}

TEST_CASE("a robot that fills in what nobody sees is answered, and leaves nothing", "[S2.23]") {
    Office office;
    const Reply answer = office.submit("/report", "text=Buy+now&website=https%3A%2F%2Fexample.org");
    CHECK(answer.status == 200);
    CHECK_THAT(answer.text, Contains("are not kept") && !Contains("class=\"reference\""));
    CHECK(office.room.store.reports({}).empty());
}

TEST_CASE("how we communicate: the cadence as it is configured, what is refused, the record, how to tell us", "[S1.24]") {
    auto setup = shop_setup();
    setup->cadence.rules = {{ChannelGroup::social, {ScopeLabel::many, ScopeLabel::all}, {}, 17min}, {ChannelGroup::direct, {}, {Impact::critical}, 23min}};
    setup->cadence.otherwise = 41min;
    setup->reports_read_by = "the night shift";
    Office office(setup);
    office.who = {};
    Reply how = office.get("/how");
    CHECK(how.status == 200);
    CHECK_THAT(how.text, Contains("Social networks</span><span>many or all customers affected: at least every 17 min"));
    CHECK_THAT(how.text, Contains("Mail and webhooks</span><span>impact critical: at least every 23 min"));
    CHECK_THAT(how.text, Contains("Everybody</span><span>otherwise: at least every 41 min"));
    CHECK_THAT(how.text, Contains("HON-101") && !Contains("HON-602"));  // what blocks, and not what warns
    CHECK_THAT(how.text, Contains("No incident has been declared here yet") && Contains("It is read by the night shift.") && Contains("href=\"./report\""));

    office.who = {"comms-lead", http::Scope::respond};
    office.declare();
    office.room.run_until(office.clock.time + 40min);
    how = office.get("/how");
    keep("how.html", how.text);
    CHECK_THAT(how.text, Contains(" kept. <strong>100% kept.</strong>"));
    CHECK_THAT(how.text, !Contains("<script") && !Contains("{{kept"));
}
