// One customer's own thread, on the real store and in virtual time.
#include "core/audience.hpp"
#include "core/incident/case.hpp"
#include "core/incident/codec.hpp"
#include "core/review/review.hpp"
#include "newsroom.hpp"

#include <algorithm>
#include <set>

using namespace candor;
using namespace candor::test;
using Catch::Contains;

namespace {

std::shared_ptr<desk::Setup> setup_with_cases() {
    auto setup = shop_setup();
    setup->case_languages = {"en"};
    return setup;
}

class Desk {
public:
    explicit Desk(std::shared_ptr<const desk::Setup> setup = setup_with_cases()) : room(folder_ / "c.db", clock, std::move(setup)) {}

    Result<desk::Done> tries(const IncidentId& id, Command command, std::string actor = "kim") {
        return room.await(room.desk.execute(id, std::move(command), std::move(actor)));
    }
    const Record& does(const IncidentId& id, Command command, std::string actor = "kim") {
        auto done = tries(id, std::move(command), std::move(actor));
        if (!done) FAIL(done.error().message() << " " << done.error().field());
        return room.record(id);
    }

    Declare opening(bool urgent = false, IncidentId about = {}) {
        Declare declare;
        declare.id = room.desk.new_id();
        declare.kind = RecordKind::case_;
        declare.title = "I cannot pay for order 4711, which must leave today";
        declare.origin = Origin::customer_report;
        declare.customer = Customer{"order 4711", "", std::move(about), urgent};
        declare.address = "sam@example.net";
        return declare;
    }
    IncidentId open(bool urgent = false, IncidentId about = {}) {
        const Declare declare = opening(urgent, std::move(about));
        does(declare.id, declare);
        return declare.id;
    }

    std::string mail(const IncidentId& id, std::size_t index) {
        return room.text(room.record(id).updates.at(index).update.id, "email/en");
    }
    std::string last_mail(const IncidentId& id) { return mail(id, room.record(id).updates.size() - 1); }

    TestClock clock;

private:
    TemporaryFolder folder_;

public:
    Newsroom room;
};

NewFact case_fact(FactBody body) {
    return {std::move(body), Confidence::confirmed, {}};
}

}  // namespace

TEST_CASE("in a case of five hours the same person writes five times, each with the next promised time", "[S2.15][S3.12]") {
    Desk house;
    const IncidentId id = house.open();
    CHECK(house.room.record(id).owner == "kim");
    CHECK_THAT(house.last_mail(id), Contains("You told us: “I cannot pay for order 4711, which must leave today”") &&
                                        Contains("kim has taken this on, and stays with you until it is solved.") &&
                                        Contains("We write every 60 minutes until this is over.") && Contains("Next update by 15:00 UTC."));
    CHECK(house.room.run_until(house.clock.time + 5h) == 5);
    const Record& record = house.room.record(id);
    REQUIRE(record.updates.size() == 6);
    for (std::size_t i = 1; i < record.updates.size(); ++i) {
        CHECK(record.updates[i].at <= *parse_rfc3339("2026-11-22T14:00:00Z") + std::chrono::hours(i));
        CHECK_THAT(house.mail(id, i), Contains("Nothing new since") && Contains("Next update by"));
        CHECK(record.updates[i].update.channels == std::vector<ChannelId>{case_channel()});
    }
    CHECK(record.owner == "kim");
    CHECK(record.handovers.empty());
    CHECK(tally(record.promises).missed == 0);
}

TEST_CASE("what the answer makes urgent is written about twice as often", "[S4.13]") {
    Desk house;
    const IncidentId id = house.open(true);
    CHECK(house.room.run_until(house.clock.time + 2h) == 4);
    CHECK_THAT(house.mail(id, 0), Contains("every 30 minutes"));
}

TEST_CASE("a case goes to its customer alone, and to nobody else's") {
    Desk house;
    const IncidentId first = house.open();
    const IncidentId second = house.open();
    const store::Room room{case_channel(), 100, false};
    const store::Exchange taken = house.room.store.exchange({}, std::span(&room, 1), house.clock.time);
    REQUIRE(taken.claims.size() == 2);
    CHECK(taken.claims[0].address == "sam@example.net");
    CHECK(std::set<std::string>{taken.claims[0].recipient, taken.claims[1].recipient} == std::set<std::string>{first.str(), second.str()});
    // Its address is in no event, and so in no chain that nobody could erase it from.
    const auto stored = house.room.store.find_incident(first);
    for (const Event& event : stored->events) CHECK_THAT(event_body_to_text(event.body), !Contains("sam@"));
    CHECK(house.room.store.address_of_case(first) == "sam@example.net");
}

TEST_CASE("a case is passed on with a note, and the second time somebody hears an alarm", "[S2.15][S3.4]") {
    Desk house;
    const IncidentId id = house.open();
    const auto refused = house.tries(id, Assign{"robin", "", ""});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().field() == "note");
    CHECK_THAT(refused.error().mend(), Contains("candor assign " + id.str() + " robin --note"));
    CHECK(house.room.record(id).owner == "kim");

    house.does(id, Assign{"robin", "", "the bank is looking into it; I promised a call by 16:00"});
    CHECK(house.room.record(id).handovers.size() == 1);
    CHECK(house.room.record(id).alarms.empty());
    house.room.run_until(house.clock.time + 1h);
    CHECK_THAT(house.last_mail(id), Contains("robin looks after this from now on; until now it was kim. You need not tell us again."));

    house.does(id, Assign{"alex", "", "the bank has answered"}, "robin");
    REQUIRE(house.room.record(id).alarms.size() == 1);
    CHECK(house.room.record(id).alarms.front().raised.kind == AlarmKind::transfer);
    CHECK(unanswered_alarm(house.room.record(id), AlarmKind::transfer) != nullptr);
    house.does(id, Assign{"alex", "robin", ""}, "alex");  // another deputy: nobody is passed on
    CHECK(house.room.record(id).alarms.size() == 1);
    CHECK(house.room.record(id).handovers.size() == 2);
}

TEST_CASE("what the incident tells the public, the customer hears in the next update of their case, and not before") {
    Desk house;
    const IncidentId incident = house.room.declare();
    const IncidentId id = house.open(false, incident);
    CHECK_THAT(house.mail(id, 0), Contains("The incident that this belongs to stands at “Investigating”"));
    house.does(incident, RecordFacts{{case_fact(Workaround{"pay by bank transfer"})}});
    house.does(id, Publish{"I am on it.", {}, {}, {}, {}});
    CHECK_THAT(house.last_mail(id), !Contains("bank transfer"));  // recorded, and told to nobody yet

    house.does(incident, Publish{"", {case_fact(Eta{{}, house.clock.time + 3h, "2 of 5 hosts took 30 min"})}, {}, {}, {}});
    CHECK_THAT(house.last_mail(id), !Contains("bank transfer"));
    house.room.run_until(house.clock.time + 60min);
    CHECK_THAT(house.last_mail(id), Contains("- What you can do meanwhile: pay by bank transfer.") && Contains("2 of 5 hosts took 30 min"));
    // The facts are the incident's, and `candor why` says so.
    const Record& record = house.room.record(id);
    CHECK(std::any_of(record.facts.begin(), record.facts.end(), [&](const RecordedFact& one) { return one.fact.id.str().starts_with(incident.str() + "."); }));
    CHECK(current_fact<Scope>(record) == nullptr);  // how many others it concerns is not theirs to read

    // What is taken back there is taken back here.
    const std::string told = house.room.record(incident).facts.at(2).fact.id.str();
    house.does(incident, RetractFact{FactId(told), "the bank refuses these transfers"});
    house.does(incident, Publish{"", {}, {}, {}, {}});
    house.room.run_until(house.clock.time + 60min);
    CHECK_THAT(house.last_mail(id), Contains("We take back what we said before") && Contains("the bank refuses these transfers"));
}

TEST_CASE("when the incident is over the case is not: its owner asks this customer first") {
    Desk house;
    const IncidentId incident = house.room.declare();
    const IncidentId id = house.open(false, incident);
    house.does(incident, Resolve{"", {case_fact(Verification{"300 test payments, none declined", true})}});
    CHECK(is_open(house.room.record(id)));
    house.room.run_until(house.clock.time + 60min);
    CHECK(is_open(house.room.record(id)));
    CHECK_THAT(house.last_mail(id), Contains("stands at “Resolved”") && Contains("Your case stays open until we have checked that with you."));
    // The incident's check is not this customer's.
    CHECK_FALSE(house.tries(id, Resolve{"", {}}).has_value());
    house.does(id, Resolve{"", {case_fact(Verification{"the customer paid for the order while we were talking", true})}});
    CHECK(house.room.record(id).status == Status::resolved);
    CHECK_THAT(house.last_mail(id), Contains("This is resolved. How we checked: the customer paid") && Contains("we will ask you whether it is over for you, too"));
}

TEST_CASE("a case ends with a check-in, and only then it is closed", "[S2.15]") {
    Desk house;
    const IncidentId id = house.open();
    house.does(id, Resolve{"", {case_fact(Verification{"the customer has paid", true})}});
    CHECK_FALSE(house.tries(id, Close{}).has_value());
    CHECK(house.room.run_until(house.clock.time + 25h) == 1);
    CHECK_THAT(house.last_mail(id), Contains("Is it over for you, too?"));
    const store::Room room{case_channel(), 100, false};
    auto taken = house.room.store.exchange({}, std::span(&room, 1), house.clock.time);
    while (!taken.claims.empty()) {
        std::vector<store::Settled> settled;
        for (store::Claim& claim : taken.claims) {
            claim.delivery.state = DeliveryState::delivered;
            settled.push_back({claim.key, claim.delivery, house.clock.time});
        }
        taken = house.room.store.exchange(settled, std::span(&room, 1), house.clock.time);
    }
    house.does(id, Close{});
    CHECK(house.room.record(id).status == Status::closed);
}

TEST_CASE("in a letter to one person one may say how one would feel; to everybody the check suggests otherwise", "[S4.14]") {
    Desk house;
    const std::string words = "I would be upset, too: without this order you cannot work today.";
    const auto personal = house.open();
    house.does(personal, Publish{words, {}, {}, {}, {}});
    CHECK_THAT(house.last_mail(personal), Contains(words));
    const auto advises = [&](const IncidentId& id) {
        const auto findings = house.room.desk.findings(**house.room.await(house.room.desk.find(id.str())), words);
        return std::any_of(findings.begin(), findings.end(), [](const honesty::Finding& one) { return one.rule == "HON-706"; });
    };
    CHECK_FALSE(advises(personal));
    CHECK(advises(house.room.declare()));
}

TEST_CASE("words in a case are held to its record as everybody's are") {
    Desk house;
    const IncidentId id = house.open();
    const auto refused = house.tries(id, Publish{"It will be resolved shortly.", {}, {}, {}, {}});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code() == ErrorCode::blocked_by_rule);
    CHECK(house.tries(id, Assign{"It will be resolved shortly", "", "a note"}).error().field() == "owner");  // it would be read, too
}

TEST_CASE("a case needs a customer, an address, and a way to it") {
    Desk house;
    Declare nobody = house.opening();
    nobody.customer->reference = " ";
    CHECK(house.tries(nobody.id, nobody).error().field() == "customer");
    Declare nowhere = house.opening();
    nowhere.address = "not an address";
    const auto refused = house.tries(nowhere.id, nowhere);
    CHECK(refused.error().field() == "mail");
    CHECK_THAT(refused.error().message() + refused.error().mend(), !Contains("not an address"));
    Declare unspoken = house.opening();
    unspoken.customer->language = "fi";
    CHECK(house.tries(unspoken.id, unspoken).error().field() == "language");

    Desk without(shop_setup());  // no email channel can carry it
    const Declare declare = without.opening();
    const auto none = without.tries(declare.id, declare);
    REQUIRE_FALSE(none.has_value());
    CHECK_THAT(none.error().message(), Contains("No email channel"));
}

TEST_CASE("a case in a language that is written no more goes on in the organisation's own") {
    auto setup = setup_with_cases();
    setup->case_languages = {"en", "de"};
    Desk house(setup);
    Declare german = house.opening();
    german.title = "Ich kann die Bestellung 4711 nicht bezahlen";
    german.customer->language = "de";
    setup = std::make_shared<desk::Setup>(*setup);
    setup->honesty = nullptr;  // its lexicon is not at hand here
    house.room.desk.adopt(setup);
    house.does(german.id, german);
    CHECK_THAT(house.room.text(house.room.record(german.id).updates.at(0).update.id, "email/de"), Contains("Nächste"));
    house.room.desk.adopt(setup_with_cases());
    CHECK(house.room.run_until(house.clock.time + 1h) == 1);
    CHECK_THAT(house.last_mail(german.id), Contains("Next update by"));
}

TEST_CASE("one whose update cannot be composed does not silence the others, and is tried again") {
    auto setup = setup_with_cases();
    setup->case_languages = {"en", "de"};
    setup->honesty = nullptr;
    Desk house(setup);
    Declare german = house.opening();
    german.customer->language = "de";
    house.does(german.id, german);
    const IncidentId other = house.open();
    auto broken = std::make_shared<desk::Setup>(*setup);
    broken->honesty = shop_setup()->honesty;  // without the lexicon that it needs: a mistake of ours
    house.room.desk.adopt(broken);
    CHECK(house.room.run_until(house.clock.time + 2h) == 2);
    CHECK(house.room.record(german.id).updates.size() == 1);
    CHECK(house.room.record(other).updates.size() == 3);
    house.room.desk.adopt(setup);
    CHECK(house.room.run_until(house.clock.time + 2min) == 1);
    CHECK(house.room.record(german.id).updates.size() == 2);
}

TEST_CASE("cases go on where they were after a restart, and are no incidents") {
    TemporaryFolder folder;
    TestClock clock;
    IncidentId id;
    {
        Newsroom room(folder / "c.db", clock, setup_with_cases());
        Declare declare;
        declare.id = id = room.desk.new_id();
        declare.kind = RecordKind::case_;
        declare.title = "I cannot log in";
        declare.customer = Customer{"sam", "", {}, false};
        declare.address = "sam@example.net";
        room.does(id, declare);
    }
    Newsroom again(folder / "c.db", clock, setup_with_cases());
    again.random = 1000;
    CHECK(again.desk.open().empty());
    REQUIRE(again.desk.open(RecordKind::case_).size() == 1);
    CHECK(again.run_until(clock.time + 1h) == 1);
    again.does(id, Resolve{"", {case_fact(Verification{"the customer has logged in", true})}});
    CHECK(again.desk.recent().empty());
    CHECK(again.desk.recent_cases().size() == 1);
}

TEST_CASE("of the cases that were solved it is counted how many were passed on", "[S3.10]") {
    Record alone;
    alone.kind = RecordKind::case_;
    alone.status = Status::closed;
    Record passed_on = alone;
    passed_on.handovers.push_back({"kim", "robin", 4});
    Record open = alone;
    open.status = Status::investigating;
    Record incident;
    incident.status = Status::resolved;
    const std::vector<const Record*> all{&alone, &alone, &alone, &passed_on, &open, &incident};
    const FirstContact sums = first_contact(all);
    CHECK(sums.solved == 4);
    CHECK(sums.without_transfer == 3);
    CHECK(sums.ratio() == 0.75);
    CHECK_FALSE(first_contact({}).ratio().has_value());

    // The review of an incident has it over the cases that belong to it.
    const auto review = review::look_back(IncidentId("inc"), {}, {}, Time{}, std::nullopt, all);
    const auto metric = std::find_if(review.metrics.begin(), review.metrics.end(), [](const review::Metric& one) { return one.id == "M7"; });
    REQUIRE(metric != review.metrics.end());
    CHECK(metric->figures.front().value == 0.75);
}
