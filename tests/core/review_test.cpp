// Looking back: the figures of a small incident, worked out by hand; and what a review never contains.
#include "incident_builder.hpp"

#include "core/review/notice.hpp"
#include "core/review/review.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

using namespace candor;
using namespace candor::test;
using review::LearningKind;
using review::Review;

namespace {

constexpr auto email = ChannelKind::email;
constexpr auto social = ChannelKind::mastodon;

Time on_the_day(const char* clock) {
    return *parse_rfc3339(std::string("2026-11-22T") + clock + ":00Z");
}

Review look_back(const Incident& incident, std::vector<review::Reach> reach = {}) {
    return review::look_back(incident.record.id, incident.events, std::move(reach), incident.now);
}

std::optional<double> figure(const Review& review, std::string_view metric, std::string_view name) {
    for (const review::Metric& one : review.metrics) {
        for (const review::Figure& figure : one.figures) {
            if (one.id == metric && figure.name == name) return figure.value;
        }
    }
    FAIL("there is no figure " << metric << " " << name);
    return {};
}

// 13:40 it begins. 14:00 declared, with the first update. 14:05 the start, the effect and a cause are recorded. 14:10 the
// expected end (14:30) and a workaround are told. 14:20 the cause is taken back. The clock is kept from the desk: email was
// promised 14:40, and hears at 14:45. 14:50 a correction; 14:55 resolved, ended at 14:50.
Incident story() {
    Incident incident;
    incident.audiences = {email};
    incident.does(Declare{incident.record.id, "Card payments fail", {ComponentId("checkout")}, Impact::major, Origin::staff, "comms-lead", "", {}});
    incident.now = on_the_day("14:05");
    incident.does(RecordFacts{{fact(Started{on_the_day("13:40")}), fact(Symptom{"card payments are declined"}), fact(Scope{ScopeLabel::many, 1200, {}, "payment logs"}),
                               fact(Cause{"a failed upgrade", CauseCategory::technology, ""}, Confidence::suspected)}});
    incident.now = on_the_day("14:10");
    incident.does(Publish{"", {fact(Eta{{}, on_the_day("14:30"), "the length of the last restart"}), fact(Workaround{"pay by bank transfer"})}, {}, {}, {}});
    incident.now = on_the_day("14:20");
    incident.does(RetractFact{FactId("f4"), "the upgrade had not begun"});
    incident.now = on_the_day("14:45");
    incident.tick();
    incident.now = on_the_day("14:50");
    incident.does(Publish{"It is not all cards, only one kind.", {}, {}, {}, incident.record.updates[1].update.id});
    incident.now = on_the_day("14:55");
    incident.does(Resolve{"", {fact(Cause{"an expired certificate", CauseCategory::process, ""}), fact(Ended{on_the_day("14:50")}),
                               fact(Prevention{"an alert on certificates", "platform-lead", on_the_day("18:00")}), fact(Verification{"50 test payments", true})}});
    return incident;
}

// The same with a finding set aside in the last update and a fact left out of the first.
Incident story_with_findings() {
    Incident incident = story();
    auto& last = std::get<UpdatePublished>(incident.events.back().body);
    last.overrides = {{"HON-302", "the supplier has said so itself", "comms-lead", ""}, {"HON-204", "told on the phone", "comms-lead", "head-of-support"}};
    std::get<UpdatePublished>(incident.events[1].body).withheld = {{"f4", "HON-204"}};
    return incident;
}

}  // namespace

TEST_CASE("how soon the first word came is measured from the declaration, and from when it began", "[S0.10][S0.31]") {
    const Review review = look_back(story());
    CHECK(figure(review, "M1", "detect_to_open") == 20 * 60);
    CHECK(figure(review, "M1", "open_to_published") == 0);
    CHECK(review.communication.to_first_update == Duration{0});
}

TEST_CASE("communication is measured apart from repair", "[S4.2]") {
    const Review review = look_back(story());
    // What was said: the longest silence was from 14:10 to 14:45.
    REQUIRE(review.communication.longest_silence);
    CHECK(review.communication.longest_silence->from == on_the_day("14:10"));
    CHECK(review.communication.longest_silence->to == on_the_day("14:45"));
    CHECK(review.communication.corrections == 1);
    // What was repaired: 13:40 to 14:50; a way around it was told ten minutes after the declaration.
    CHECK(review.repair.to_fix == Duration{70min});
    CHECK(review.repair.to_workaround == Duration{10min});
    CHECK(review.repair.to_declaration == Duration{20min});
}

TEST_CASE("promises are counted with how late they were made good, and expected ends with how far they were off") {
    const Review review = look_back(story());
    // Email was promised 14:30, 14:40, 15:15 (or sooner) and 15:20; it heard at 14:10, 14:45, 14:50 and 14:55.
    // The end that was expected is a promise as well, and came 20 minutes late.
    CHECK(review.ledger.kept == 3);
    CHECK(review.ledger.missed == 2);
    CHECK(review.ledger.worst == Duration{20min});
    CHECK(figure(review, "M2", "kept") == 0.75);
    CHECK(figure(review, "M3", "kept") == 0.6);
    REQUIRE(review.ledger.etas.size() == 1);
    CHECK(review.ledger.etas[0].error == Duration{20min});
    CHECK(figure(review, "M3", "eta_error") == 20 * 60);
}

TEST_CASE("an expected end that nobody was told counts for nothing") {
    Incident incident = story();
    std::vector<Event> untold;
    for (const Event& event : incident.events) {
        const auto* recorded = std::get_if<FactRecorded>(&event.body);
        if (recorded == nullptr || !std::holds_alternative<Eta>(recorded->fact.body)) untold.push_back(event);
    }
    incident.events = untold;
    CHECK(look_back(incident).ledger.etas.empty());
    CHECK_FALSE(figure(look_back(incident), "M3", "eta_error").has_value());
}

TEST_CASE("a promise that is overdue now is not kept") {
    Incident incident;
    incident.declare();
    incident.now += 2h;
    const Review review = look_back(incident);
    CHECK(review.ledger.overdue == 2);
    CHECK(figure(review, "M2", "kept") == 0);
    // The silence goes on.
    CHECK(review.communication.longest_silence->to == incident.now);
}

TEST_CASE("corrections and findings set aside are counted for each hundred updates") {
    const Review review = look_back(story_with_findings());
    REQUIRE(review.record.updates.size() == 5);
    CHECK(figure(review, "M4", "corrections") == 20);
    CHECK(figure(review, "M4", "overrides") == 40);
}

TEST_CASE("reach is what arrived of what was sent, and in time; what newer updates replaced does not count") {
    const Review review = look_back(story(), {{ChannelId("mail"), 6, 1, 3, 1, 4}, {ChannelId("social"), 2, 0, 0, 0, 2}});
    CHECK(figure(review, "M5", "delivered") == 0.8);
    CHECK(figure(review, "M5", "delivered_in_5_min") == 0.6);
    CHECK(figure(review, "M5", "affected") == 1200);
    const Review uncounted = look_back(story(), {{ChannelId("mail"), 6, 0, 0, 0, {}}});
    CHECK(figure(uncounted, "M5", "delivered") == 1);
    CHECK_FALSE(figure(uncounted, "M5", "delivered_in_5_min").has_value());
}

TEST_CASE("a metric that nothing is recorded for says so, and shows no figure") {
    const Review review = look_back(story());
    for (const std::string_view id : {"M6", "M7", "M8"}) {
        const auto found = std::find_if(review.metrics.begin(), review.metrics.end(), [&](const auto& metric) { return metric.id == id; });
        REQUIRE(found != review.metrics.end());
        CHECK_FALSE(found->missing.empty());
        for (const review::Figure& one : found->figures) {
            CHECK_FALSE(one.value.has_value());
            CHECK_FALSE(one.missing.empty());
        }
    }
    Incident bare;
    bare.declare(ScopeLabel::unknown);
    CHECK_FALSE(figure(look_back(bare), "M1", "detect_to_open").has_value());
    CHECK_FALSE(figure(look_back(bare), "M2", "kept").has_value());  // nothing was due yet
    CHECK_FALSE(figure(look_back(bare), "M5", "affected").has_value());
}

TEST_CASE("findings that were set aside are listed with their reasons, whatever was left out as well", "[S1.13][S2.19]") {
    const Review review = look_back(story_with_findings());
    REQUIRE(review.overridden.size() == 2);
    CHECK(review.overridden[0].rule == "HON-302");
    CHECK(review.overridden[0].reason == "the supplier has said so itself");
    CHECK_FALSE(review.overridden[0].two_people);
    CHECK(review.overridden[1].two_people);
    CHECK(review.overridden[0].update == 5);
    REQUIRE(review.withheld.size() == 1);
    CHECK(review.withheld[0].what == "f4");
    CHECK(review.withheld[0].update == 1);
}

TEST_CASE("each rule that was set aside is something to learn from: the rule, or whoever needs to be shown", "[S3.8]") {
    std::vector<std::string> items;
    for (const review::Learning& one : look_back(story_with_findings()).learnings) {
        if (one.kind == LearningKind::set_aside) items.push_back(one.ref + " " + one.text);
    }
    REQUIRE(items.size() == 2);
    CHECK(items.front() == "5 HON-302: the supplier has said so itself");
}

// Whoever did it: the same things done by somebody else make the same review.
TEST_CASE("no person is measured", "[S2.19]") {
    const Incident incident = story_with_findings();
    Incident others = incident;
    for (Event& event : others.events) {
        if (event.actor == "comms-lead") event.actor = "night-shift";
        if (auto* update = std::get_if<UpdatePublished>(&event.body)) {
            for (Override& one : update->overrides) one.by = "night-shift";
        }
    }
    const Review one = look_back(incident);
    const Review other = look_back(others);
    CHECK(one.effort.commands == other.effort.commands);
    CHECK(one.effort.updates_by_people == other.effort.updates_by_people);
    REQUIRE(one.metrics.size() == other.metrics.size());
    for (std::size_t i = 0; i < one.metrics.size(); ++i) {
        for (std::size_t j = 0; j < one.metrics[i].figures.size(); ++j) CHECK(one.metrics[i].figures[j].value == other.metrics[i].figures[j].value);
    }
    for (const review::SetAside& set_aside : one.overridden) {
        CHECK(set_aside.reason.find("comms-lead") == std::string::npos);
    }
}

TEST_CASE("one command is enough for hours of updates, and the effort says so", "[S1.4]") {
    Incident incident;
    incident.declare();
    incident.run_until(incident.now + 2h);
    const Review review = look_back(incident);
    CHECK(review.effort.commands == 1);
    CHECK(review.effort.updates_by_people == 1);
    CHECK(review.effort.updates_by_clock >= 8);
    CHECK(*review.effort.commands_per_update < 0.12);
}

TEST_CASE("each command of a person is counted once, whatever it changes") {
    const Review review = look_back(story());
    // declare, facts, update, retract, correct, resolve; the late update was the clock's.
    CHECK(review.effort.commands == 6);
    CHECK(review.effort.updates_by_people == 4);
    CHECK(review.effort.updates_by_clock == 1);
}

TEST_CASE("what was learned is in the record: the cause, what was taken back, what was corrected; and what will change") {
    const Review review = look_back(story());
    REQUIRE(review.learnings.size() == 3);
    CHECK(review.learnings[0].kind == LearningKind::taken_back);
    CHECK(review.learnings[0].text == "cause a failed upgrade: the upgrade had not begun");
    CHECK(review.learnings[1].kind == LearningKind::cause);
    CHECK(review.learnings[1].text == "an expired certificate");
    CHECK(review.learnings[2].kind == LearningKind::correction);
    CHECK(review.learnings[2].ref == "2");
    REQUIRE(review.prevention.size() == 1);
    CHECK(review.prevention[0].prevention.owner == "platform-lead");
}

TEST_CASE("the timeline is the whole record, in its order") {
    const Incident incident = story();
    CHECK(look_back(incident).timeline == incident.events);
}

TEST_CASE("a suspected beginning is called that, and one after the declaration is not hidden") {
    Incident incident;
    incident.declare();
    incident.does(RecordFacts{{fact(Started{incident.now + 5min}, Confidence::suspected)}});
    const Review review = look_back(incident);
    CHECK(review.repair.start_is_suspected);
    CHECK(figure(review, "M1", "detect_to_open") == -5 * 60);
    CHECK_FALSE(review.repair.to_fix.has_value());
}

TEST_CASE("a silence is one audience's, even while another hears") {
    Incident incident;
    incident.audiences = {email, social};
    incident.declare();
    incident.run_until(incident.now + 40min);
    const auto& silence = look_back(incident).communication.longest_silence;
    REQUIRE(silence);
    CHECK(silence->audience == email);
    CHECK(silence->to - silence->from == 29min);  // published a minute before the half hour
}

TEST_CASE("what people typed calls nobody in a chat, and stays as it is in a mail", "[S1.15]") {
    const review::UnansweredReports reports{ComponentId("checkout"), "<!channel> @everyone <@U024BE7LH> eve@example.org", 7, std::chrono::minutes{15}};
    const Message notice = review::write_notice(reports, {"Example", "Alice", "https://status.example.org/", "https://status.example.org/answer/", utc(), Time{}});
    const auto body = boost::json::parse(notice.json);
    for (const char* field : {"/text", "/content"}) {
        const std::string said(body.at_pointer(field).as_string());
        CHECK_THAT(said, !Catch::Contains("<!") && !Catch::Contains("@everyone") && !Catch::Contains("<@"));
        CHECK_THAT(said, Catch::Contains("eve@example.org"));
    }
    CHECK_THAT(notice.text, Catch::Contains("<!channel> @everyone"));
}
