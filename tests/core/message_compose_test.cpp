// What a statement says of a record, and what each sentence rests on.
#include "message_story.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::story;
using Catch::Contains;

namespace {

bool says(const Statement& statement, Slot slot) {
    return std::any_of(statement.lines.begin(), statement.lines.end(),
                       [slot](const Line& line) { return line.slot == slot; });
}

std::size_t position(const std::string& text, const std::string& part) {
    const auto at = text.find(part);
    INFO(text);
    REQUIRE(at != std::string::npos);
    return at;
}

// One fact of every kind, so that deleting any of them can be tried.
std::vector<NewFact> one_of_each() {
    return {sure(Symptom{"card payments are declined"}),
            sure(Scope{ScopeLabel::many, 1240, 0.12, "declined payments counted"}),
            suspected(Cause{"a failed upgrade", CauseCategory::external, "Card Network"}),
            sure(Workaround{"pay by bank transfer"}),
            sure(Action{"rolling the upgrade back", false}),
            sure(Action{"stopped the upgrade", true}),
            sure(Eta{at("15:00"), at("15:30"), "the last rollback took 40 minutes"}),
            sure(Verification{"10 test payments", false}),
            sure(Started{at("13:52")}),
            sure(DataLoss{Answer::no, "compared with the bank's list"}),
            sure(Unaffected{"refunds", "ten refunds made"}),
            sure(Security{Answer::no, "access logs read"}),
            sure(ThirdParty{"Card Network", "a first report", at("14:40")})};
}

}  // namespace

TEST_CASE("each audience is told its own next time", "[S2.14]") {
    Story story;
    story.declare("14:00", {sure(Scope{ScopeLabel::many, {}, {}, ""})});
    CHECK_THAT(story.text(ChannelKind::mastodon), Contains("Next update by 14:15 UTC."));
    CHECK_THAT(story.text(ChannelKind::email), Contains("Next update by 14:30 UTC."));
    CHECK_THAT(story.text(ChannelKind::mastodon), Contains("every 15 minutes"));
    CHECK_THAT(story.text(ChannelKind::email), Contains("every 30 minutes"));
}

TEST_CASE("what is new is new since this audience last heard") {
    Story story;
    story.declare("14:00", {sure(Scope{ScopeLabel::many, {}, {}, ""})});
    story.facts("14:05", {sure(Workaround{"pay by bank transfer"})});
    story.tick();  // social only
    CHECK_THAT(story.text(ChannelKind::mastodon),
               Contains("New since 14:00 UTC:\n- What you can do meanwhile: pay by bank transfer."));
    story.tick();  // both
    CHECK_THAT(story.text(ChannelKind::mastodon), Contains("Nothing new since 14:14 UTC."));
    CHECK_THAT(story.text(ChannelKind::email),
               Contains("New since 14:00 UTC:\n- What you can do meanwhile: pay by bank transfer."));
}

TEST_CASE("a time of another day carries its date, and every time its zone") {
    Story story;
    story.declare("23:50");
    CHECK_THAT(story.text(ChannelKind::email), Contains("Next update by 23 Nov 2026, 00:20 UTC."));
}

TEST_CASE("a report that nobody has confirmed is no confirmed impact", "[S0.13][S1.23]") {
    Story story;
    story.declare("14:00", {suspected(Symptom{"card payments are declined"})}, Origin::customer_report);
    const Statement first = story.statement(ChannelKind::email);
    CHECK_FALSE(first.impact.has_value());
    CHECK_FALSE(says(first, Slot::apology));
    CHECK_THAT(story.text(ChannelKind::email), Contains("Not confirmed: What is wrong: card payments are declined."));

    story.publish("14:10", "", {replacing("f1", Symptom{"card payments are declined"})});
    const Statement confirmed = story.statement(ChannelKind::email);
    CHECK(confirmed.impact == Impact::major);
    CHECK(says(confirmed, Slot::opening_reported_confirmed));
    CHECK(says(confirmed, Slot::apology));

    story.tick();
    CHECK_FALSE(says(story.statement(ChannelKind::mastodon), Slot::apology));  // said once, not as a refrain
}

TEST_CASE("a suspected cause is called suspected, a confirmed one is not", "[S1.17][S2.9]") {
    Story story;
    story.declare("14:00", {suspected(Cause{"a failed upgrade", CauseCategory::technology, ""})});
    CHECK_THAT(story.text(ChannelKind::email),
               Contains("We suspect this cause: a failed upgrade. It is not confirmed."));
    story.publish("14:10", "", {replacing("f1", Cause{"a failed upgrade", CauseCategory::technology, ""})});
    CHECK_THAT(story.text(ChannelKind::email), Contains("New: The cause: a failed upgrade."));
    CHECK_THAT(story.text(ChannelKind::email), !Contains("suspect"));
}

TEST_CASE("the workaround stands above the cause, old or new", "[S0.15]") {
    Story story;
    story.declare("14:00", {sure(Workaround{"pay by bank transfer"})});
    story.publish("14:10", "", {sure(Cause{"a failed upgrade", CauseCategory::technology, ""})});
    const std::string text = story.text(ChannelKind::email);
    CHECK(position(text, "pay by bank transfer") < position(text, "The cause:"));
}

TEST_CASE("the last paragraph of an open update is the current action and the next time", "[S4.20][S0.25]") {
    Story story;
    story.declare("14:00", one_of_each());
    story.publish("14:10", "Still at it.", {sure(Action{"calling the bank", false})});
    for (const ChannelKind channel : story.audiences) {
        const std::string text = story.text(channel);
        const auto action = position(text, "What we are doing: calling the bank.");
        CHECK(text.find("\n\n", action) > position(text, "Next update by"));
        const auto after_next = text.find("\n\n", position(text, "Next update by"));
        CHECK(text.find("\n\n", after_next + 2) == std::string::npos);  // below it only the link
    }
}

TEST_CASE("a finished action leaves \"doing\" and appears under \"done\"", "[S1.20]") {
    Story story;
    story.declare("14:00", {sure(Action{"restarting the workers", false})});
    CHECK_THAT(story.text(ChannelKind::email), Contains("What we are doing: restarting the workers."));
    story.publish("14:10", "", {replacing("f1", Action{"restarted the workers", true})});
    CHECK_THAT(story.text(ChannelKind::email), Contains("What we have done: restarted the workers."));
    CHECK_THAT(story.text(ChannelKind::email), !Contains("doing: restart"));
}

TEST_CASE("with no action recorded the text says who is on it, which is always true", "[S0.25]") {
    Story story;
    story.declare("14:00");
    CHECK(says(story.statement(ChannelKind::email), Slot::gathering));
    CHECK_THAT(story.text(ChannelKind::email), !Contains("comms-lead"));  // a person's name is nobody's business
}

TEST_CASE("a suspected \"no\" to lost data or an attack is not a no") {
    Story story;
    story.declare("14:00",
                  {suspected(DataLoss{Answer::no, "a first look"}), suspected(Security{Answer::no, "a first look"})});
    CHECK_THAT(story.text(ChannelKind::email), !Contains("No data was lost"));
    CHECK_THAT(story.text(ChannelKind::email), Contains("whether data was lost and whether it was an attack"));
}

TEST_CASE("an expected end is never shown earlier than it was recorded", "[S0.22]") {
    Story story;
    story.declare("14:00", {sure(Eta{{}, at("15:00:01"), "measured"})});
    CHECK_THAT(story.text(ChannelKind::email), Contains("by 15:01 UTC. This rests on: measured."));
}

TEST_CASE("lateness is admitted from the first second on, and by how much") {
    Story story;
    story.policy.otherwise = std::chrono::seconds{10};
    story.declare("14:00:00");
    story.tick("14:00:10");
    CHECK_FALSE(story.statement(ChannelKind::email).late_by.has_value());
    story.tick("14:00:25");
    CHECK_THAT(story.text(ChannelKind::email),
               Contains("This update is 5 seconds late: we promised it for 14:00:20 UTC."));
}

TEST_CASE("a replaced scope, end or cause is recalled, so that nobody goes on believing it", "[S1.19]") {
    Story story;
    story.declare("14:00", {sure(Scope{ScopeLabel::few, {}, {}, ""}), sure(Eta{{}, at("15:00"), "experience"})});
    story.publish("14:10", "",
                  {sure(Scope{ScopeLabel::many, {}, {}, ""}), replacing("f2", Eta{{}, at("16:00"), "measured"})});
    const std::string text = story.text(ChannelKind::email);
    CHECK_THAT(text,
               Contains("No longer right, from an earlier update: “How many: a few customers, as of 14:00 UTC.”"));
    CHECK_THAT(text, Contains("No longer right, from an earlier update: “We expect it to be over by 15:00 UTC."));
    story.publish("14:20", "Nothing else.");
    CHECK_THAT(story.text(ChannelKind::email), !Contains("No longer right"));  // once
}

TEST_CASE("a changed impact and a changed status are said") {
    Story story;
    story.declare("14:00");
    story.act("14:10", Publish{"Only the checkout on the web.", {}, Status::identified, Impact::minor, {}});
    CHECK_THAT(story.text(ChannelKind::email), Contains("We now rate the impact as minor; before, as major."));
    CHECK_THAT(story.text(ChannelKind::email), Contains("The status is now “Identified”; it was “Investigating”."));
}

TEST_CASE("every sentence rests on facts or on a named part of the record", "[S2.9]") {
    Story story;
    story.declare("14:00", one_of_each());
    for (const ChannelKind channel : story.audiences) {
        const Rendered rendered = story.rendered(channel);
        for (const SentenceProvenance& sentence : rendered.sentences) {
            CAPTURE(sentence.text);
            CHECK_FALSE((sentence.facts.empty() && sentence.fields.empty()));
            if (sentence.slot != Slot::next_update) continue;
            CHECK(sentence.fields == std::vector<std::string>{"promises"});
        }
    }
    const auto sentences = story.rendered(ChannelKind::email).sentences;
    const auto eta =
        std::find_if(sentences.begin(), sentences.end(), [](const auto& s) { return s.slot == Slot::eta_range; });
    REQUIRE(eta != sentences.end());
    CHECK(eta->facts == std::vector<FactId>{FactId("f7")});
}

TEST_CASE("take any one fact away, or change it, and the text changes", "[S2.9]") {
    const auto text_with = [](std::vector<NewFact> facts) {
        Story story;
        story.declare("14:00", std::move(facts));
        return story.text(ChannelKind::email);
    };
    const std::string whole = text_with(one_of_each());
    for (std::size_t i = 0; i < one_of_each().size(); ++i) {
        CAPTURE(kind_of(one_of_each()[i].body));
        auto fewer = one_of_each();
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        CHECK(text_with(fewer) != whole);
        auto unsure = one_of_each();
        unsure[i].confidence =
            unsure[i].confidence == Confidence::confirmed ? Confidence::suspected : Confidence::confirmed;
        CHECK(text_with(unsure) != whole);
    }
}

TEST_CASE("all channels of one update say the same facts", "[S2.12][S0.6]") {
    Story story;
    story.declare("14:00", {sure(Symptom{"card payments are declined"}), sure(Scope{ScopeLabel::some, 12, {}, ""})});
    const Statement mail = story.statement(ChannelKind::email);
    const Statement social = story.statement(ChannelKind::mastodon);
    CHECK(mail.update == social.update);
    CHECK(mail.lines.size() == social.lines.size());
    for (const ChannelKind channel : story.audiences) {
        CHECK_THAT(story.text(channel), Contains("What is wrong: card payments are declined."));
        CHECK_THAT(story.text(channel), Contains("How many: 12 customers, as of 14:00 UTC."));
    }
}

TEST_CASE("the webhook's JSON carries the same as members") {
    namespace json = boost::json;
    Story story;
    story.declare("14:00", {sure(Scope{ScopeLabel::some, 12, {}, ""})});
    const UpdateId first = story.last().id;
    story.act(
        "14:40",
        Publish{"Not 12 but 20 customers.", {replacing("f1", Scope{ScopeLabel::some, 20, {}, ""})}, {}, {}, first});
    const json::value body = json::parse(story.rendered(ChannelKind::webhook).message.json);
    CHECK(body.at("type").as_string() == "incident.update.published");
    CHECK(body.at("timestamp").as_string() == "2026-11-22T14:40:00.000Z");
    const json::value& update = body.at("data").at("update");
    CHECK(body.at("data").at("version").as_int64() == 1);
    CHECK(body.at("data").at("incident").at("scope").at("count").as_int64() == 20);
    CHECK(update.at("kind").as_string() == "correction");
    CHECK(update.at("corrects").as_string() == first.str());
    CHECK(update.at("late_by_seconds").as_int64() == 600);
    CHECK(update.at("next_update_at").as_string() == "2026-11-22T15:10:00.000Z");
    CHECK(update.at("text").as_string().find("Not 12 but 20 customers.") != json::string::npos);
}

TEST_CASE("the subject stays the same as long as the incident lasts, so that mail programs keep one thread") {
    Story story;
    story.declare("14:00");
    const std::string first = story.rendered(ChannelKind::email).message.subject;
    CHECK(first == "[Example Shop] Card payments fail at checkout");
    story.act("14:10", Resolve{"", {sure(Verification{"test payments", true})}});
    CHECK(story.rendered(ChannelKind::email).message.subject == first);
}

TEST_CASE("what closed texts must say, they say", "[S2.20]") {
    Story story;
    story.declare("14:00");
    story.act("14:40", Resolve{"", {sure(Verification{"test payments", true})}});
    const std::string text = story.text(ChannelKind::email);
    CHECK_THAT(text, Contains("This is resolved. How we checked: test payments."));
    CHECK_THAT(text, Contains("It ended at 14:40 UTC."));
    CHECK_THAT(text, Contains("What we still do not know: the cause, how many customers are affected, when it began and "
                              "how long it lasted and whether data was lost."));
    CHECK_THAT(text, Contains("By 23 Nov 2026, 14:40 UTC we will ask you whether it is over for you, too."));
    CHECK_THAT(text, !Contains("the last update"));
    CHECK_THAT(text, !Contains("Next update"));
}

TEST_CASE("the first update that confirms an effect acknowledges what it means, and rests on that effect", "[S3.3][S4.14]") {
    Story story;
    story.declare("14:00", {sure(Symptom{"card payments are declined"})});
    const Statement first = story.statement(ChannelKind::email);
    const auto empathy = std::find_if(first.lines.begin(), first.lines.end(), [](const Line& line) { return line.slot == Slot::empathy; });
    REQUIRE(empathy != first.lines.end());
    REQUIRE(empathy->facts.size() == 1);
    CHECK(std::holds_alternative<Symptom>(find_fact(story.record(), empathy->facts.front())->fact.body));
    const std::string text = story.text(ChannelKind::email);
    CHECK(position(text, "What is wrong: card payments are declined.") < position(text, "We know that you rely on this"));
    CHECK(position(text, "We know that you rely on this") < position(text, "We are sorry"));
    // Said once: a feeling that is repeated every half hour is none.
    story.tick();
    CHECK_FALSE(says(story.statement(ChannelKind::mastodon), Slot::empathy));
}

TEST_CASE("where no effect is confirmed, none is felt", "[S3.3]") {
    Story reported;
    reported.declare("14:00", {suspected(Symptom{"card payments are declined"})}, Origin::customer_report);
    CHECK_FALSE(says(reported.statement(ChannelKind::email), Slot::empathy));
    Story unsaid;
    unsaid.declare("14:00", {sure(Scope{ScopeLabel::many, {}, {}, ""})});
    CHECK_FALSE(says(unsaid.statement(ChannelKind::email), Slot::empathy));
}
