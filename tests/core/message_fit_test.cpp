// Lengths as channels count, what gives way where room is short, and what never does.
#include "message_story.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::story;
using Catch::Contains;

namespace {

std::string repeated(const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

}  // namespace

TEST_CASE("Mastodon counts graphemes, a link as 23, a mention by its name only") {
    CHECK(mastodon_length("abc", 23) == 3);
    CHECK(mastodon_length("日本語", 23) == 3);
    CHECK(mastodon_length("👩‍👩‍👧‍👦🇫🇷é", 23) == 3);
    CHECK(mastodon_length("https://status.example.org/incidents/k3v9x2m4q7aa?x=1", 23) == 23);
    CHECK(mastodon_length("a https://example.org/ b", 23) == 27);
    CHECK(mastodon_length("See https://example.org/x.", 23) == 4 + 23 + 1);
    CHECK(mastodon_length("@support@mail.example.org hi", 23) == 11);
    CHECK(mastodon_length("help@mail.example.org", 23) == 21);  // an address is no mention
}

TEST_CASE("what a server may not take for a link counts in full: never too short") {
    CHECK(mastodon_length("http://localhost:8080/incidents/abcdefgh", 23) == 40);
    CHECK(mastodon_length("http://127.0.0.1:8080/incidents/abcdefgh", 23) == 40);
    CHECK(mastodon_length("xhttps://example.org/abcdefghijklmnopqrstuvwxyz", 23) == 47);
}

TEST_CASE("text is shortened at a word boundary, with an ellipsis, within the length") {
    CHECK(shortened("card payments are declined", 40) == "card payments are declined");
    CHECK(shortened("card payments are declined", 20) == "card payments are…");
    CHECK(shortened("card payments, and refunds", 15) == "card payments…");
    CHECK(shortened("日本語日本語日本語", 4) == "日本語…");
    CHECK(shortened(repeated("x", 50), 10) == repeated("x", 9) + "…");
    CHECK(grapheme_count(shortened(repeated("👩‍👩‍👧‍👦", 50), 10)) == 10);
    CHECK(shortened("abc", 1) == "…");
    CHECK(shortened("abc", 0).empty());
}

TEST_CASE("a mention from the record calls nobody; an address stays whole") {
    CHECK(without_mentions("ask @someone@example.org, now") == "ask @ someone@example.org, now");
    CHECK(without_mentions("@all") == "@ all");
    CHECK(without_mentions("help@example.org") == "help@example.org");
    CHECK(without_mentions("5 @ 3") == "5 @ 3");
    Story story;
    story.title = "@someone cannot pay";
    story.declare("14:00", {sure(Symptom{"@everyone@example.org sees errors"})});
    const std::string text = story.text(ChannelKind::mastodon);
    CHECK_THAT(text, Contains("@ someone cannot pay") && Contains("@ everyone@example.org sees errors"));
    CHECK_THAT(story.text(ChannelKind::email), Contains("@someone cannot pay"));
}

TEST_CASE("with everything as long as may be, next time, scope, link and admissions stay", "[S2.12]") {
    const std::string letters =
        GENERATE(std::string("word "), std::string("日本"), std::string("👩‍👩‍👧‍👦"), std::string("x"));
    const std::string most = std::string(trimmed(shortened(repeated(letters, 500), 500)));
    Story story;
    story.title = shortened(most, 120);
    story.declare("14:00",
                  {sure(Symptom{most}), sure(Scope{ScopeLabel::many, 1'234'567, 0.345, most}), sure(Workaround{most}),
                   sure(Action{most, false}), sure(Started{at("13:00")}), sure(Eta{at("14:10"), at("14:20"), most})});
    const UpdateId first = story.last().id;
    story.act("14:20", RetractFact{FactId("f5"), most});
    story.act("14:59", Publish{repeated(most, 4).substr(0, most.size() * 3),
                               {suspected(Cause{most, CauseCategory::external, "Supplier"})},
                               {},
                               {},
                               first});
    const Rendered rendered = story.rendered(ChannelKind::mastodon);
    CAPTURE(rendered.message.text);
    CHECK(rendered.fits);
    CHECK(rendered.length <= 500);
    CHECK(rendered.length == mastodon_length(rendered.message.text, 23));
    CHECK(rendered.shortened);
    CHECK_FALSE(rendered.dropped.empty());
    CHECK_THAT(rendered.message.text, Contains("Next update by 15:14 UTC."));
    CHECK_THAT(rendered.message.text, Contains("How many: 1,234,567 customers (34.5% of all), as of 14:00 UTC."));
    CHECK_THAT(rendered.message.text, Contains("https://status.example.org/incidents/k3v9x2m4q7aa"));
    CHECK_THAT(rendered.message.text, Contains("late: we promised it for 14:15 UTC"));
    CHECK_THAT(rendered.message.text, Contains("We said it would be over by 14:20 UTC. It is not over."));
    CHECK_THAT(rendered.message.text, Contains("This corrects our update no. 1 (14:00 UTC)."));
    CHECK(is_valid_utf8(rendered.message.text));
}

TEST_CASE("in every language all admissions of one update fit together with next time, scope and link") {
    const std::string language = GENERATE(from_range(templates().languages()));
    const std::string most(trimmed(shortened(repeated("word ", 200), 500)));
    Story story;
    story.title = shortened(most, 120);
    story.components = {ComponentId("checkout"), ComponentId("app"), ComponentId("reports")};
    story.component_names[ComponentId("app")] = "Mobile app";
    story.declare("22:00",
                  {sure(Scope{ScopeLabel::many, 1'234'567, 0.345, most}), sure(Eta{at("22:10"), at("22:20"), most})});
    const UpdateId first = story.last().id;
    // Late, past the named end, a correction, a retraction, a new cadence, and the next day: all at once.
    story.act("23:58",
              Publish{most, {replacing("f1", Scope{ScopeLabel::few, 40, 0.001, most})}, Status::monitoring, {}, first});
    const Statement statement = story.statement(ChannelKind::mastodon);
    const Rendered rendered = story.rendered(ChannelKind::mastodon, language);
    CAPTURE(language, rendered.message.text, rendered.length);
    CHECK(rendered.fits);
    const PhraseBook& phrases = templates().of(language).phrases;
    const Setting setting{statement.published_at, utc(), true};
    for (const Slot slot :
         {Slot::correction, Slot::eta_passed, Slot::scope_count_fraction, Slot::cadence_changed, Slot::next_update}) {
        const auto line = std::find_if(statement.lines.begin(), statement.lines.end(),
                                       [slot](const Line& l) { return l.slot == slot; });
        REQUIRE(line != statement.lines.end());
        CHECK_THAT(rendered.message.text, Contains(phrases.sentence(*line, setting)));
    }
    CHECK_THAT(rendered.message.text, Contains(phrases.moment(at("22:15"), setting)));
    CHECK_THAT(rendered.message.text, Contains("https://status.example.org/incidents/k3v9x2m4q7aa"));
}

TEST_CASE("where the scope is not known, that too is never dropped") {
    Story story;
    story.declare("14:00", {sure(Symptom{repeated("words ", 80)}), sure(Workaround{repeated("words ", 80)})});
    CHECK_THAT(story.text(ChannelKind::mastodon), Contains("how many customers are affected"));
}

TEST_CASE("an unhurried text is not touched: nothing dropped, nothing shortened") {
    Story story;
    story.declare("14:00", {sure(Symptom{"card payments are declined"})});
    const Rendered rendered = story.rendered(ChannelKind::email);
    CHECK(rendered.dropped.empty());
    CHECK_FALSE(rendered.shortened);
    CHECK(rendered.fits);
}

TEST_CASE("the webhook's body stays below 20,000 bytes, whatever is recorded") {
    Story story;
    const std::string most = repeated("👩‍👩‍👧‍👦", 500);
    std::vector<NewFact> facts;
    for (int i = 0; i < 12; ++i) facts.push_back(sure(Symptom{most}));
    story.declare("14:00", facts);
    story.publish("14:10", repeated(most, 4));
    const Rendered rendered = story.rendered(ChannelKind::webhook);
    CHECK(rendered.fits);
    CHECK(rendered.message.json.size() <= 20'000);
    CHECK_THAT(rendered.message.text, Contains("Next update by 14:40 UTC."));
}

TEST_CASE("a limit too small for what must be said is reported, and nothing that must be said is cut for it") {
    Story story;
    story.declare("14:00");
    RenderContext small = context(ChannelKind::mastodon);
    small.limits.longest = 60;
    const Rendered rendered = render(story.statement(ChannelKind::mastodon), templates(), ChannelKind::mastodon, small);
    CHECK_FALSE(rendered.fits);
    CHECK_THAT(rendered.message.text, Contains("Next update by 14:30 UTC."));
}
