#include "core/link.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace std::chrono_literals;

namespace {

const Secret key("thirty-two bytes of key material");
const Link sent{LinkPurpose::follow_up, IncidentId("4f7k2m9q1x3a"), 4'000'000'000, *parse_rfc3339("2026-12-22T14:00:00Z")};

}  // namespace

TEST_CASE("a link says who answers what, until when, and only its key reads it") {
    const std::string token = sign(sent, key);
    CHECK(verify(token, key) == sent);
    CHECK_FALSE(verify(token, Secret("another thirty-two bytes of key!")).has_value());
    CHECK(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos);
}

TEST_CASE("whatever is changed in a link, it is worth nothing") {
    const std::string token = sign(sent, key);
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string forged = token;
        forged[i] = forged[i] == 'A' ? 'B' : 'A';
        CHECK(verify(forged, key) != sent);
    }
    for (const std::string& wrong : {std::string(), token + "A", token.substr(1), token + "=", std::string("../../etc"), std::string(10'000, 'A')}) {
        CHECK_FALSE(verify(wrong, key).has_value());
    }
}

TEST_CASE("a text is written once, and each recipient finds their own link in it") {
    const std::string text = "Yes or no: https://status.example.org/answer/" + personal_mark(LinkPurpose::follow_up) + "\nOr: /answer/" +
                             personal_mark(LinkPurpose::duty) + ".";
    REQUIRE(has_personal_mark(text));
    CHECK(purposes_in(text) == std::vector{LinkPurpose::follow_up, LinkPurpose::duty});
    const std::string mine = personalised(text, {"me", {{LinkPurpose::duty, "DUTY"}, {LinkPurpose::follow_up, "FOLLOW"}}});
    CHECK(mine == "Yes or no: https://status.example.org/answer/FOLLOW\nOr: /answer/DUTY.");
    CHECK_FALSE(has_personal_mark(mine));
    CHECK(personalised("nothing personal", {"me", {}}) == "nothing personal");
    const std::string reported = "Your report " + name_mark() + " belongs to this: " + personal_mark(LinkPurpose::option);
    REQUIRE(has_personal_mark(reported));
    CHECK(personalised(reported, {"4QM-7KF", {{LinkPurpose::option, "OPTION"}}}) == "Your report 4QM-7KF belongs to this: OPTION");
}
