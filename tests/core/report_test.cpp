// What customers write, as it is kept, counted and referred to.
#include "core/report/report.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace candor;
using namespace std::chrono_literals;

namespace {

Result<Report> cleaned(std::string text, std::string task = {}, std::string contact = {}) {
    Report report;
    report.text = std::move(text);
    report.blocked_task = std::move(task);
    report.contact = std::move(contact);
    return clean(report);
}

}  // namespace

TEST_CASE("a reference is short, can be said on the phone, and differs from others", "[S4.11]") {
    std::set<std::string> seen;
    for (std::uint64_t bits = 1; bits <= 1000; ++bits) {
        const std::string reference = reference_from_bits(bits * 0x9E3779B97F4A7C15ULL).str();
        INFO(reference);
        CHECK(reference.size() == 7);
        CHECK(reference[3] == '-');
        CHECK(reference.find_first_of("01AEIOULaeioul") == std::string::npos);
        seen.insert(reference);
    }
    CHECK(seen.size() == 1000);
}

TEST_CASE("a customer's words are kept as they are, but for what no text needs", "[S0.17]") {
    CHECK(cleaned("  Ich kann nicht zahlen.\r\nSeit heute früh!\n")->text == "Ich kann nicht zahlen.\nSeit heute früh!");
    CHECK(cleaned("a\x1b[31mred\x07 \xff\xfe b")->text == "a[31mred  b");
    CHECK(cleaned("gut\xe2\x80\xae" "gpj.exe")->text == "gutgpj.exe");  // reorders
    CHECK(cleaned("no\xe2\x80\x8bthing")->text == "nothing");           // hides
    CHECK(cleaned("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb broke")->text == "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb broke");
    CHECK(cleaned("x", "pay\nby card\t now")->blocked_task == "pay by card  now");
}

TEST_CASE("what cannot be a report is refused, with the field") {
    CHECK(cleaned(" \r\n\x07 ").error().field() == "text");
    CHECK(cleaned(std::string(longest_report, 'x')).has_value());
    CHECK(cleaned(std::string(longest_report + 1, 'x')).error().field() == "text");
    std::string long_word;
    for (std::size_t i = 0; i < longest_report; ++i) long_word += "ü";
    CHECK(cleaned(long_word).has_value());  // characters, not bytes
    CHECK(cleaned("x", std::string(longest_blocked_task + 1, 'x')).error().field() == "blocked_task");
    CHECK(cleaned("x", {}, "ana@example.org").has_value());
    for (const char* address : {"ana", "ana@", "@example.org", "ana@example", "a b@example.org", "ana@example.org\nBcc: all@example.org",
                                "ana@exa<b>mple.org", "ana@@example.org", "ana@.org", "ana@example.org.", "\"ana\"@example.org"}) {
        INFO(address);
        CHECK(cleaned("x", {}, address).has_error());
    }
}

TEST_CASE("a task counts as the same however it is typed", "[S4.12]") {
    CHECK(task_key("Pay by card.") == task_key("  pay  by CARD!"));
    CHECK(task_key("STRASSE sperren") == task_key("Straße sperren"));
    CHECK(task_key("pay by card") != task_key("pay by transfer"));
    CHECK(task_key(" . ").empty());
}

TEST_CASE("reports that an alarm was about do not count towards the next", "[S0.7]") {
    const Time now = *parse_rfc3339("2026-11-22T14:00:00Z");
    const ReportThresholds thresholds{5, 15min, {}};
    CHECK(counts_since(thresholds, {}, now) == now - 15min);
    CHECK(counts_since(thresholds, now - 20min, now) == now - 15min);
    CHECK(counts_since(thresholds, now - 5min, now) > now - 5min);
}
