// Words that wait for a second person: the clock does not wait with them.
#include "core/incident/approval.hpp"
#include "tests/core/incident_builder.hpp"

using namespace candor;
using namespace candor::test;
using Catch::Contains;

namespace {

struct Waiting : Incident {
    Waiting() {
        duty = DutyPolicy{};
        audiences = {ChannelKind::email};
        declare(ScopeLabel::some);  // every half hour
        does(Assign{"comms-lead", "duty-manager", "the shift begins"});
    }

    // Said by the communications lead, and of the class "security".
    std::vector<Event> says(const Command& command) {
        approval = ApprovalNeed{{"security"}, {"security-lead", "duty-manager"}, 10min};
        auto happened = does(command);
        approval.reset();
        return happened;
    }

    Result<std::vector<Event>> answers(const std::string& who, const Command& command) {
        const std::string author = std::exchange(actor, who);
        auto happened = try_command(command);
        actor = author;
        return happened;
    }

    [[nodiscard]] const UpdatePublished& last() const { return record.updates.back().update; }
    [[nodiscard]] std::vector<std::string> noticed(NoticeKind kind) const {
        std::vector<std::string> names;
        for (const Notice& notice : record.notices) {
            if (notice.noticed.kind == kind) names.push_back(notice.noticed.to);
        }
        return names;
    }
};

const Publish intruder{"Somebody got into the build server.", {}, {}, {}, {}, ""};
const ApprovalId first_asked{"a1"};

}  // namespace

TEST_CASE("words of a class wait for the people that the plan names, and those hear of it", "[S2.17]") {
    Waiting incident;
    const auto happened = incident.says(intruder);
    CHECK(std::holds_alternative<ApprovalAsked>(happened.front().body));
    CHECK(incident.record.updates.size() == 1);
    CHECK(incident.noticed(NoticeKind::approval) == std::vector<std::string>{"security-lead", "duty-manager"});

    const auto other = incident.answers("shop-lead", Approve{first_asked});
    REQUIRE(other.has_error());
    CHECK(other.error().code() == ErrorCode::second_person);
    CHECK_THAT(other.error().message(), Contains("security-lead or duty-manager"));
    REQUIRE(incident.answers("comms-lead", Approve{first_asked}).has_error());

    REQUIRE(incident.answers("security-lead", Approve{first_asked}).has_value());
    CHECK(incident.last().words == intruder.words);
    CHECK(incident.last().approval == first_asked);
}

TEST_CASE("where no answer comes in time, a holding statement of facts goes out instead, to the minute", "[S2.17]") {
    Waiting incident;
    incident.now += 3min;
    incident.says(intruder);
    const Time limit = incident.now + 10min;
    incident.run_until(limit - 1s);
    CHECK(incident.record.updates.size() == 1);
    incident.run_until(limit);
    REQUIRE(incident.record.updates.size() == 2);
    CHECK(incident.record.updates.back().at == limit);
    CHECK(incident.last().kind == UpdateKind::holding);
    CHECK(incident.last().words.empty());
    CHECK(incident.record.clocks.at(ChannelKind::email).due == limit + 30min);  // promised anew
    CHECK(unanswered_alarm(incident.record, AlarmKind::withheld) != nullptr);

    CHECK(incident.run_until(limit + 20min).empty());  // once is enough
    REQUIRE(incident.answers("security-lead", Approve{first_asked}).has_value());  // late is better than never
    CHECK(incident.last().words == intruder.words);
}

TEST_CASE("an answer in time needs no holding statement", "[S2.17]") {
    Waiting incident;
    incident.says(intruder);
    REQUIRE(incident.answers("security-lead", Refuse{first_asked, "we do not know that"}).has_value());
    CHECK(incident.run_until(incident.now + 20min).empty());
    CHECK(unanswered_alarm(incident.record, AlarmKind::withheld) == nullptr);
}

TEST_CASE("that it is back is said in time, though the words for it wait") {
    Waiting incident;
    incident.does(Resolve{"", {fact(Verification{"20 test payments", true})}});
    incident.now += 5min;
    incident.says(Reopen{"Somebody got in again.", {}});
    CHECK(incident.record.status == Status::resolved);
    incident.run_until(incident.now + 10min);
    CHECK(incident.record.status == Status::investigating);
    CHECK(incident.last().kind == UpdateKind::progress);
    CHECK(incident.last().words.empty());
    REQUIRE(incident.answers("security-lead", Approve{first_asked}).has_value());
    CHECK(incident.last().words == "Somebody got in again.");
    CHECK(incident.record.status == Status::investigating);
}

TEST_CASE("words that are withheld for long raise an alarm, whatever stops them", "[S1.10]") {
    Waiting incident;
    const auto decided = decide(incident.record, Publish{"The cause was a cable.", {}, {}, {}, {}, "they told us on the phone"},
                                {incident.now, "comms-lead", 7, incident.policy, incident.audiences, {}, {"HON-204"}, {}, incident.duty});
    REQUIRE(decided.has_value());
    incident.record = fold(incident.record, *decided);
    CHECK_FALSE(incident.record.approvals.front().asked.holding_at);  // a rule stops them, not the plan
    incident.run_until(incident.now + 9min);
    CHECK(unanswered_alarm(incident.record, AlarmKind::withheld) == nullptr);
    incident.run_until(incident.now + 2min);  // eleven minutes
    REQUIRE(unanswered_alarm(incident.record, AlarmKind::withheld) != nullptr);
    CHECK(incident.noticed(NoticeKind::alarm) == std::vector<std::string>{"comms-lead", "duty-manager"});
    CHECK(incident.record.updates.size() == 1);  // the promised minute has not come yet
}

TEST_CASE("who takes over asks nobody twice: a handover needs a note", "[S1.9]") {
    Waiting incident;
    CHECK_THAT(incident.refusal(Assign{"night-lead", "", " "}), Contains("nothing says where it stands"));
    incident.does(Assign{"night-lead", "", "the supplier rings back at 15:00"});
    CHECK(incident.record.owner == "night-lead");
    incident.does(Assign{"night-lead", "duty-manager", ""});  // the same owner, another deputy
}
