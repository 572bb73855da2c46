// Scheduled maintenance, on the real store and in virtual time.
#include "core/page.hpp"
#include "newsroom.hpp"

#include <algorithm>

using namespace candor;
using namespace candor::test;
using Catch::Contains;

namespace {

NewFact new_fact(FactBody body) {
    return {std::move(body), Confidence::confirmed, {}};
}

class PlannedDesk {
public:
    PlannedDesk() : room(folder_ / "c.db", clock) {}

    Result<desk::Done> tries(const IncidentId& id, Command command) { return room.await(room.desk.execute(id, std::move(command), "kim")); }
    const Record& does(const IncidentId& id, Command command) {
        auto done = tries(id, std::move(command));
        if (!done) FAIL(done.error().message() << " " << done.error().field());
        return room.record(id);
    }

    Declare announcement(Duration ahead = 48h, Duration length = 2h) {
        Declare declare;
        declare.id = room.desk.new_id();
        declare.kind = RecordKind::maintenance;
        declare.title = "Database upgrade";
        declare.components = {ComponentId("checkout")};
        declare.owner = "kim";
        declare.window = Window{clock.time + ahead, clock.time + ahead + length};
        declare.facts = {new_fact(Symptom{"card payments are not possible"})};
        return declare;
    }
    IncidentId announce(Duration ahead = 48h) {
        const Declare declare = announcement(ahead);
        does(declare.id, declare);
        return declare.id;
    }

    std::string mail(const IncidentId& id, std::size_t index) { return room.text(room.record(id).updates.at(index).update.id, "email/en"); }
    std::string last_mail(const IncidentId& id) { return mail(id, room.record(id).updates.size() - 1); }
    std::string state(const IncidentId& id, PromiseKind kind) {
        std::string last;
        for (const Promise& promise : room.record(id).promises) {
            if (promise.kind == kind) last = state_name(promise);
        }
        return last;
    }
    PageState page(const IncidentId& id) {
        std::vector<const Record*> shown;
        if (is_under_way(room.record(id))) shown.push_back(&room.record(id));
        return page_state(shown, room.desk.setup().components, room.desk.setup().templates.page_words("en"), clock.time);
    }

    TestClock clock;

private:
    TemporaryFolder folder_;

public:
    Newsroom room;
};

}  // namespace

TEST_CASE("a maintenance is announced, reminded of a day and an hour before, carried out, checked and completed on time") {
    PlannedDesk house;
    const IncidentId id = house.announce();
    CHECK_THAT(house.last_mail(id), Contains("Planned maintenance of Checkout: from 24 Nov 2026, 14:00 UTC until 24 Nov 2026, 16:00 UTC.") &&
                                        Contains("What you will notice: card payments are not possible.") && Contains("Next update by 23 Nov 2026, 14:00 UTC."));
    CHECK(house.room.desk.open().empty());  // nothing is broken
    CHECK(house.page(id).headline == "No incident is open");

    const Time from = house.room.record(id).window->from;
    CHECK(house.room.run_until(from - 30min) == 2);
    CHECK(house.room.record(id).updates[1].at == from - 24h - 1min);
    CHECK(house.room.record(id).updates[2].at == from - 1h - 1min);
    CHECK_THAT(house.mail(id, 1), Contains("Nothing new since") && Contains("Planned maintenance of Checkout"));
    CHECK(tally(house.room.record(id).promises).kept == 6);  // three audiences, two reminders

    house.room.run_until(from - 10s);
    house.does(id, Start{"", {}});
    CHECK(house.state(id, PromiseKind::start) == "kept");
    CHECK(house.page(id).headline == "Under maintenance");
    CHECK(house.page(id).components.front().state == ComponentState::under_maintenance);
    CHECK_THAT(house.last_mail(id), Contains("Maintenance of Checkout is under way. It is to end by 16:00 UTC."));
    CHECK(house.room.run_until(from + 65min) >= 2);  // the cadence runs while it lasts

    house.does(id, Verify{"", {}});
    CHECK_FALSE(house.tries(id, Complete{"", {}}).has_value());  // nothing was checked
    house.does(id, Complete{"", {new_fact(Verification{"100 test payments", true})}});
    CHECK(house.room.record(id).status == Status::completed);
    CHECK(house.state(id, PromiseKind::end) == "kept");
    CHECK_THAT(house.last_mail(id), Contains("The maintenance is completed. How we checked: 100 test payments.") && Contains("This is the last update on this maintenance."));
    CHECK(house.page(id).headline == "No incident is open");
    CHECK(house.room.run_until(from + 100h) == 0);  // it was as announced: nobody is asked
}

TEST_CASE("a beginning and an end that pass are admitted in the same minute", "[S0.26]") {
    PlannedDesk house;
    const IncidentId id = house.announce(3h);
    const Window window = *house.room.record(id).window;
    house.room.run_until(window.from);
    CHECK(house.room.record(id).updates.back().at == window.from);
    CHECK_THAT(house.last_mail(id), Contains("It was to begin at 17:00 UTC. It has not begun.") && Contains("Next update by 17:30 UTC."));
    CHECK(house.room.run_until(window.from + 30min) == 1);  // and not left alone with that
    house.does(id, Start{"", {}});
    CHECK(house.state(id, PromiseKind::start) == "missed");

    house.room.run_until(window.until);
    CHECK(house.room.record(id).updates.back().at == window.until);
    CHECK_THAT(house.last_mail(id), Contains("It was to end by 19:00 UTC. It has not ended."));
    house.room.run_until(window.until + 20min);
    house.does(id, Complete{"", {new_fact(Verification{"100 test payments", true})}});
    CHECK(house.state(id, PromiseKind::end) == "missed");
    CHECK_THAT(house.last_mail(id), Contains("It was to end by 19:00 UTC. It took longer."));
    CHECK(house.room.run_until(window.until + 25h) == 1);
    CHECK_THAT(house.last_mail(id), Contains("Does everything work for you?"));  // as it was not as announced
}

TEST_CASE("a maintenance that is moved corrects what was announced; one that is cancelled says so") {
    PlannedDesk house;
    const IncidentId id = house.announce();
    const Window before = *house.room.record(id).window;
    house.does(id, MoveTo{{before.from + 24h, before.until + 24h}, "the vendor needs a day more"});
    CHECK(house.room.record(id).updates.back().update.kind == UpdateKind::correction);
    CHECK_THAT(house.last_mail(id), Contains("This corrects our update no. 1") && Contains("from 25 Nov 2026, 14:00 UTC until 25 Nov 2026, 16:00 UTC") &&
                                        Contains("It was announced for another time: from 24 Nov 2026, 14:00 UTC"));
    CHECK(tally(house.room.record(id).promises).missed == 2);  // the times that people had planned with
    CHECK(house.state(id, PromiseKind::start) == "open");
    CHECK(house.room.run_until(before.from + 1h) == 1);        // the new reminder; nothing at the old time
    house.does(id, Withdraw{"the upgrade is not needed"});
    CHECK_THAT(house.last_mail(id), Contains("This maintenance is cancelled: the upgrade is not needed.") && Contains("Status: Cancelled"));
    CHECK(house.state(id, PromiseKind::start) == "broken");
}

TEST_CASE("what is broken does not become a maintenance, and a maintenance hides nothing that breaks", "[S0.4]") {
    PlannedDesk house;
    // Not afterwards,
    Declare late = house.announcement(-10min);
    CHECK_THAT(house.tries(late.id, late).error().mend(), Contains("candor declare"));
    // not over an incident that is open,
    const IncidentId incident = house.room.declare();
    const Declare over = house.announcement();
    const auto refused = house.tries(over.id, over);
    REQUIRE_FALSE(refused.has_value());
    CHECK_THAT(refused.error().mend(), Contains("candor update " + incident.str()));
    // not by steps of the other kind,
    for (const Command& command : std::initializer_list<Command>{Start{"", {}}, Verify{"", {}}, Complete{"", {}}, MoveTo{{house.clock.time + 1h, house.clock.time + 2h}, "why not"}}) {
        CHECK_FALSE(house.tries(incident, command).has_value());
    }
    CHECK(house.room.record(incident).kind == RecordKind::incident);
    // not in words,
    CHECK(house.tries(incident, Publish{"This is scheduled maintenance.", {}, {}, {}, {}}).error().code() == ErrorCode::blocked_by_rule);
    // and what goes beyond what was announced is an incident of its own.
    house.does(incident, Withdraw{"a test of the monitoring was taken for a failure"});
    const IncidentId id = house.announce(1h);
    CHECK_THAT(house.tries(id, Publish{"", {}, {}, Impact::critical, {}}).error().mend(), Contains("candor declare"));
    CHECK_FALSE(house.tries(id, Resolve{"", {new_fact(Verification{"a look", true})}}).has_value());
    CHECK_FALSE(house.tries(id, Start{"", {}}).has_value());  // not before the announced time either
}

TEST_CASE("the words of each step are held to the record") {
    PlannedDesk house;
    const IncidentId id = house.announce(1h);
    const std::string lie = "Everything will be resolved shortly.";
    const Window later{house.clock.time + 5h, house.clock.time + 6h};
    CHECK(house.tries(id, MoveTo{later, lie}).error().code() == ErrorCode::blocked_by_rule);
    house.room.run_until(house.room.record(id).window->from - 30s);
    CHECK(house.tries(id, Start{lie, {}}).error().code() == ErrorCode::blocked_by_rule);
    house.does(id, Start{"We begin.", {}});
    CHECK(house.tries(id, Verify{lie, {}}).error().code() == ErrorCode::blocked_by_rule);
    CHECK(house.tries(id, Complete{lie + " It will never happen again.", {new_fact(Verification{"50 test payments", true})}}).error().code() == ErrorCode::blocked_by_rule);
}

TEST_CASE("a check that fails in a maintenance is asked after, though it ended in time") {
    PlannedDesk house;
    const IncidentId id = house.announce(1h);
    house.room.run_until(house.room.record(id).window->from - 30s);
    house.does(id, Start{"", {}});
    house.does(id, Verify{"", {new_fact(Verification{"50 test payments", false})}});
    CHECK_THAT(house.last_mail(id), Contains("A check failed: 50 test payments."));
    house.does(id, Complete{"", {new_fact(Verification{"50 test payments after the second try", true})}});
    CHECK_THAT(house.last_mail(id), Contains("we will ask you whether it is over for you"));
    CHECK_FALSE(house.tries(id, Close{}).has_value());
}
