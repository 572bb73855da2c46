// Links of our pages, between files.
#include "core/relink.hpp"

#include <catch2/catch.hpp>

using namespace candor;

TEST_CASE("a link is resolved as a browser does it, and other sites are left alone") {
    struct Case {
        const char* link;
        const char* page;
        const char* path;  // nullptr: none of ours
        const char* suffix;
    };
    const std::string site = "https://status.example.org";
    const Case c = GENERATE(Case{"./", "/", "/", ""}, Case{"./how", "/", "/how", ""}, Case{"../", "/incidents/bcd", "/", ""},
                            Case{"../style.css", "/incidents/bcd", "/style.css", ""}, Case{"../../how", "/incidents/bcd/review", "/how", ""},
                            Case{"../incidents/xyz#u2", "/incidents/bcd", "/incidents/xyz", "#u2"}, Case{"/how", "/incidents/bcd", "/how", ""},
                            Case{"../report?incident=bcd", "/incidents/bcd", "/report", "?incident=bcd"}, Case{"https://status.example.org/how", "/incidents/bcd", "/how", ""},
                            Case{"https://status.example.org", "/incidents/bcd", "/", ""}, Case{"../../../../how", "/incidents/bcd", "/how", ""},
                            Case{"?lang=de", "/how", "/how", "?lang=de"}, Case{"#u1", "/incidents/bcd", nullptr, ""}, Case{"", "/", nullptr, ""},
                            Case{"mailto:help@example.org", "/", nullptr, ""}, Case{"https://example.org/", "/", nullptr, ""}, Case{"//example.org/x", "/", nullptr, ""},
                            Case{"https://status.example.org.evil.example/", "/", nullptr, ""}, Case{"data:image/png;base64,AA", "/", nullptr, ""});
    INFO(c.link << " on " << c.page);
    const auto target = local_target(c.link, c.page, site);
    REQUIRE(target.has_value() == (c.path != nullptr));
    if (target) CHECK(*target == LocalTarget{c.path, c.suffix});
}

TEST_CASE("links are given unescaped, put back escaped, and text that looks like one is left alone") {
    std::vector<std::string> links;
    const std::string html = "<a class=\"x\" href=\"./a?b=1&amp;c=2\">href=&quot;no&quot;</a><img src=\"./i.svg\" alt=\"\">";
    const std::string out = relink(html, [&](const std::string& link) {
        links.push_back(link);
        return link + "\"&";
    });
    CHECK(links == std::vector<std::string>{"./a?b=1&c=2", "./i.svg"});
    CHECK(out == "<a class=\"x\" href=\"./a?b=1&amp;c=2&quot;&amp;\">href=&quot;no&quot;</a><img src=\"./i.svg&quot;&amp;\" alt=\"\">");
    CHECK(relink("<a href=\"unended", [](const std::string&) { return ""; }) == "<a href=\"unended");
}

TEST_CASE("a path has a file, and files have a way between them") {
    CHECK(file_of("/", "text/html; charset=utf-8") == "index.html");
    CHECK(file_of("/how", "text/html; charset=utf-8") == "how/index.html");
    CHECK(file_of("/de/", "text/html") == "de/index.html");
    CHECK(file_of("/api/v2/summary.json", "application/json; charset=utf-8") == "api/v2/summary.json");
    CHECK(file_of("/logo", "image/png") == "logo.png");
    CHECK(file_of("/a.b/logo", "image/svg+xml") == "a.b/logo.svg");
    CHECK(way_between("index.html", "style.css") == "style.css");
    CHECK(way_between("incidents/bcd/index.html", "style.css") == "../../style.css");
    CHECK(way_between("incidents/bcd/index.html", "incidents/xyz/index.html") == "../xyz/index.html");
    CHECK(way_between("incidents/bcd/index.html", "incidents/bcd/review/index.html") == "review/index.html");
    CHECK(way_between("how/index.html", "how/index.html") == "index.html");
}
