#include "daemon/ctl/moment.hpp"
#include "daemon/ctl/terminal.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::ctl;

namespace {

const Time now = *parse_rfc3339("2026-11-22T14:05:00Z");

std::string read(std::string_view text, Towards towards = Towards::future) {
    const auto moment = parse_moment(text, now, utc(), towards);
    return moment ? to_rfc3339(*moment) : "refused";
}

// Summer time until 01:00 UTC on 25 October 2026, winter time after it.
class AutumnZone final : public TimeZone {
public:
    [[nodiscard]] ZoneOffset at(Time time) const override {
        const bool summer = time < *parse_rfc3339("2026-10-25T01:00:00Z");
        return summer ? ZoneOffset{std::chrono::hours{2}, "CEST"} : ZoneOffset{std::chrono::hours{1}, "CET"};
    }
    [[nodiscard]] std::string_view name() const override { return "Europe/Test"; }
};

}  // namespace

TEST_CASE("a time is read in every form that people type") {
    CHECK(read("14:30") == "2026-11-22T14:30:00.000Z");
    CHECK(read("14:05") == "2026-11-23T14:05:00.000Z");  // a deadline is not now
    CHECK(read("00:00") == "2026-11-23T00:00:00.000Z");
    CHECK(read("13:30", Towards::past) == "2026-11-22T13:30:00.000Z");
    CHECK(read("23:30", Towards::past) == "2026-11-21T23:30:00.000Z");
    CHECK(read("+45m") == "2026-11-22T14:50:00.000Z");
    CHECK(read("+1h30m") == "2026-11-22T15:35:00.000Z");
    CHECK(read("-10m") == "2026-11-22T13:55:00.000Z");
    CHECK(read("now") == "2026-11-22T14:05:00.000Z");
    CHECK(read("2026-11-22T16:00:00+01:00") == "2026-11-22T15:00:00.000Z");
    for (const char* text : {"", "soon", "24:00", "12:60", "1:30", "+", "-", "+5", "45m", "2026-11-22", "14:30:00"}) {
        CAPTURE(text);
        CHECK(read(text) == "refused");
    }
}

TEST_CASE("HH:MM of a zone means its clocks, also on the night when they are set back") {
    const AutumnZone zone;
    const Time evening = *parse_rfc3339("2026-10-24T20:00:00Z");
    CHECK(to_rfc3339(*parse_moment("23:00", evening, zone, Towards::future)) == "2026-10-24T21:00:00.000Z");
    CHECK(to_rfc3339(*parse_moment("09:00", evening, zone, Towards::future)) == "2026-10-25T08:00:00.000Z");
}

TEST_CASE("nothing that a server sends can command the terminal") {
    CHECK(neutral("\x1b[2J\x07") == "\\x1b[2J\\x07");
    CHECK(neutral("a\nb\tc\r") == "a\\x0ab\\x09c\\x0d");
    CHECK(neutral("a\nb\tc", true) == "a\nb\\x09c");
    CHECK(neutral("\xc2\x9b"
                  "31m") == "\\x9b31m");  // C1: CSI in one character
    CHECK(neutral("\x7f") == "\\x7f");
    CHECK(neutral("\xe2\x80\xae"
                  "exe") == "\\u202eexe");        // right-to-left override
    CHECK(neutral("\xe2\x80\x8b") == "\\u200b");  // zero-width space
    CHECK(neutral("\xff\xfe") == "\\xff\\xfe");   // not UTF-8
    CHECK(neutral("Zahlung über Köln") == "Zahlung über Köln");
}

TEST_CASE("columns are counted as they are seen") {
    CHECK(columns("abc") == 3);
    CHECK(columns("über") == 4);
    CHECK(columns("u\xcc\x88") == 1);  // u and a combining diaeresis
    CHECK(columns("支払い") == 6);
}

TEST_CASE("lines are wrapped at spaces, and what cannot be broken is kept whole to be copied") {
    CHECK(wrapped("one two three", 20) == std::vector<std::string>{"one two three"});
    CHECK(wrapped("one two three four five", 13) == std::vector<std::string>{"one two three", "four five"});
    CHECK(wrapped("see https://status.example.org/incidents/4f7k now", 12) ==
          std::vector<std::string>{"see", "https://status.example.org/incidents/4f7k", "now"});
    CHECK(wrapped("one\n\ntwo\n", 20) == std::vector<std::string>{"one", "", "two"});
    CHECK(wrapped("", 20) == std::vector<std::string>{""});
    CHECK(wrapped("  indented text stays", 13) == std::vector<std::string>{"  indented", "  text stays"});
    CHECK(wrapped("- one two three four", 13) == std::vector<std::string>{"- one two", "  three four"});
}

TEST_CASE("colour is an addition that can be left out") {
    Look look;
    CHECK(styled("MISSED", Style::bad, look) == "MISSED");
    look.colour = true;
    CHECK(styled("MISSED", Style::bad, look) == "\x1b[31;1mMISSED\x1b[0m");
}
