// What to do next: nothing that is recorded is asked for again, and doing what is asked lets the incident end.
#include "incident_builder.hpp"

#include "core/review/next.hpp"

#include <algorithm>

using namespace candor;
using namespace candor::test;
using review::Step;
using review::Urgency;

namespace {

std::vector<Step> steps(const Incident& incident, std::int64_t failed = 0) {
    return review::next_steps(incident.record, {incident.now, failed});
}

const Step* find(const std::vector<Step>& steps, std::string_view id) {
    const auto found = std::find_if(steps.begin(), steps.end(), [&](const Step& step) { return step.id == id; });
    return found == steps.end() ? nullptr : &*found;
}

bool asks(const Incident& incident, std::string_view id) {
    return find(steps(incident), id) != nullptr;
}

}  // namespace

TEST_CASE("a new incident is asked what is missing, each with its rule and the command that mends it", "[S1.7][S4.21]") {
    Incident incident;
    incident.declare(ScopeLabel::unknown);
    const auto all = steps(incident);
    struct Expected {
        const char* id;
        const char* rule;
        const char* command;
    };
    for (const Expected& expected : {Expected{"symptom_missing", "HON-502", "candor fact inc symptom \"...\""},
                                     Expected{"scope_unknown", "HON-402", "candor fact inc scope LABEL --method \"...\""},
                                     Expected{"action_missing", "HON-503", "candor fact inc action \"...\""},
                                     Expected{"start_missing", "HON-507", "candor fact inc started TIME"},
                                     Expected{"workaround_missing", "HON-504", "candor fact inc workaround \"...\""},
                                     Expected{"cause_unknown", "HON-505", "candor fact inc cause \"...\" --confidence suspected"}}) {
        CAPTURE(expected.id);
        const Step* step = find(all, expected.id);
        REQUIRE(step != nullptr);
        CHECK(step->rules == std::vector<std::string>{expected.rule});
        CHECK(step->command == expected.command);
    }
    const Step* due = find(all, "update_due");
    REQUIRE(due != nullptr);
    CHECK(due->due == incident.now + 30min);
    CHECK(due->what == "The next update goes to email, mastodon.");
    CHECK(find(all, "deputy_missing") != nullptr);
}

TEST_CASE("what is recorded is asked for no more", "[S1.7]") {
    Incident incident;
    incident.declare();
    CHECK_FALSE(asks(incident, "scope_unknown"));
    const std::vector<std::pair<std::string, FactBody>> answers{{"symptom_missing", Symptom{"payments fail"}},
                                                                {"action_missing", Action{"restarting", false}},
                                                                {"start_missing", Started{incident.now - 5min}},
                                                                {"workaround_missing", Workaround{"pay by transfer"}},
                                                                {"cause_unknown", Cause{"a fault", CauseCategory::technology, ""}}};
    for (const auto& [id, body] : answers) {
        CAPTURE(id);
        CHECK(asks(incident, id));
        incident.does(RecordFacts{{fact(body)}});
        CHECK_FALSE(asks(incident, id));
    }
    incident.does(Assign{"comms-lead", "duty-manager", ""});
    CHECK_FALSE(asks(incident, "deputy_missing"));
}

TEST_CASE("a suspected cause waits to be confirmed; confirmed, it can be said", "[S1.7]") {
    Incident incident;
    incident.declare();
    incident.does(RecordFacts{{fact(Cause{"a 'bad' upgrade, $(it) failed!", CauseCategory::technology, ""}, Confidence::suspected)}});
    const auto all = steps(incident);
    const Step* step = find(all, "cause_suspected");
    REQUIRE(step != nullptr);
    CHECK(step->rules == std::vector<std::string>{"HON-204"});
    CHECK(step->command == R"(candor fact inc cause 'a '\''bad'\'' upgrade, $(it) failed!' --confidence confirmed --replaces f2)");
    incident.does(RecordFacts{{{Cause{"a bad upgrade", CauseCategory::technology, ""}, Confidence::confirmed, FactId("f2")}}});
    CHECK_FALSE(asks(incident, "cause_suspected"));
    CHECK(asks(incident, "cause_found"));
    incident.does(Publish{"", {}, Status::identified, {}, {}});
    CHECK_FALSE(asks(incident, "cause_found"));
    incident.does(RecordFacts{{fact(Action{"the upgrade is undone", true})}});
    CHECK(asks(incident, "fix_done"));
}

TEST_CASE("before it can be resolved a check must pass, and the questions of the closing text are asked", "[S1.7]") {
    Incident incident;
    incident.declare();
    incident.does(Publish{"We are watching.", {}, Status::monitoring, {}, {}});
    for (const char* id : {"verification_missing", "data_loss_unknown", "end_missing", "prevention_missing"}) CHECK(asks(incident, id));
    CHECK_FALSE(asks(incident, "resolve"));
    CHECK_FALSE(asks(incident, "action_missing"));
    incident.does(RecordFacts{{fact(Verification{"10 test payments", false})}});
    CHECK(asks(incident, "check_failed"));
    CHECK_FALSE(asks(incident, "resolve"));
    incident.does(RecordFacts{{fact(Verification{"50 test payments", true}), fact(DataLoss{Answer::no, "compared with the ledger"}), fact(Ended{incident.now}),
                               fact(Prevention{"an alert", "platform-lead", {}})}});
    for (const char* id : {"check_failed", "verification_missing", "data_loss_unknown", "end_missing", "prevention_missing"}) CHECK_FALSE(asks(incident, id));
    CHECK(asks(incident, "resolve"));
    incident.does(Resolve{"", {}});
    const auto after = steps(incident);
    std::vector<std::string> commands;
    for (const Step& step : after) commands.push_back(step.command);
    CHECK(commands == std::vector<std::string>{"candor fact inc cause \"...\"", "candor fact inc prevention \"...\" --owner NAME --due +14d",
                                               "candor promises inc", "candor review inc --publish"});
}

TEST_CASE("a word that is being broken comes first", "[S1.7]") {
    Incident incident;
    incident.declare(ScopeLabel::unknown);
    incident.does(Publish{"", {fact(Eta{{}, incident.now + 10min, "the last restart"})}, {}, {}, {}});
    incident.record.updates.back().update.withheld = {{"f2", "HON-103"}, {"title", "HON-403"}};
    incident.record.approvals.push_back({ApprovalAsked{ApprovalId("a1"), "words", UpdateKind::progress, false, {}, {}, "", {"HON-204"}, "told on the phone"}, incident.now, "comms-lead", ApprovalState::waiting, "", ""});
    incident.now += 40min;
    const auto all = steps(incident, 3);
    std::vector<std::string> ids;
    for (const Step& step : all) {
        if (step.urgency == Urgency::now) ids.push_back(step.id);
    }
    CHECK(ids == std::vector<std::string>{"update_overdue", "fact_withheld", "title_withheld", "approval_waiting", "deliveries_failed", "eta_passed"});
    CHECK(all[0].due == incident.record.clocks.at(ChannelKind::email).due);
    CHECK(find(all, "update_due") == nullptr);
    CHECK(find(all, "approval_waiting")->command == "candor approve inc a1");
    CHECK(find(all, "deliveries_failed")->command == "candor retry inc");
    CHECK(find(all, "title_withheld")->command == "candor check inc \"Card payments fail at checkout\"");
    CHECK(std::is_sorted(all.begin(), all.end(), [](const Step& a, const Step& b) { return a.urgency < b.urgency; }));
}

TEST_CASE("after the end only what did not arrive is left to do; nothing after an error") {
    Incident incident;
    incident.declare();
    incident.does(Withdraw{"a test of the monitoring"});
    CHECK(steps(incident).empty());
    REQUIRE(steps(incident, 1).size() == 1);
    CHECK(steps(incident, 1)[0].what == "1 delivery has failed.");
}

TEST_CASE("an incident that was never declared needs nothing") {
    CHECK(review::next_steps(Record{}, {}).empty());
}
