// The people on duty: reminded before a word is due, stepped in for when they do not answer.
#include "core/incident/duty.hpp"
#include "tests/core/incident_builder.hpp"

using namespace candor;
using namespace candor::test;
using Catch::Contains;

namespace {

struct OnDuty : Incident {
    OnDuty() {
        duty = DutyPolicy{};
        duty->escalation = "managing-director";
    }

    void open(ScopeLabel scope = ScopeLabel::some) {
        declare(scope);
        does(Assign{"comms-lead", "duty-manager", "the shift begins"});
    }

    // "reminder comms-lead 14:20", in the order in which they went out.
    [[nodiscard]] std::vector<std::string> told() const {
        std::vector<std::string> lines;
        for (const Notice& notice : record.notices) {
            const Duration after = notice.at - *parse_rfc3339("2026-11-22T14:00:00Z");
            lines.push_back(std::string(to_string(notice.noticed.kind)) + " " + notice.noticed.to + " +" + duration_text(after));
        }
        return lines;
    }

    [[nodiscard]] std::int64_t count(NoticeKind kind) const {
        return std::count_if(record.notices.begin(), record.notices.end(), [kind](const Notice& one) { return one.noticed.kind == kind; });
    }
    [[nodiscard]] std::vector<AlarmKind> alarms() const {
        std::vector<AlarmKind> kinds;
        for (const RaisedAlarm& alarm : record.alarms) kinds.push_back(alarm.raised.kind);
        return kinds;
    }
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("six hours without a word from anybody: twelve updates, each with a reminder before it", "[S2.10][S1.8]") {
    OnDuty incident;
    incident.audiences = {ChannelKind::email};
    incident.open();
    const auto heard = incident.run_until(incident.now + 6h);
    CHECK(heard == std::map<ChannelKind, int>{{ChannelKind::email, 12}});
    CHECK(incident.count(NoticeKind::reminder) == 12);
}

TEST_CASE("who does not answer in time is stepped in for, then whoever comes next is told, and the record says so", "[S0.24][S1.8]") {
    OnDuty incident;
    incident.open();
    incident.run_until(incident.now + 45min);
    CHECK(incident.told() == Lines{"reminder comms-lead +20 min", "escalation duty-manager +30 min", "escalation managing-director +40 min"});
    CHECK(incident.record.owner == "duty-manager");
    CHECK(incident.record.deputy == "comms-lead");
    const auto assigned = std::find_if(incident.events.rbegin(), incident.events.rend(), [](const Event& event) { return std::holds_alternative<Assigned>(event.body); });
    CHECK(assigned->actor == clock_actor);
    CHECK(std::get<Assigned>(assigned->body).note == "comms-lead did not answer.");
}

TEST_CASE("any word of a person is an answer, and news makes the reminder needless") {
    OnDuty incident;
    incident.open();
    incident.run_until(incident.now + 22min);
    REQUIRE(incident.told() == Lines{"reminder comms-lead +20 min"});
    incident.does(Acknowledge{""});
    incident.run_until(incident.now + 13min);
    CHECK(incident.told().size() == 1);  // nobody stepped in
    CHECK(incident.record.owner == "comms-lead");
    incident.does(RecordFacts{{fact(Action{"restarting the payment workers", false})}});
    incident.run_until(incident.now + 20min);
    CHECK(incident.told().size() == 1);  // the next update has something to say
}

TEST_CASE("an update that goes out late is a failure of its own: the owner and the deputy hear it, the second time one more", "[S0.3][S4.3]") {
    OnDuty incident;
    incident.open();
    incident.now += 44min;  // nobody's clock ran
    incident.tick();
    REQUIRE(incident.alarms() == std::vector{AlarmKind::missed_updates});
    CHECK_THAT(incident.record.alarms.front().raised.text, Contains("promised for 14:30 UTC went out 14 min late"));
    CHECK(incident.told() == Lines{"alarm comms-lead +44 min", "alarm duty-manager +44 min"});
    incident.does(RecordFacts{{fact(Action{"starting the second machine", false})}});
    incident.now += 40min;
    incident.tick();
    CHECK(incident.told().size() == 5);
    CHECK(incident.told().back() == "alarm managing-director +1 h 24 min");
}

TEST_CASE("an hour without anything found out or done: everybody on duty hears it, once", "[S0.8]") {
    OnDuty incident;
    incident.audiences = {ChannelKind::email};
    incident.open();
    const Time declared = incident.now;
    incident.run_until(declared + 59min);
    CHECK(incident.alarms().empty());
    incident.run_until(declared + 61min);
    CHECK(incident.alarms() == std::vector{AlarmKind::no_progress});
    CHECK(incident.record.alarms.front().at == declared + 60min);
    CHECK(incident.count(NoticeKind::alarm) == 3);
    incident.run_until(declared + 5h);
    CHECK(incident.alarms().size() == 1);
    incident.does(RecordFacts{{fact(Action{"replacing the switch", false})}});
    incident.run_until(incident.now + 61min);
    CHECK(incident.alarms().size() == 2);
}

TEST_CASE("an alarm is raised once until a person has done something") {
    OnDuty incident;
    incident.open();
    incident.actor = std::string(clock_actor);
    for (int i = 0; i < 5; ++i) incident.does(RaiseAlarm{AlarmKind::reports, "7 reports about Checkout"});
    CHECK(incident.alarms().size() == 1);
    CHECK(incident.told() == Lines{"alarm comms-lead +0 s", "alarm duty-manager +0 s"});
    incident.actor = "comms-lead";
    incident.does(Acknowledge{});
    incident.actor = std::string(clock_actor);
    incident.does(RaiseAlarm{AlarmKind::reports, "14 reports about Checkout"});
    CHECK(incident.alarms().size() == 2);
}

TEST_CASE("after the end it is looked at again: the owner is asked, and what does not hold is proposed to be opened", "[S2.21]") {
    OnDuty incident;
    incident.open();
    incident.does(Resolve{"", {fact(Verification{"50 test payments", true})}, {}});
    incident.run_until(incident.now + 65min);
    CHECK(incident.told() == Lines{"recheck comms-lead +1 h"});
    incident.does(Recheck{"20 test payments", true});
    CHECK_FALSE(is_reopening_proposed(incident.record));
    incident.run_until(incident.now + 24h);
    CHECK(incident.count(NoticeKind::recheck) == 2);
    CHECK(missing_rechecks(incident.record, incident.policy.recheck_after, incident.now).size() == 1);
    incident.does(Recheck{"20 test payments, 3 declined", false});
    CHECK(is_reopening_proposed(incident.record));
    CHECK(incident.record.status == Status::resolved);  // a person decides
    CHECK(missing_rechecks(incident.record, incident.policy.recheck_after, incident.now).empty());
    CHECK_THAT(incident.told(), Catch::VectorContains(std::string("alarm duty-manager +1 d 1 h")));
    incident.does(DismissReopening{"a card that had expired"});
    CHECK_FALSE(is_reopening_proposed(incident.record));
    CHECK_THAT(incident.refusal(DismissReopening{"again"}), Contains("Nobody proposes"));
}

TEST_CASE("without a plan nobody is told anything, and what failed is recorded all the same", "[S4.3]") {
    Incident incident;
    incident.declare();
    incident.now += 50min;
    incident.tick();
    CHECK(incident.record.notices.empty());
    CHECK(incident.record.alarms.size() == 1);
}

TEST_CASE("who promised somebody an answer hears before it is due, once, and nobody steps in for that", "[S0.26][S4.18]") {
    OnDuty incident;
    incident.open();
    incident.does(MakePromise{"we call you back", "order 4711", "support-lead", incident.now + 2h});
    incident.audiences = {ChannelKind::email};
    const auto promised = [&] {
        Lines lines;
        for (const std::string& line : incident.told()) {
            if (line.starts_with("promise")) lines.push_back(line);
        }
        return lines;
    };
    incident.run_until(incident.now + 109min);
    CHECK(promised().empty());
    incident.run_until(incident.now + 30min);
    CHECK(promised() == Lines{"promise support-lead +1 h 50 min"});
}

TEST_CASE("a promise that is kept in time is nobody's reminder") {
    OnDuty incident;
    incident.open();
    incident.does(MakePromise{"we call you back", "order 4711", "support-lead", incident.now + 2h});
    const auto made = std::find_if(incident.record.promises.begin(), incident.record.promises.end(), [](const Promise& one) { return one.kind == PromiseKind::get_back; });
    incident.does(KeepPromise{made->id, "told them"});
    incident.run_until(incident.now + 3h);
    CHECK(incident.count(NoticeKind::promise) == 0);
}
