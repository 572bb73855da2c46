// What programs read of the public page, as they get it.
#include "api_rig.hpp"

#include "daemon/http/gzip.hpp"

using namespace candor;
using namespace candor::test;

namespace {

std::string zone_offset_of(const Reply& reply) {
    const std::string at(json::parse(reply.text).at_pointer("/page/updated_at").as_string());
    return at.substr(at.size() - 6);
}

}  // namespace

TEST_CASE("everybody may read every feed and document, scripts of other sites too") {
    Office office;
    office.who = {};
    office.room.declare();
    for (const std::string& path : feeds::Feeds::paths()) {
        INFO(path);
        const Reply reply = office.get(path);
        CHECK(reply.status == 200);
        CHECK(reply.header("Access-Control-Allow-Origin") == "*");
        CHECK(reply.header("Vary") == "Accept-Encoding");
        CHECK_THAT(reply.header("Cache-Control"), Catch::StartsWith("public, max-age=5"));
        const Reply preflight = office.ask(Method::options, path);
        CHECK(preflight.status == 204);
        CHECK(preflight.header("Access-Control-Allow-Origin") == "*");
        CHECK_THAT(preflight.header("Access-Control-Allow-Methods"), Catch::Contains("GET"));
    }
    CHECK(office.ask(Method::options, "/api/v1/status").header("Access-Control-Allow-Origin").empty());
    CHECK(office.get("/").header("Access-Control-Allow-Origin").empty());
}

TEST_CASE("what is told at once stands in every document") {
    Office office;
    const std::string before = office.get("/api/v2/summary.json").text;
    const std::string id = office.declare({{"title", "Search is slow"}, {"symptom", "results take a minute"}});
    for (const char* path : {"/api/v2/summary.json", "/api/v2/incidents.json", "/api/v2/incidents/unresolved.json", "/history.atom", "/history.rss", "/feed.json"}) {
        INFO(path);
        const Reply reply = office.get(path);
        CHECK_THAT(reply.text, Catch::Contains("Search is slow") && Catch::Contains("results take a minute") && Catch::Contains(id));
        CHECK_THAT(reply.text, !Catch::Contains("{{"));
    }
    CHECK(office.get("/api/v2/summary.json").text != before);
    CHECK(zone_offset_of(office.get("/api/v2/status.json")) == "+00:00");
    CHECK_THAT(office.get("/badge.svg").text, Catch::Contains("Partial outage"));
}

TEST_CASE("a customer's own case is in no document") {
    auto setup = std::make_shared<desk::Setup>(*shop_setup());
    setup->case_languages = {"en"};
    Office office(setup);
    const Reply opened = office.post("/api/v1/cases", json::object{{"told", "my order 4711 is lost"}, {"customer", "order 4711"}, {"mail", "customer@example.org"}});
    INFO(opened.text);
    REQUIRE(opened.status == 201);
    for (const std::string& path : feeds::Feeds::paths()) {
        INFO(path);
        CHECK_THAT(office.get(path).text, !Catch::Contains("4711"));
    }
}

TEST_CASE("a document is made once for all readers, and again when a promise lapses") {
    Office office;
    office.declare({{"impact", "none"}, {"scope", "few"}});
    const Reply first = office.get("/api/v2/summary.json");
    const auto made = office.cache.made();
    for (int i = 0; i < 5; ++i) CHECK(office.get("/api/v2/summary.json", {{"if-none-match", first.header("ETag")}}).status == 304);
    CHECK(office.cache.made() == made);
    office.clock.time += 5min;  // another minute, and the same text: nobody is sent it again
    CHECK(office.get("/api/v2/summary.json", {{"if-none-match", first.header("ETag")}}).status == 304);
    CHECK(office.get("/api/v2/summary.json").header("Last-Modified") == first.header("Last-Modified"));
    office.clock.time += 24h;  // and nobody ticks
    const Reply silent = office.get("/api/v2/summary.json", {{"if-none-match", first.header("ETag")}});
    CHECK(silent.status == 200);
    CHECK_THAT(silent.text, Catch::Contains("degraded_performance"));
}

TEST_CASE("whoever takes gzip gets it, with a tag of its own") {
    Office office;
    for (int i = 0; i < 3; ++i) office.declare({{"title", "Search is slow"}});
    for (const char* path : {"/", "/api/v2/summary.json", "/history.atom", "/style.css"}) {
        INFO(path);
        const Reply plain = office.get(path);
        const Reply zipped = office.get(path, {{"accept-encoding", "br, gzip;q=0.8"}});
        CHECK(plain.header("Content-Encoding").empty());
        CHECK(zipped.header("Content-Encoding") == "gzip");
        CHECK(zipped.text == http::gzipped(plain.text));
        CHECK(zipped.text.size() * 2 < plain.text.size());
        CHECK(zipped.header("ETag") != plain.header("ETag"));
        CHECK(zipped.header("Vary") == "Accept-Encoding");
        for (const std::string& tag : {plain.header("ETag"), zipped.header("ETag")}) CHECK(office.get(path, {{"accept-encoding", "gzip"}, {"if-none-match", tag}}).status == 304);
        CHECK(office.get(path, {{"accept-encoding", "gzip;q=0, identity"}}).header("Content-Encoding").empty());
    }
}

TEST_CASE("the pages say where their feeds and the calendar are") {
    Office office;
    const std::string id = office.declare();
    for (const auto& [path, root] : {std::pair<std::string, std::string>{"/", "./"}, {"/incidents/" + id, "../"}}) {
        const std::string page = office.get(path).text;
        for (const std::string feed : {"history.atom", "history.rss", "feed.json", "calendar.ics"}) CHECK_THAT(page, Catch::Contains("href=\"" + root + feed + "\""));
    }
}

TEST_CASE("the site in files holds what is reached from the first page, with links that work there, and no form") {
    Office office;
    const std::string id = office.declare();
    REQUIRE(office.post("/api/v1/incidents/" + office.declare({{"title", "Another"}}) + "/withdraw", json::object{{"reason", "a test"}}).status == 200);
    const Reply reply = office.get("/api/v1/site");
    REQUIRE(reply.status == 200);
    std::map<std::string, std::string> files;
    for (const json::value& file : reply.at("/files").as_array()) files[std::string(file.at("name").as_string())] = std::string(file.at("text").as_string());
    CHECK(reply.at("/whole").as_bool());
    for (const std::string& name : {std::string("index.html"), "incidents/" + id + "/index.html", std::string("how/index.html"), std::string("style.css"), std::string("favicon.svg"),
                                    std::string("api/v2/summary.json"), std::string("history.atom"), std::string("calendar.ics"), std::string("badge.svg"), std::string("404.html")}) {
        INFO(name);
        CHECK(files.contains(name));
    }
    CHECK(reply.at("/files").as_array().back().at("name").as_string() == "404.html");
    CHECK_THAT(files["index.html"], Catch::Contains("href=\"incidents/" + id + "/index.html\"") && Catch::Contains("href=\"style.css\""));
    CHECK_THAT(files["index.html"], Catch::Contains("href=\"https://status.example.org/report\""));  // a form is the daemon's
    CHECK_THAT(files["incidents/" + id + "/index.html"], Catch::Contains("href=\"../../style.css\"") && Catch::Contains("href=\"../../index.html\""));
    CHECK_THAT(files["404.html"], Catch::Contains("href=\"https://status.example.org/style.css\""));
    CHECK(files.count("report/index.html") == 0);
}

TEST_CASE("many maintenances that are over leave the incidents where they can be read") {
    Office office;
    const std::string id = office.declare();
    REQUIRE(office.post("/api/v1/incidents/" + id + "/withdraw", json::object{{"reason", "a test"}}).status == 200);
    for (int i = 0; i < 52; ++i) {
        const IncidentId work = office.room.desk.new_id();
        Declare declare{work, "Database upgrade", {ComponentId("search")}, Impact::minor, Origin::staff, "comms-lead", "", {}};
        declare.kind = RecordKind::maintenance;
        declare.window = Window{office.clock.time + 25h, office.clock.time + 26h};
        office.room.does(work, declare);
        office.room.does(work, Withdraw{"it is not needed"});
    }
    const auto& recent = office.room.desk.recent();
    CHECK(recent.size() == 51);  // fifty of them, and the incident
    CHECK(recent.back()->record.id.str() == id);
}

TEST_CASE("the widget speaks the language of the page, and sets all text as text") {
    auto setup = std::make_shared<desk::Setup>(*shop_setup());
    setup->language = "fr";
    Office office(setup);
    const Reply script = office.get("/widget.js");
    CHECK(script.header("Cross-Origin-Resource-Policy") == "cross-origin");
    CHECK_THAT(script.text, Catch::Contains("const words = {\"language\":\"fr\"") && Catch::Contains("\"close\":\"Fermer\"") && !Catch::Contains("/*words*/"));
    CHECK_THAT(script.text, !Catch::Contains("innerHTML") && !Catch::Contains("cookie;") && !Catch::Contains("eval("));
}
