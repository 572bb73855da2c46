// Who a sentence is about, and what that changes: a finished step is no repair, another's network is not ours.
#include "core/honesty/phrases.hpp"
#include "tests/honesty/rig.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace candor::honesty;
using test::rules;

namespace {

Units units_of(const std::string& text) {
    const Lexicon& lexicon = test::lexicon();
    return read_units(tokenize(fold(text, lexicon.folding), lexicon.spelling), lexicon);
}

std::uint32_t at(const Units& text, const std::string& word) {
    const auto found = std::find_if(text.units.begin(), text.units.end(), [&](const Unit& unit) { return unit.text == word; });
    REQUIRE(found != text.units.end());
    return static_cast<std::uint32_t>(found - text.units.begin());
}

// The head of the subject before the first of these words; empty: there is none.
std::string subject(const std::string& text, const std::string& verb) {
    const Units units = units_of(text);
    const auto head = subject_before(units, test::lexicon().words, at(units, verb));
    return head ? units.units[*head].text : std::string();
}

std::string object(const std::string& text, const std::string& verb) {
    const Units units = units_of(text);
    const auto head = object_after(units, test::lexicon().words, at(units, verb) + 1);
    return head ? units.units[*head].text : std::string();
}

}  // namespace

TEST_CASE("the head of a subject is its last word before a preposition") {
    CHECK(subject("The service is back.", "is") == "service");
    CHECK(subject("The migration of the mailboxes has finished.", "has") == "migration");
    CHECK(subject("Errors on the checkout page have stopped.", "have") == "errors");
    CHECK(subject("Our mail service currently is back.", "is") == "service");
}

TEST_CASE("a subject begins with its clause") {
    CHECK(subject("We restarted the node and the shop is back.", "is") == "shop");
    CHECK(subject("We can confirm that the shop is back.", "is") == "shop");
    CHECK(subject("The rollback is done, the shop works.", "works") == "shop");
    CHECK(subject("In the north, all is well.", "is").empty());
    CHECK(subject("Is back.", "is").empty());
}

TEST_CASE("the head of an object ends before the next preposition, verb or clause") {
    CHECK(object("This did not affect the availability of downloads.", "affect") == "availability");
    CHECK(object("It affects your right to compensation.", "affects") == "right");
    CHECK(object("It affects, we hear, nobody.", "affects").empty());
}

TEST_CASE("long texts without a verb cost no more than their length") {
    std::string text;
    for (int i = 0; i < 500; ++i) text += "of the ";
    CHECK(subject(text + "is", "is").empty());
}

TEST_CASE("a finished step and another's state do not say that it is over; the service does") {
    CHECK(rules("The rollback has completed.").find("HON-401") == std::string::npos);
    CHECK(rules("The migration is back on track.").find("HON-401") == std::string::npos);
    CHECK(rules("The supplier reports that their network is stable again.").find("HON-401") == std::string::npos);
    CHECK(rules("Our network is stable again.").find("HON-401") != std::string::npos);
    CHECK(rules("All good now!").find("HON-401") != std::string::npos);
}

TEST_CASE("numbers in words count as digits do, and vague ones count nothing") {
    const Units units = units_of("Twenty-five shops, two hundred homes, a dozen lines; one of them, one or two others.");
    std::vector<double> numbers;
    for (const Unit& unit : units.units) {
        if (unit.kind == UnitKind::number) numbers.push_back(unit.amount.high);
    }
    CHECK(numbers == std::vector<double>{25, 200, 12});
}

TEST_CASE("a number beside what the record counts is held against it, whatever is counted") {
    const auto given = [](int count) { return R"({"scope": {"count": )" + std::to_string(count) + R"(, "label": "allotments"}})"; };
    test::Given same;
    same.record = given(40);
    test::Given other;
    other.record = given(310);
    const std::string text = "Around 40 allotments are without water.";
    CHECK(rules(text, same).find("HON-206") == std::string::npos);
    CHECK(rules(text, other).find("HON-206") != std::string::npos);
    CHECK(rules("310 allotments are without water, 40 of the allotments since Monday.", other).find("HON-206") == std::string::npos);
}
