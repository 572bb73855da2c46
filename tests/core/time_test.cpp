#include "core/time.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace std::chrono_literals;

TEST_CASE("RFC 3339 survives the round trip, with every offset brought to UTC") {
    const auto text = std::string("2026-03-29T00:59:59.123Z");
    REQUIRE(parse_rfc3339(text).has_value());
    CHECK(to_rfc3339(*parse_rfc3339(text)) == text);
    CHECK(to_rfc3339(*parse_rfc3339("2026-11-22T14:00:00+05:30")) == "2026-11-22T08:30:00.000Z");
    CHECK(to_rfc3339(*parse_rfc3339("2026-11-22T14:00:00.5-01:00")) == "2026-11-22T15:00:00.500Z");
}

TEST_CASE("what is not RFC 3339 is refused") {
    for (const char* text : {"", "2026-11-22", "2026-11-22T14:00:00", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z",
                             "2026-11-22T24:00:00Z", "2026-11-22T14:00:00Z ", "2026-11-22T14:00:00.Z", "2026-11-22T-4:00:00Z"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_rfc3339(text).has_value());
    }
}

TEST_CASE("a time of another day carries its date") {
    const Time now = *parse_rfc3339("2026-11-22T23:50:00Z");
    CHECK(moment_text(now + 5min, now, utc()) == "23:55 UTC");
    CHECK(moment_text(now + 20min, now, utc()) == "23 Nov 2026, 00:10 UTC");
    CHECK(clock_text(now + 7s, utc()) == "23:50:07 UTC");
}

TEST_CASE("durations read as people say them, and parse as people type them") {
    CHECK(duration_text(90min) == "1 h 30 min");
    CHECK(duration_text(15min) == "15 min");
    CHECK(duration_text(45s) == "45 s");
    CHECK(duration_text(0s) == "0 s");
    CHECK(parse_duration("1h30m") == Duration(90min));
    CHECK(parse_duration("250ms") == Duration(250ms));
    CHECK_FALSE(parse_duration("").has_value());
    CHECK_FALSE(parse_duration("15").has_value());
    CHECK_FALSE(parse_duration("-15m").has_value());
    CHECK_FALSE(parse_duration("15 minutes").has_value());
}
