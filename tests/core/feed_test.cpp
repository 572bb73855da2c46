// Feeds, the calendar and the badge, and that nobody's text breaks out of any of them.
#include "incident_builder.hpp"
#include "shipped_words.hpp"

#include "core/feed/badge.hpp"
#include "core/feed/calendar.hpp"
#include "core/feed/feed.hpp"
#include "core/statuspage/documents.hpp"
#include "core/text.hpp"

#include <boost/json.hpp>

using namespace candor;
using namespace candor::test;

namespace {

const feed::Publisher shop{"Example Shop", "https://status.example.org", "en", &utc(), *parse_rfc3339("2026-11-01T00:00:00Z")};

PublicRecord shown(const Record& record, const std::string& body = "We know.") {
    const std::string url = "https://status.example.org/incidents/" + record.id.str();
    const std::vector<std::string> texts(record.updates.size(), body);
    return public_record(record, record.title, url, texts);
}

Incident maintenance() {
    Incident work;
    work.record.id = IncidentId("work22222222");
    Declare declare{work.record.id, "Database upgrade, phase 2; ends at 17:00", {ComponentId("checkout")}, Impact::minor, Origin::staff, "comms-lead", "", {}};
    declare.kind = RecordKind::maintenance;
    declare.window = Window{work.now + 1h, work.now + 2h};
    work.does(declare);
    return work;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

// One of everything that a reader could take for more than text.
const std::string evil = "<script>alert(1)</script> ]]> <!-- & \" ' =cmd|' /C calc'!A0\r\nX-Injected: yes\r\nEND:VEVENT\xE2\x80\xAE gnp.exe \x01\x1B[2J \xFF";

}  // namespace

TEST_CASE("Atom has one entry for each incident, in the shape that readers take apart") {
    Incident incident;
    incident.record.id = IncidentId("bcdfghjkmnpq");
    incident.declare();
    incident.now += 5min;
    incident.does(Resolve{"", {{Verification{"50 test payments", true}, Confidence::confirmed, {}}}});
    const std::string atom = feed::atom(shop, std::vector{shown(incident.record, "Line one.\nLine two.")});
    for (const char* part : {"<id>tag:status.example.org,2005:/history</id>", "<title>Example Shop Status - Incident History</title>",
                             "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://status.example.org/history.atom\"/>",
                             "<id>tag:status.example.org,2005:Incident/bcdfghjkmnpq</id>", "<published>2026-11-22T14:00:00.000+00:00</published>",
                             "<updated>2026-11-22T14:05:00.000+00:00</updated>",
                             "<link rel=\"alternate\" type=\"text/html\" href=\"https://status.example.org/incidents/bcdfghjkmnpq\"/>",
                             "&lt;p&gt;&lt;small&gt;Nov &lt;var data-var=&#39;date&#39;&gt;22&lt;/var&gt;, &lt;var data-var=&#39;time&#39;&gt;14:05&lt;/var&gt; UTC&lt;/small&gt;&lt;br&gt;"
                             "&lt;strong&gt;Resolved&lt;/strong&gt; - Line one.&lt;br&gt;\nLine two.&lt;/p&gt;"}) {
        CHECK_THAT(atom, Catch::Contains(part));
    }
    CHECK(count(atom, "<entry>") == 1);
    CHECK(atom.find("Resolved") < atom.find("Investigating"));  // the first <strong> is the state
}

TEST_CASE("what was opened in error stays in the feed and says so, and a case is in none") {
    Incident wrong;
    wrong.declare();
    wrong.does(Withdraw{"it was a test order"});
    Incident own;
    own.record.id = IncidentId("case22222222");
    own.declare();
    own.record.kind = RecordKind::case_;
    const std::vector records{shown(wrong.record), shown(own.record)};
    CHECK_THAT(feed::atom(shop, records), Catch::Contains("Withdrawn") && !Catch::Contains("case22222222"));
    CHECK_THAT(feed::rss(shop, records), Catch::Contains("Withdrawn") && !Catch::Contains("case22222222"));
    CHECK_THAT(feed::json_feed(shop, records), Catch::Contains("Withdrawn") && !Catch::Contains("case22222222"));
}

TEST_CASE("an empty feed says since when there has been nothing") {
    CHECK_THAT(feed::atom(shop, {}), Catch::Contains("<updated>2026-11-01T00:00:00.000+00:00</updated>") && !Catch::Contains("<entry>"));
    CHECK_THAT(feed::rss(shop, {}), Catch::Contains("<pubDate>Sun, 01 Nov 2026 00:00:00 GMT</pubDate>"));
    CHECK(boost::json::parse(feed::json_feed(shop, {})).at("items").as_array().empty());
}

TEST_CASE("a maintenance is one event whose id stays, whose sequence grows with each move, and that is cancelled in place") {
    Incident work = maintenance();
    const std::string announced = feed::calendar(shop, std::vector{shown(work.record)});
    for (const char* line : {"UID:work22222222@status.example.org\r\n", "SEQUENCE:0\r\n", "DTSTART:20261122T150000Z\r\n", "DTEND:20261122T160000Z\r\n",
                             "STATUS:CONFIRMED\r\n", "SUMMARY:Example Shop: Database upgrade\\, phase 2\\; ends at 17:00\r\n"}) {
        CHECK_THAT(announced, Catch::Contains(line));
    }
    work.now += 1min;
    work.does(MoveTo{{work.now + 3h, work.now + 4h}, "the parts come later"});
    const std::string moved = feed::calendar(shop, std::vector{shown(work.record)});
    CHECK_THAT(moved, Catch::Contains("UID:work22222222@status.example.org\r\n") && Catch::Contains("SEQUENCE:1\r\n") && Catch::Contains("DTSTART:20261122T170100Z\r\n"));
    work.does(Withdraw{"it is not needed"});
    CHECK_THAT(feed::calendar(shop, std::vector{shown(work.record)}), Catch::Contains("SEQUENCE:2\r\n") && Catch::Contains("STATUS:CANCELLED\r\n"));
}

TEST_CASE("an incident is no event in the calendar") {
    Incident incident;
    incident.declare();
    CHECK_THAT(feed::calendar(shop, std::vector{shown(incident.record)}), !Catch::Contains("VEVENT") && Catch::StartsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
}

TEST_CASE("content lines are folded after 75 octets and never inside a character") {
    const std::string line = feed::content_line("SUMMARY", std::string(70, 'a') + "ÄÖÜ支払い🚧" + std::string(200, 'b') + "\nnext, one; \\");
    std::string unfolded;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t end = line.find("\r\n", at);
        REQUIRE(end != std::string::npos);
        const std::string part = line.substr(at, end - at);
        CHECK(part.size() <= 75);
        CHECK(readable(part) == part);  // whole characters
        unfolded += at == 0 ? part : part.substr(1);
        at = end + 2;
    }
    CHECK(unfolded == "SUMMARY:" + std::string(70, 'a') + "ÄÖÜ支払い🚧" + std::string(200, 'b') + "\\nnext\\, one\\; \\\\");
}

TEST_CASE("the badge says the state in words, and its title says the page's headline") {
    Incident incident;
    incident.declare();
    const Record* open = &incident.record;
    const auto badge = [](const PageState& state) { return feed::badge("Example Shop", state, shipped_words("en").word(PageWordGroup::state, to_string(state.overall))); };
    const auto state = [&](Time now) { return page_state({&open, 1}, {}, shipped_words("en"), now); };
    CHECK_THAT(badge(page_state({}, {}, shipped_words("en"), incident.now)), Catch::Contains(">No open incident</text>") && Catch::Contains("<title id=\"t\">Example Shop: No incident is open</title>"));
    CHECK_THAT(badge(state(incident.now)), Catch::Contains(">Partial outage</text>"));
    CHECK_THAT(badge(state(incident.now + 24h)), Catch::Contains(">Unknown</text>") && Catch::Contains("a promised update is overdue"));
}

TEST_CASE("hostile text breaks out of no format, wherever it is entered", "[S1.15]") {
    Incident incident = maintenance();
    incident.record.title = evil;
    const feed::Publisher hostile{evil, "https://status.example.org", "en", &utc(), {}};
    const std::vector records{shown(incident.record, "First.\n" + evil)};
    const Record* open = &incident.record;
    PageState state = page_state({&open, 1}, {}, shipped_words("en"), incident.now);
    state.headline = evil;
    const std::string svg = feed::badge(evil, state, evil);
    const std::string atom = feed::atom(hostile, records);
    const std::string rss = feed::rss(hostile, records);
    for (const std::string& xml : {atom, rss, svg}) {
        INFO(xml);
        CHECK_THAT(xml, !Catch::Contains("<script") && !Catch::Contains("]]>") && !Catch::Contains("<!--"));
        CHECK(readable(xml) == xml);  // no control characters, nothing that reorders, valid UTF-8
    }
    CHECK_THAT(atom, Catch::Contains("&amp;lt;script&amp;gt;"));  // escaped for HTML, and then for XML
    const std::string ics = feed::calendar(hostile, records);
    CHECK(count(ics, "\r\nEND:VEVENT\r\n") == 1);
    CHECK(count(ics, "\nX-Injected") == 0);
    CHECK(count(ics, "\r") == count(ics, "\r\n"));
    CHECK_THAT(ics, !Catch::Contains("\xE2\x80\xAE") && !Catch::Contains("\x1B"));
    statuspage::Page page{evil, "https://status.example.org", &utc(), {{ComponentId("checkout"), evil, evil}}, records, {}, incident.now};
    for (const std::string& text : {feed::json_feed(hostile, records), statuspage::document(statuspage::Document::summary, page)}) {
        const auto parsed = boost::json::parse(text);
        CHECK(is_valid_utf8(text));
        CHECK_THAT(text, !Catch::Contains("\xE2\x80\xAE") && !Catch::Contains("\\u001b") && !Catch::Contains("\\r"));
    }
    const auto content = boost::json::parse(feed::json_feed(hostile, records)).at_pointer("/items/0/content_html").as_string();
    CHECK(content.find("<script") == boost::json::string::npos);
}
