// What texts say of goodwill, and of what happened before: only what is granted, and only to whom it concerns.
#include "message_story.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::story;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

Story shop() {
    Story story;
    story.offer.catalogue = {{"voucher", RemedyKind::coupon, "a voucher for 10 euros", 1000, 400, "EUR"},
                             {"gift", RemedyKind::gift, "a small present in the next parcel", 800, 250, "EUR"}};
    story.offer.allowed = {"voucher", "gift"};
    story.offer.limits = {{"EUR", 500, 10000, {}}};
    return story;
}

GrantRemedy to_everyone(const char* remedy) {
    return {remedy, "", true, "", "", at("16:00"), "they could not pay", ""};
}
GrantRemedy to_one(const char* remedy) {
    return {remedy, "order 4711", false, "", "", at("16:00"), "", ""};
}
Resolve resolution() {
    return {"", {sure(Verification{"100 test payments", true})}, "as it is"};
}

// In every language.
bool anybody_reads(const Story& story, const std::string& part) {
    for (const char* language : {"en", "de", "fr", "es"}) {
        if (story.text(ChannelKind::email, language).find(part) != std::string::npos) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("what is granted to everybody affected is told, at once and at the end", "[S3.7][S0.30]") {
    Story story = shop();
    story.declare("14:00", {sure(Scope{ScopeLabel::few, 12, {}, "the log"})});
    CHECK_FALSE(anybody_reads(story, "voucher"));
    story.act("14:10", to_everyone("voucher"));
    story.tick();
    CHECK_THAT(story.text(ChannelKind::email), Contains("New: Whoever is affected gets this from us by 16:00 UTC: a voucher for 10 euros."));
    CHECK(story.statement(ChannelKind::email).kind == UpdateKind::progress);  // news, not "nothing new"
    story.tick();
    CHECK_THAT(story.text(ChannelKind::mastodon), !Contains("New: Whoever"));
    story.act("15:10", resolution());
    CHECK_THAT(story.text(ChannelKind::email), Contains("Whoever is affected gets this from us by 16:00 UTC: a voucher for 10 euros."));
    CHECK_THAT(story.text(ChannelKind::email, "de"), Contains("Wer betroffen ist, bekommt von uns bis 16:00 UTC: a voucher"));
}

TEST_CASE("what everybody gets in a maintenance is told in it, and in a case nothing is given to everybody", "[S3.7][S0.30]") {
    Story planned = shop();
    Declare announced{planned.record().id, "Database upgrade", planned.components, Impact::minor, Origin::staff, "comms-lead", "", {sure(Scope{ScopeLabel::few, 12, {}, "the log"})}};
    announced.kind = RecordKind::maintenance;
    announced.window = Window{at("14:30"), at("16:30")};
    planned.act("14:00", announced);
    planned.act("14:10", to_everyone("voucher"));
    planned.act("14:30", Start{"", {}});
    CHECK_THAT(planned.text(ChannelKind::email), Contains("gets this from us by 16:00 UTC: a voucher for 10 euros."));
    Story own = shop();
    own.audiences = {ChannelKind::email};
    Declare opened{own.record().id, "I cannot pay", {}, Impact::minor, Origin::customer_report, "comms-lead", "", {}};
    opened.kind = RecordKind::case_;
    opened.customer = Customer{"order 4711", "", {}, false};
    opened.address = "sam@example.net";
    own.act("14:00", opened);
    Circumstances circumstances{at("14:10"), "comms-lead", 1, own.policy, own.audiences};
    circumstances.remedies = own.offer;
    CHECK_FALSE(decide(own.record(), to_everyone("voucher"), circumstances).has_value());
    CHECK(decide(own.record(), to_one("voucher"), circumstances).has_value());
}

TEST_CASE("what one customer gets is nobody else's to read", "[S0.30]") {
    Story story = shop();
    story.declare("14:00");
    story.act("14:10", to_one("gift"));
    story.publish("14:20", "Two of five shards are restored.");
    CHECK_FALSE(anybody_reads(story, "present"));
    CHECK_FALSE(anybody_reads(story, "4711"));
    story.act("15:00", resolution());
    CHECK_FALSE(anybody_reads(story, "present"));
}

TEST_CASE("what waits for a second person, and what is refused, is not told", "[S0.30][S3.7]") {
    Story story = shop();
    story.declare("14:00", {sure(Scope{ScopeLabel::many, 90, {}, "the log"})});  // 360.00 EUR of 100.00
    story.act("14:05", to_everyone("voucher"));
    REQUIRE(story.record().grants.front().state == GrantState::asked);
    story.publish("14:10");
    CHECK_FALSE(anybody_reads(story, "voucher"));
    story.act("14:12", RefuseRemedy{GrantId("g1"), "too much"});
    story.act("15:00", resolution());
    CHECK_FALSE(anybody_reads(story, "voucher"));
}

TEST_CASE("what everybody has got by the end is said as done", "[S3.1]") {
    Story story = shop();
    story.declare("14:00", {sure(Scope{ScopeLabel::few, 12, {}, "the log"})});
    story.act("14:05", to_everyone("voucher"));
    story.act("14:30", FulfilRemedy{GrantId("g1"), ""});
    story.act("15:00", resolution());
    CHECK_THAT(story.text(ChannelKind::email), Contains("Whoever was affected has had this from us: a voucher for 10 euros."));
}

TEST_CASE("a repeated failure is not closed as if it were the first", "[S3.15][S1.18]") {
    Record past;
    past.id = IncidentId("past");
    past.title = "Card payments fail";
    past.components = {ComponentId("checkout")};
    past.declared_at = at("14:00") - 480h;
    Story story;
    story.history.incidents = {profile_of(past)};
    story.declare("14:00");
    CHECK_FALSE(anybody_reads(story, "similar"));  // while it lasts nobody is helped by it
    story.act("15:00", resolution());
    CHECK_THAT(story.text(ChannelKind::email), Contains("We have had a similar incident before (2 Nov 2026, 14:00 UTC)."));
    CHECK_THAT(story.text(ChannelKind::email, "de"), Contains("Eine ähnliche Störung hatten wir schon einmal (2. Nov"));
    CHECK_THAT(story.text(ChannelKind::email, "fr"), Contains("Nous avons déjà eu un incident semblable ("));
    CHECK_THAT(story.text(ChannelKind::email, "es"), Contains("Ya tuvimos una incidencia parecida ("));
    Story first;
    first.declare("14:00").act("15:00", resolution());
    CHECK_FALSE(anybody_reads(first, "similar incident"));
}
