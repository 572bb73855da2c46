#include "core/time.hpp"
#include "daemon/log.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using namespace candor;

namespace {

const Time at = *parse_rfc3339("2026-11-22T14:00:00.123Z");

std::string json_line(std::string_view message, log::Fields fields = {}) {
    return log::line(log::Format::json, at, log::Level::info, message, fields);
}

}  // namespace

TEST_CASE("a log line is one JSON object that a machine can read back") {
    const auto line = json_line("published \"now\"", {{"incident", "abc"}, {"count", 3}, {"late", false}, {"seconds", 1.5}});
    CHECK(line == R"({"time":"2026-11-22T14:00:00.123Z","level":"info","message":"published \"now\"","incident":"abc",)"
                  R"("count":3,"late":false,"seconds":1.5})");
    CHECK(boost::json::parse(line).at("message").as_string() == "published \"now\"");
}

TEST_CASE("nothing in a value can end the line, draw on a terminal or turn the text around") {
    const std::string nasty = std::string("a\nb\r\x1b[31mred\x7f\xc2\x9b" "2J \xe2\x80\xae" "gnp.exe \xff\xc0\xaf \xed\xa0\x80");
    for (const auto format : {log::Format::json, log::Format::text}) {
        const auto line = log::line(format, at, log::Level::error, nasty, {{"value", nasty}});
        CAPTURE(line);
        for (const char c : line) CHECK((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
        CHECK(line.find("\xc2\x9b") == std::string::npos);
        CHECK(line.find("\xe2\x80\xae") == std::string::npos);
        CHECK(line.find("\\u001b[31m") != std::string::npos);
    }
    CHECK_NOTHROW(boost::json::parse(json_line(nasty, {{"value", nasty}})));
}

TEST_CASE("a terminal gets readable text, and what is no plain word is quoted") {
    CHECK(log::line(log::Format::text, at, log::Level::warning, "slow answer",
                    {{"channel", "mail"}, {"detail", "421 try later"}, {"ms", 1200}}) ==
          "2026-11-22T14:00:00.123Z warning slow answer channel=mail detail=\"421 try later\" ms=1200");
    CHECK(log::line(log::Format::text, at, log::Level::info, "Zürich", {}) == "2026-11-22T14:00:00.123Z info    Zürich");
}

TEST_CASE("every kind of thrown thing can be described") {
    CHECK(log::describe(std::make_exception_ptr(std::runtime_error("why"))) == "why");
    CHECK(log::describe(std::make_exception_ptr(7)) == "an exception that is no std::exception");
}
