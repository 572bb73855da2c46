// What support staff read out: in forty seconds, in every language, whatever is recorded.
#include "message_story.hpp"

#include "core/message/spoken.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::story;

namespace {

Spoken spoken(const Story& story, const std::string& language = "en", std::optional<Time> now = {}) {
    ComposeContext newcomer;
    newcomer.component_names = story.component_names;
    const Statement statement = compose(story.record(), story.last(), ChannelKind::email, newcomer);
    return speak(statement, templates(), context(ChannelKind::email, language), now.value_or(statement.published_at));
}

Story underway() {
    Story story;
    story.declare("14:00", {sure(Symptom{"card payments are declined with an error message"}), sure(Scope{ScopeLabel::many, {}, {}, "payment logs"})});
    story.facts("14:04", {sure(Started{at("13:40")}), sure(Workaround{"pay by bank transfer"}), sure(Action{"switching payments to the second gateway", false})});
    story.publish("14:05");
    return story;
}

bool has(const Spoken& text, Slot slot) {
    return std::any_of(text.sentences.begin(), text.sentences.end(), [slot](const SentenceProvenance& sentence) { return sentence.slot == slot; });
}

std::string words(int count, const char* word) {
    std::string text;
    for (int i = 0; i < count; ++i) text += std::string(i == 0 ? "" : " ") + word;
    return text;
}

}  // namespace

TEST_CASE("a caller hears what is wrong, since when, whom it affects, what they can do, what is done, and when they hear more", "[S3.19]") {
    const Spoken said = spoken(underway());
    CHECK(said.text ==
          "We have found a problem with Checkout. What is wrong: card payments are declined with an error message. How many: many customers, as of "
          "14:00 UTC. It began at 13:40 UTC. We are sorry: Checkout should work for you, and it is on us to put that right. What you can do meanwhile: pay by "
          "bank transfer. What we do not know yet: the cause and when it will be over. What we are doing: switching payments to the second gateway. Next "
          "update by 14:35 UTC.");
    CHECK(said.words == word_count(said.text));
    CHECK(said.fits);
}

TEST_CASE("what is read out takes forty seconds at most, in every language", "[S3.19]") {
    Story story;
    story.components = {ComponentId("checkout"), ComponentId("search"), ComponentId("accounts")};
    story.declare("14:00", {sure(Symptom{words(55, "payments")}), sure(Symptom{words(60, "refunds")}), sure(Scope{ScopeLabel::many, 12000, 0.12, words(80, "logs")})},
                  Origin::customer_report);
    story.facts("14:04", {sure(Started{at("13:40")}), sure(Workaround{words(50, "transfer")}), sure(Workaround{words(60, "cash")}),
                          suspected(Cause{words(60, "fault"), CauseCategory::technology, "a supplier"}), sure(Action{words(60, "repair"), false}),
                          sure(Eta{{}, at("15:00"), words(50, "estimate")}), sure(DataLoss{Answer::yes, ""})});
    story.publish("14:05", words(150, "own words"));
    for (const std::string language : {"en", "de", "fr", "es"}) {
        CAPTURE(language);
        const Spoken said = spoken(story, language);
        CAPTURE(said.text);
        CHECK(said.language == language);
        CHECK(said.words <= words_in_forty_seconds);
        CHECK(said.takes <= std::chrono::seconds{40});
        CHECK(said.fits);
        // Whatever has to give way, these do not.
        for (const Slot slot : {Slot::symptom, Slot::scope_count_fraction, Slot::data_lost, Slot::doing, Slot::next_update}) {
            CAPTURE(to_string(slot));
            CHECK(has(said, slot));
        }
        CHECK_FALSE(said.dropped.empty());
    }
}

TEST_CASE("many components are named as far as there is time, and the next update all the same") {
    Story story;
    story.components.clear();
    for (int i = 0; i < 40; ++i) {
        story.components.emplace_back("part-" + std::to_string(i));
        story.component_names[story.components.back()] = "Part " + std::to_string(i) + " of the system for customers";
    }
    story.declare("14:00", {sure(Symptom{"orders fail"}), sure(Scope{ScopeLabel::all, {}, {}, ""})});
    const Spoken said = spoken(story);
    CAPTURE(said.text);
    CHECK(said.fits);
    CHECK_THAT(said.text, Catch::Contains("Part 0 of the system for customers") && Catch::Contains("…") && Catch::Contains("Next update by"));
}

TEST_CASE("a suspicion is read out as one", "[S3.19]") {
    Story story;
    story.declare("14:00", {suspected(Symptom{"refunds are slow"})}, Origin::customer_report);
    const Spoken said = spoken(story);
    CHECK_THAT(said.text, Catch::Contains("Not confirmed: What is wrong: refunds are slow.") && Catch::Contains("We have not confirmed it yet."));
}

TEST_CASE("each sentence names the facts that it rests on") {
    for (const SentenceProvenance& sentence : spoken(underway()).sentences) {
        CAPTURE(sentence.text);
        CHECK_FALSE((sentence.facts.empty() && sentence.fields.empty()));
    }
}

TEST_CASE("what customers can choose is read out with its numbers, and gives way before the facts do", "[S3.19]") {
    Story story = underway();
    story.act("14:06", OfferOptions{{}, {"Order by telephone", "Keep the basket for a week"}});
    story.publish("14:10");
    CHECK(spoken(story).text.find("What you can choose meanwhile: Option 1: Order by telephone. Option 2: Keep the basket for a week.") != std::string::npos);
    Story long_story = underway();
    long_story.act("14:06", OfferOptions{{}, {words(45, "telephone"), words(45, "counter")}});
    long_story.publish("14:10");
    const Spoken said = spoken(long_story);
    CHECK(said.fits);
    CHECK_FALSE(std::count_if(said.sentences.begin(), said.sentences.end(), [](const auto& one) { return one.slot == Slot::option_item; }) == 2);
    CHECK(has(said, Slot::workaround));
}

TEST_CASE("the end is read out with how it was checked, and a correction with what was wrong") {
    Story story = underway();
    story.act("14:20", Publish{"Not all cards, only one kind.", {}, {}, {}, story.record().updates[0].update.id});
    CHECK_THAT(spoken(story).text, Catch::Contains("This corrects our update no. 1 (14:00 UTC).") && Catch::Contains("Not all cards, only one kind."));
    story.act("14:50", Resolve{"", {sure(Verification{"300 test payments, none declined", true})}});
    const Spoken said = spoken(story);
    CHECK_THAT(said.text, Catch::StartsWith("This is resolved. How we checked: 300 test payments, none declined.") &&
                              Catch::Contains("It lasted from 13:40 UTC to 14:50 UTC (1 hour 10 minutes)."));
    CHECK_THAT(said.text, !Catch::Contains("Next update"));
}

TEST_CASE("read out on another day, times carry their date") {
    CHECK_THAT(spoken(underway(), "en", at("14:05") + std::chrono::hours{24}).text, Catch::Contains("It began at 22 Nov 2026, 13:40 UTC."));
}

TEST_CASE("words are counted as they are spoken, whatever parts them") {
    CHECK(word_count("") == 0);
    CHECK(word_count("  one\ttwo\n three ") == 3);
}
