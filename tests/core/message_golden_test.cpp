// Whole texts as customers get them, word for word, in golden/. After a wanted change: CANDOR_UPDATE_GOLDEN=1 and read the
// difference as a customer would.
#include "message_story.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace candor;
using namespace candor::story;

namespace {

std::string whole(const Message& message, ChannelKind channel) {
    if (channel == ChannelKind::email) return "Subject: " + message.subject + "\n\n" + message.text;
    return message.text + (message.text.ends_with('\n') ? "" : "\n");
}

void check_golden(const std::string& name, const std::string& text) {
    const std::string path = std::string(CANDOR_SOURCE_DIR) + "/tests/core/golden/" + name;
    if (std::getenv("CANDOR_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << text;
    std::ifstream in(path);
    std::stringstream expected;
    expected << in.rdbuf();
    INFO(path);
    CHECK(text == expected.str());
}

void check_golden(const Story& story, const std::string& name) {
    for (const ChannelKind channel : story.audiences) {
        if (!story.told(channel)) continue;
        const std::string channel_name(to_string(channel));
        check_golden(name + "." + channel_name + ".txt", whole(story.rendered(channel).message, channel));
    }
}

Story usual() {
    Story story;
    story.declare("14:00", {sure(Symptom{"card payments are declined"}), sure(Scope{ScopeLabel::many, {}, {}, ""}),
                            sure(Started{at("13:52")}), sure(Action{"restarting the payment workers", false})});
    return story;
}

}  // namespace

TEST_CASE("the first text says how we came to know, and what we do not know", "[S2.1][S0.13][S3.2]") {
    struct Case {
        Origin origin;
        const char* name;
    };
    const Case c =
        GENERATE(Case{Origin::staff, "first_staff"}, Case{Origin::monitoring, "first_monitoring"},
                 Case{Origin::customer_report, "first_reported"}, Case{Origin::third_party, "first_third_party"});
    Story story;
    story.declare("14:00:20", {}, c.origin);
    check_golden(story, c.name);
}

TEST_CASE("the first text with facts names effect, scope, start, action and next time", "[S3.2][S4.5][S4.24]") {
    check_golden(usual(), "first_with_facts");
}

TEST_CASE("with nothing new the next update says so, and what is still being done", "[S0.27]") {
    Story story = usual();
    story.tick();
    REQUIRE(story.told(ChannelKind::mastodon));
    REQUIRE_FALSE(story.told(ChannelKind::email));
    check_golden(story, "holding_social");
    story.tick();
    REQUIRE(story.told(ChannelKind::email));
    check_golden(story, "holding");
}

TEST_CASE("progress puts the news first, and the workaround above the cause", "[S0.15][S1.17][S4.20]") {
    Story story = usual();
    story.publish("14:12", "We are talking to our bank.",
                  {sure(Workaround{"pay by bank transfer"}),
                   suspected(Cause{"a failed database upgrade", CauseCategory::technology, ""})});
    check_golden(story, "progress");
}

TEST_CASE("several workarounds are a list to choose from", "[S0.20]") {
    Story story = usual();
    story.publish("14:12", "", {sure(Workaround{"pay by bank transfer"}), sure(Workaround{"pay on delivery."})});
    check_golden(story, "workarounds");
}

TEST_CASE("a confirmed cause of another company comes with our own responsibility", "[S0.12][S4.6]") {
    Story story = usual();
    story.publish("14:12", "",
                  {sure(Cause{"the card network rejects all requests", CauseCategory::external, "Card Network"}),
                   sure(ThirdParty{"Card Network", "a first report", at("14:40")})});
    check_golden(story, "cause_third_party");
}

TEST_CASE("a late update says that it is late, and for when it was promised", "[S0.26]") {
    Story story = usual();
    story.act("14:00:30", RecordFacts{{sure(Action{"calling the bank", false})}});
    story.tick("14:41");
    check_golden(story, "late");
}

TEST_CASE("a correction names the update that was wrong, and a fact taken back is taken back in public", "[S0.4]") {
    Story story = usual();
    const UpdateId first = story.last().id;
    story.act("14:05", RetractFact{FactId("f3"), "the first failed payment was at 13:40"});
    story.act(
        "14:06",
        Publish{
            "We said that it began at 13:52 UTC. It began at 13:40 UTC.", {sure(Started{at("13:40")})}, {}, {}, first});
    check_golden(story, "correction");
}

TEST_CASE("a longer cadence is announced before it begins, and a changed scope is explained", "[S1.19]") {
    Story story = usual();
    story.publish("14:10", "", {replacing("f2", Scope{ScopeLabel::few, 40, 0.002, "failed payments per minute"})});
    check_golden(story, "cadence_changed");
}

TEST_CASE("an expected end comes with its range and what it rests on, and is admitted when it has passed",
          "[S0.19][S0.22]") {
    Story story = usual();
    story.publish("14:10", "", {sure(Eta{at("14:40"), at("15:00:20"), "the restore has copied 60 % in 30 minutes"})});
    check_golden(story, "eta");
    story.tick("15:05");
    check_golden(story, "eta_passed");
}

TEST_CASE("the closing text: resolved and checked, what it was, sorry, what we did, what we do not know",
          "[S3.14][S1.23]") {
    Story story = usual();
    story.publish("14:10", "", {suspected(Cause{"a failed database upgrade", CauseCategory::technology, ""})});
    story.act("15:20",
              Resolve{"",
                      {replacing("f5", Cause{"a database upgrade that ran out of disk", CauseCategory::technology, ""}),
                       replacing("f4", Action{"rolled the upgrade back", true}),
                       sure(Verification{"50 test payments, all accepted", true}),
                       sure(DataLoss{Answer::no, "we compared every payment with the bank's list"}),
                       sure(Prevention{"check for free disk space before every upgrade", "operations", {}})}});
    check_golden(story, "resolution");
}

TEST_CASE("an incident opened in error says so and ends") {
    Story story;
    story.declare("14:00", {}, Origin::monitoring);
    story.act("14:07", Withdraw{"the failing check was itself broken; no payment failed"});
    check_golden(story, "withdrawal");
}

TEST_CASE("the mail's HTML, the webhook's JSON") {
    Story story = usual();
    story.publish("14:12", "We are talking to our bank.\nMore from us soon after.",
                  {sure(Workaround{"pay by bank transfer"})});
    check_golden("progress.email.html", story.rendered(ChannelKind::email).message.html);
    check_golden("progress.webhook.json", story.rendered(ChannelKind::webhook).message.json + "\n");
}
