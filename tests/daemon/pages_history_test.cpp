// The history by month, the bars of the components, and what the pages say in each language.
#include "api_rig.hpp"
#include "kept_page.hpp"

#include "daemon/pages/render_history.hpp"

using namespace candor;
using namespace candor::test;
using Catch::Contains;

namespace {

std::shared_ptr<const desk::Setup> setup_in(const std::string& language) {
    auto setup = std::make_shared<desk::Setup>(*shop_setup());
    setup->language = language;
    setup->honesty = nullptr;  // the words below are English
    return setup;
}

std::string declare_and_resolve(Office& office, const json::object& more, Duration length) {
    const std::string id = office.declare(more);
    office.room.run_until(office.clock.time + length);
    const Reply done = office.post("/api/v1/incidents/" + id + "/resolve", json::object{{"verified", "50 test payments, all accepted"}});
    INFO(done.text);
    REQUIRE(done.status == 200);
    return id;
}

// Three months with something in each.
void live_through(Office& office) {
    declare_and_resolve(office, {{"symptom", "card payments are declined"}}, 95min);
    office.room.run_until(office.clock.time + std::chrono::days{9});
    declare_and_resolve(office, {{"title", "Search is slow"}, {"components", {"search"}}, {"impact", "minor"}, {"scope", "few"}, {"symptom", "results take 20 seconds"}}, 50min);
    office.room.run_until(office.clock.time + std::chrono::days{21});
    declare_and_resolve(office, {{"title", "No payment goes through"}, {"impact", "critical"}, {"scope", "all"}, {"symptom", "every payment is refused"}}, 3h);
    office.room.run_until(office.clock.time + std::chrono::days{24});
}

}  // namespace

TEST_CASE("the history shows a month, links the others, and leads to each incident") {
    Office office;
    live_through(office);
    keep("history.html", office.get("/history").text);
    const Reply november = office.get("/history/2026-11");
    CHECK(november.status == 200);
    CHECK_THAT(november.text, Contains("<h2 id=\"month\">November 2026</h2>") && Contains("Card payments fail at checkout") && !Contains("Search is slow"));
    CHECK_THAT(november.text, Contains("What we said last:") && Contains("Promised times: ") && Contains("lasted 1 hour 35 minutes"));
    CHECK_THAT(november.text, Contains("href=\"../history/2026-12\"") && Contains("aria-current=\"page\""));
    keep("history/2026-12.html", office.get("/history/2026-12").text);
    CHECK_THAT(office.get("/history/2026-12").text, Contains("Search is slow") && Contains("2 incidents") && !Contains("Card payments fail at checkout"));
    CHECK_THAT(office.get("/history/2026-09").text, Contains("There is no record of this month"));
    CHECK_THAT(office.get("/history/2027-08").text, Contains("This month lies ahead."));
}

TEST_CASE("only months have a page in the history") {
    Office office;
    for (const char* wrong : {"2026-13", "2026-00", "2026-1", "1999-12", "99999-1", "2026-+1", "..%2f", "2026_11"}) {
        INFO(wrong);
        CHECK(office.get("/history/" + std::string(wrong)).status == 404);
    }
    CHECK(office.get("/history").status == 200);
}

TEST_CASE("a month is made once for all who read it, and anew when something has ended") {
    Office office;
    CHECK_THAT(office.get("/history").text, Contains("No incident was declared, and no maintenance carried out, in this month."));
    const std::string id = office.declare();
    const Reply first = office.get("/history");
    CHECK_THAT(first.text, Contains("Investigating"));
    CHECK(office.get("/history", {{"if-none-match", first.header("ETag")}}).status == 304);
    const auto crossings = office.room.thread.crossings();
    for (int i = 0; i < 5; ++i) CHECK(office.get("/history").status == 200);
    CHECK(office.room.thread.crossings() == crossings);
    REQUIRE(office.post("/api/v1/incidents/" + id + "/withdraw", json::object{{"reason", "a test"}}).status == 200);
    CHECK_THAT(office.get("/history").text, Contains("Opened in error"));
}

TEST_CASE("the bars of a component say in words what they show, and know nothing of the time before the first declaration") {
    Office office;
    CHECK_THAT(office.get("/").text, Contains("aria-label=\"Checkout, the last 90 days: no record of 90 days\""));
    live_through(office);
    const Reply page = office.get("/");
    keep("index.html", page.text);
    CHECK_THAT(page.text, Contains("Checkout, the last 90 days: 2 days with an incident, no record of 35 days"));
    CHECK_THAT(page.text, Contains("22 Nov 2026: Partial outage, 1 hour 35 minutes"));
    CHECK_THAT(page.text, Contains("href=\"./how#bars\"") && !Contains("perational") && !Contains("style="));
    CHECK_THAT(office.get("/how").text, Contains("id=\"bars\"") && Contains("We give no percentage of availability"));
}

TEST_CASE("how we communicate shows what became of the promises, by kind") {
    Office office;
    live_through(office);
    const Reply how = office.get("/how");
    keep("how.html", how.text);
    CHECK_THAT(how.text, Contains("<th scope=\"row\">The next update</th>") && Contains(" kept."));
    CHECK_THAT(how.text, Contains("Counted: 3 incidents and maintenances."));
}

TEST_CASE("every page speaks the organisation's language, and no other") {
    struct Case {
        const char* language;
        const char* calm;
        const char* month;
        const char* next;
        const char* form;
    };
    const Case c = GENERATE(
        Case{"de", "Keine Störung ist offen", "November 2026", "Nächste Meldung bis <time", "Was bemerken Sie?"},
        Case{"fr", "Aucun incident en cours", "Novembre 2026", "Prochain message à <time", "Que constatez-vous ?"},
        Case{"es", "No hay ningún incidente abierto", "Noviembre de 2026", "Próximo mensaje a las <time", "¿Qué observa?"});
    Office office(setup_in(c.language));
    const std::string declared_language = std::string("<html lang=\"") + c.language + "\">";
    CHECK_THAT(office.get("/").text, Contains(c.calm) && Contains(declared_language));
    const std::string id = office.declare({{"symptom", "x1"}});
    for (const std::string& path : {std::string("/"), "/incidents/" + id, std::string("/history"), std::string("/how"), std::string("/report"), std::string("/nothing")}) {
        const Reply page = office.get(path);
        keep(c.language + std::string("/") + (path == "/" ? "index" : path.substr(1, path.find('/', 1) - 1)) + ".html", page.text);
        INFO(path << "\n" << page.text);
        CHECK_THAT(page.text, Contains(declared_language));
        for (const char* english : {"Next update", "Status</a>", "This page", "Contact:", "How we", "incident is", "Declared", "Report a", "minutes", "Major impact", ">History"}) {
            if (std::string(english) == "Status</a>" && std::string(c.language) == "de") continue;  // the same word
            if (std::string(english) == "minutes" && std::string(c.language) == "fr") continue;
            CHECK_THAT(page.text, !Contains(english));
        }
    }
    CHECK_THAT(office.get("/").text, Contains(c.next));
    CHECK_THAT(office.get("/history").text, Contains(c.month));
    CHECK_THAT(office.get("/report").text, Contains(c.form));
}

TEST_CASE("what was said before the organisation changed its language is still shown, as it was said") {
    const TemporaryFolder folder;
    TestClock clock;
    IncidentId id;
    {
        Newsroom before(folder / "candor.db", clock);
        id = before.declare();
    }
    Newsroom after(folder / "candor.db", clock, setup_in("de"));
    std::string wanted = id.str();
    const auto dossier = after.await(after.desk.find(std::move(wanted)));
    REQUIRE(dossier.has_value());
    CHECK_THAT((*dossier)->texts.at(0), Contains("card payments are declined"));
}

TEST_CASE("the words of a page load only whole") {
    auto files = template_files();
    auto& words = files["de/page.yaml"];
    const auto label = words.find("  see_more:");
    words.erase(label, words.find('\n', label) - label + 1);
    const auto loaded = load_page_words(words, "de/page.yaml");
    REQUIRE(loaded.has_value());  // a layout of one's own may do without it
    const auto pages = pages::load_page_templates(files, *loaded);
    REQUIRE_FALSE(pages.has_value());
    CHECK_THAT(pages.error().message(), Contains("de/page.yaml:1: labels lacks \"see_more\", which pages/index.html.mustache:"));

    const auto state = words.find("    partial_outage:");
    words.erase(state, words.find('\n', state) - state + 1);
    words.replace(words.find("{{worst}}"), 9, "{{worts}}");
    const auto refused = load_page_words(words, "de/page.yaml");
    REQUIRE_FALSE(refused.has_value());
    CHECK_THAT(refused.error().message(), Contains("de/page.yaml:") && Contains("words.state lacks \"partial_outage\"") && Contains("worts"));
}

TEST_CASE("all languages have the same labels, with the same fields") {
    const auto files = template_files();
    for (const char* language : {"en", "de", "fr", "es"}) {
        const std::string name = std::string(language) + "/page.yaml";
        const auto words = load_page_words(files.at(name), name);
        INFO((words ? std::string() : words.error().message()));
        REQUIRE(words.has_value());
        const auto pages = pages::load_page_templates(files, *words);
        INFO((pages ? std::string() : pages.error().message()));
        CHECK(pages.has_value());
    }
}

TEST_CASE("a logo is a PNG or an SVG of a bounded size, and a colour brings text that can be read on it") {
    const std::string png = std::string("\x89PNG\r\n\x1a\n", 8) + "rest";
    CHECK(pages::make_theme(png, "")->logo_type == "image/png");
    CHECK(pages::make_theme("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "")->logo_type == "image/svg+xml");
    CHECK_FALSE(pages::make_theme("<html><script>alert(1)</script>", "").has_value());
    CHECK_FALSE(pages::make_theme(png + std::string(pages::largest_logo, 'x'), "").has_value());
    CHECK(pages::colours_of("#000080") == ":root { --brand: #000080; --on-brand: #ffffff; }\n");
    CHECK(pages::colours_of("#ffd500") == ":root { --brand: #ffd500; --on-brand: #000000; }\n");
}

TEST_CASE("hostile values are text in the history, too") {
    const std::string evil = "<script>alert(1)</script> \"quoted\" 'single' {{organisation}} <img src=x onerror=y>";
    auto setup = std::make_shared<desk::Setup>(*shop_setup());
    setup->honesty = nullptr;
    setup->organisation = "Shop " + evil;
    setup->components = {{ComponentId("checkout"), "Component " + evil}};
    setup->reports_read_by = "People " + evil;
    Office office(setup);
    declare_and_resolve(office, {{"title", "Title " + evil.substr(0, 90)}, {"symptom", "symptom " + evil}}, 20min);
    for (const char* target : {"/", "/history", "/how", "/report"}) {
        const std::string page = office.get(target).text;
        INFO(target << page);
        CHECK_THAT(page, !Contains("<script") && !Contains("<img src=x") && Contains("&lt;script&gt;") && !Contains("\"quoted\"") && !Contains("'single'"));
    }
}
