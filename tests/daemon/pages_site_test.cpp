// The public pages as a reader gets them.
#include "api_rig.hpp"
#include "kept_page.hpp"

using namespace candor;
using namespace candor::test;

namespace {

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

}  // namespace

TEST_CASE("the page of an empty system says what it knows, and when") {
    Office office;
    const Reply page = office.get("/");
    keep("empty.html", page.text);
    CHECK(page.status == 200);
    CHECK_THAT(page.text, Catch::Contains("<h1>No incident is open</h1>") && Catch::Contains("Example Shop"));
    CHECK_THAT(page.text, Catch::Contains("This page was made at <time datetime=\"2026-11-22T14:00:00.000Z\">22 Nov 2026, 14:00 UTC</time>"));
    CHECK_THAT(page.text, Catch::Contains("No open incident") && Catch::Contains("No incident has been declared and ended here yet."));
    CHECK_THAT(page.text, !Catch::Contains("perational") && !Catch::Contains("{{") && !Catch::Contains("<script") && !Catch::Contains("style="));
}

TEST_CASE("an open incident shows its latest text, the promised time and what to think once that has passed", "[S0.5][S2.13][S2.20]") {
    Office office;
    const std::string id = office.declare({{"symptom", "card payments are declined"}});
    const Reply page = office.get("/");
    keep("open.html", page.text);
    for (const char* says : {"<h1>Partial outage</h1>", "Card payments fail at checkout", "card payments are declined", "Major impact", "Investigating",
                             "Next update by", "14:15 UTC", "If it is later than 14:15 UTC on 22 Nov 2026, this update is overdue.",
                             "promised at least every 15 min"}) {
        CHECK_THAT(page.text, Catch::Contains(says));
    }
    CHECK_THAT(page.text, Catch::Contains("href=\"./incidents/" + id + "\"") && !Catch::Contains("{{"));
    const Reply detail = office.get("/incidents/" + id);
    CHECK(detail.status == 200);
    CHECK_THAT(detail.text, Catch::Contains("If it is later than 14:15 UTC on 22 Nov 2026, this update is overdue.") && Catch::Contains("id=\"u1\""));
}

TEST_CASE("a page that is made after the promised time says that the update is overdue") {
    Office office;
    const std::string id = office.declare();
    office.clock.time += 16min;  // and nobody ticks: the database is away
    for (const std::string& target : {std::string("/"), "/incidents/" + id}) {
        const Reply page = office.get(target);
        CHECK_THAT(page.text, Catch::Contains("This update is overdue.") && Catch::Contains("If it is later than 14:15 UTC"));
        CHECK_THAT(page.text, !Catch::Contains("Next update by <time"));
    }
    office.clock.time += 20min;
    CHECK_THAT(office.get("/").text, Catch::Contains("The current state is unknown: a promised update is overdue") && Catch::Contains("Unknown since 22 Nov 2026, 14:15 UTC"));
}

TEST_CASE("the timeline stands newest first, and a correction stands beside what it corrects", "[S0.4][S2.17]") {
    Office office;
    const std::string id = office.declare({{"symptom", "card payments are declined"}});
    const std::string path = "/api/v1/incidents/" + id;
    office.room.run_until(office.clock.time + 31min);
    REQUIRE(office.post(path + "/updates", json::object{{"words", "Only one kind of card is affected; we had said all."}, {"corrects", 1}}).status == 201);
    REQUIRE(office.post(path + "/facts", json::object{{"kind", "workaround"}, {"text", "pay by bank transfer"}}).status == 201);
    office.clock.time += 50min;
    office.room.await(office.room.desk.tick());
    REQUIRE(office.post(path + "/resolve", json::object{{"verified", "50 test payments, all accepted"}}).status == 200);
    const Reply page = office.get("/incidents/" + id);
    keep("incidents/story.html", page.text);
    const auto updates = office.get(path).at("/incident/updates").as_array().size();
    REQUIRE(updates >= 5);
    CHECK(count(page.text, "<li id=\"u") == updates);
    CHECK(page.text.find("id=\"u2\"") < page.text.find("id=\"u1\""));
    const auto original = page.text.substr(page.text.find("id=\"u1\""));
    CHECK_THAT(original, Catch::Contains("<strong>Corrected by</strong> <a href=\"#u") && Catch::Contains("Only one kind of card is affected"));
    CHECK_THAT(page.text, Catch::Contains("Corrects <a href=\"#u1\">update no. 1</a>"));
    CHECK_THAT(page.text, Catch::Contains(": <span class=\"kept\">kept</span>") && Catch::Contains("late</span>"));
    CHECK_THAT(page.text, Catch::Contains("Resolved</dt>") && !Catch::Contains("this update is overdue"));
    office.declare({{"title", "Search is slow"}, {"components", {"search"}}, {"impact", "minor"}, {"scope", "few"}});
    keep("both.html", office.get("/").text);
}

TEST_CASE("an incident that was opened in error stays, and says so") {
    Office office;
    const std::string id = office.declare();
    REQUIRE(office.post("/api/v1/incidents/" + id + "/withdraw", json::object{{"reason", "it was a test order"}}).status == 200);
    CHECK_THAT(office.get("/").text, Catch::Contains("Opened in error"));
    CHECK_THAT(office.get("/incidents/" + id).text, Catch::Contains("Opened in error") && Catch::Contains("it was a test order"));
}

TEST_CASE("hostile values are text on every page, wherever they are entered", "[S1.15]") {
    const std::string evil = "<script>alert(1)</script> \"quoted\" 'single' {{organisation}} {{{id}}} <img src=x onerror=y>";
    auto setup = std::make_shared<desk::Setup>(*shop_setup());
    setup->honesty = nullptr;  // it would refuse the placeholders, and nothing would reach the page
    setup->organisation = "Shop " + evil;
    setup->contact = "help " + evil;
    setup->components = {{ComponentId("checkout"), "Component " + evil}};
    Office office(setup);
    const json::array facts{json::object{{"kind", "action"}, {"text", "action " + evil}},
                            json::object{{"kind", "cause"}, {"text", "cause " + evil}, {"party", "p" + evil.substr(0, 60)}},
                            json::object{{"kind", "workaround"}, {"text", "one " + evil}},
                            json::object{{"kind", "workaround"}, {"text", "two " + evil}}};
    const std::string id = office.declare({{"title", "Title " + evil.substr(0, 100)}, {"symptom", "symptom " + evil}, {"facts", facts}, {"owner", "o" + evil.substr(0, 60)}});
    const std::string path = "/api/v1/incidents/" + id;
    office.who.name = "a" + evil.substr(0, 60);
    REQUIRE(office.post(path + "/updates", json::object{{"words", "Words " + evil}, {"corrects", 1}}).status == 201);
    REQUIRE(office.post(path + "/resolve", json::object{{"verified", "method " + evil}}).status == 200);
    for (const std::string& target : {std::string("/"), "/incidents/" + id, std::string("/nothing")}) {
        const std::string page = office.get(target).text;
        INFO(target << page);
        CHECK_THAT(page, !Catch::Contains("<script") && !Catch::Contains("<img") && !Catch::Contains("alert(1)</script>"));
        CHECK_THAT(page, Catch::Contains("&lt;script&gt;") && !Catch::Contains("\"quoted\"") && !Catch::Contains("'single'"));
        CHECK_THAT(page, Catch::Contains("{{organisation}}"));  // printed as it was entered: values are not templates
    }
}

TEST_CASE("a contact becomes a link only where it is a page or a mailbox") {
    struct Case {
        const char* contact;
        const char* shown;
    };
    const Case c = GENERATE(Case{"help@example.org", "<a href=\"mailto:help@example.org\">help@example.org</a>"},
                            Case{"https://example.org/help?a=1&b=2", "<a href=\"https://example.org/help?a=1&amp;b=2\">"},
                            Case{"javascript:alert(1)", "Contact: javascript:alert(1)<"}, Case{"http://example.org", "Contact: http://example.org<"},
                            Case{"call us @ home", "Contact: call us @ home<"});
    auto setup = std::make_shared<desk::Setup>(*shop_setup());
    setup->contact = c.contact;
    Office office(setup);
    CHECK_THAT(office.get("/").text, Catch::Contains(c.shown));
}

TEST_CASE("a page is made once for all who read it, and anew when something is said or the minute changes") {
    Office office;
    const std::string id = office.declare();
    const Reply first = office.get("/");
    const std::string etag = first.header("ETag");
    CHECK(first.header("Cache-Control") == "public, max-age=5, stale-while-revalidate=30, stale-if-error=86400");
    CHECK_THAT(first.header("Content-Security-Policy"), Catch::Contains("default-src 'none'"));
    const auto made = office.cache.made();
    office.clock.time += 59s;
    CHECK(office.get("/").header("ETag") == etag);
    const Reply unchanged = office.get("/", {{"if-none-match", "\"other\", W/" + etag}});
    CHECK(unchanged.status == 304);
    CHECK(unchanged.text.empty());
    CHECK(unchanged.header("ETag") == etag);
    CHECK(office.cache.made() == made);
    REQUIRE(office.post("/api/v1/incidents/" + id + "/updates", json::object{{"words", "We found it."}}).status == 201);
    const Reply changed = office.get("/", {{"if-none-match", etag}});
    CHECK(changed.status == 200);
    CHECK_THAT(changed.text, Catch::Contains("We found it."));
    office.clock.time += 1s;
    CHECK(office.get("/").header("ETag") != changed.header("ETag"));  // it says when it was made
}

TEST_CASE("what has ended is read from memory, not from the database each time") {
    Office office;
    const std::string id = office.declare();
    REQUIRE(office.post("/api/v1/incidents/" + id + "/withdraw", json::object{{"reason", "a test"}}).status == 200);
    (void)office.get("/incidents/" + id);
    const auto crossings = office.room.thread.crossings();
    for (int i = 0; i < 5; ++i) CHECK(office.get("/incidents/" + id).status == 200);
    CHECK(office.room.thread.crossings() == crossings);
}

TEST_CASE("wrong addresses get a page that leads on, and need no look at the database") {
    Office office;
    const std::string id = office.declare();
    const auto crossings = office.room.thread.crossings();
    for (const std::string& target : {std::string("/incidents/" + id.substr(0, 6)), std::string("/incidents/..%2f..%2fetc"), std::string("/wrong")}) {
        const Reply page = office.get(target);
        INFO(target);
        CHECK(page.status == 404);
        CHECK_THAT(page.text, Catch::Contains("Nothing is here") && Catch::Contains("What is open now"));
    }
    CHECK(office.room.thread.crossings() == crossings);
    CHECK(office.get("/incidents/zzzzzzzzzzzz").status == 404);
}

TEST_CASE("the style sheet, the icon and robots.txt are served to anybody") {
    Office office;
    office.who = {};
    const Reply style = office.get("/style.css");
    CHECK(style.status == 200);
    CHECK_THAT(style.text, Catch::Contains("prefers-color-scheme: dark"));
    CHECK(office.get("/style.css", {{"if-none-match", style.header("ETag")}}).status == 304);
    CHECK_THAT(office.get("/favicon.svg").text, Catch::StartsWith("<svg"));
    CHECK_THAT(office.get("/robots.txt").text, Catch::Contains("Disallow: /api/"));
}
