// After "it is over": the question, the review, the promises, and closing; and when it is not over after all.
#include "core/incident/loop.hpp"
#include "tests/core/incident_builder.hpp"

#include <algorithm>
#include <random>

using namespace candor;
using namespace candor::test;
using Catch::Contains;

namespace {

Command resolve() {
    return Resolve{"", {fact(Verification{"100 test payments", true})}};
}

struct Resolved : Incident {
    Resolved() {
        declare();
        now += 40min;
        does(resolve());
    }

    const Promise& promise(PromiseKind kind) const {
        const auto found = std::find_if(record.promises.rbegin(), record.promises.rend(), [&](const Promise& one) { return one.kind == kind; });
        if (found == record.promises.rend()) FAIL("no such promise");
        return *found;
    }

    void ask() { run_until(now + 25h); }
    void learn() {
        does(RecordFacts{{fact(Cause{"the release of 13:50", CauseCategory::process, ""}),
                          fact(Prevention{"releases are tried on one machine first", "platform", now + 240h})}});
    }
};

std::vector<std::string> ends(const Record& record, std::int64_t deliveries = 0) {
    std::vector<std::string> list;
    for (const LooseEnd& end : loose_ends(record, deliveries)) list.push_back(end.what);
    return list;
}

}  // namespace

TEST_CASE("everyone who was told is asked, at the promised minute, whether it is over for them", "[S0.28]") {
    Resolved incident;
    const Time due = incident.now + 24h;
    CHECK(incident.promise(PromiseKind::follow_up).due == due);
    const auto heard = incident.run_until(due);
    CHECK(heard == std::map<ChannelKind, int>{{ChannelKind::email, 1}, {ChannelKind::mastodon, 1}});
    CHECK(incident.record.updates.back().update.kind == UpdateKind::follow_up);
    CHECK(state_name(incident.promise(PromiseKind::follow_up)) == "kept");
    CHECK(incident.run_until(due + 2000h).empty());  // once
}

TEST_CASE("a question that comes late is a promise missed", "[S0.26]") {
    Resolved incident;
    incident.now += 27h;
    incident.does(Tick{});
    const auto& state = std::get<PromiseMissed>(incident.promise(PromiseKind::follow_up).state);
    CHECK(state.lateness == 3h);
}

TEST_CASE("closing names everything that is still to be done, with the command that does it", "[S0.23][S1.16]") {
    Resolved incident;
    CHECK(ends(incident.record, 2) ==
          std::vector<std::string>{"The cause is not recorded, nor that it could not be found.",
                                   "Nothing that will change is recorded with an owner and a date.",
                                   "Nobody has been asked yet whether it is over for them.", "The review is not published.",
                                   "2 deliveries are still under way."});
    const auto refused = incident.try_command(Close{});
    REQUIRE_FALSE(refused.has_value());
    CHECK_THAT(refused.error().message(), Contains("The loop is not closed.") && Contains("The review is not published."));
    CHECK(refused.error().mend() == "candor fact inc cause \"...\"");
}

TEST_CASE("the loop closes: asked, understood, reviewed, every promise kept", "[S0.28][S1.16][S4.22]") {
    Resolved incident;
    incident.ask();
    incident.learn();
    incident.does(PublishReview{"We let a release out that nobody had tried.", {}});
    CHECK(incident.record.updates.back().update.kind == UpdateKind::review);
    const Promise prevention = incident.promise(PromiseKind::prevention);
    CHECK(prevention.owner == "platform");
    CHECK_THAT(incident.refusal(Close{}), Contains("Promise " + prevention.id.str() + " is open: releases are tried on one machine first."));
    incident.now += 100h;
    incident.does(KeepPromise{prevention.id, "in place since today"});
    incident.does(Close{});
    CHECK(incident.record.status == Status::closed);
    CHECK(incident.record.ended_at.has_value());
    CHECK_THAT(incident.refusal(RecordFacts{{fact(Symptom{"x"})}}), Contains("closed"));
}

TEST_CASE("no path to closed goes round the question, the review or an open promise", "[S0.28][S0.23]") {
    int closed = 0;
    for (std::uint32_t seed = 0; seed < 400; ++seed) {
        std::mt19937 bits(seed);
        const auto below = [&](std::uint32_t n) { return bits() % n; };
        Resolved incident;
        for (int step = 0; step < 80 && incident.record.status != Status::closed; ++step) {
            incident.now += below(4) == 0 ? Duration(24h) : Duration(5min);
            const PromiseId some("p" + std::to_string(1 + below(static_cast<std::uint32_t>(incident.record.promises.size()))));
            const Command meddling = below(12) == 0 ? Command(Reopen{"Payments fail again.", {}}) : Command(KeepPromise{some, "done"});
            const Command more = below(4) == 0 ? Command(MakePromise{"we call back", "a customer", "", incident.now + 1h}) : Command(Tick{});
            const std::vector<Command> commands{
                Tick{}, Close{}, Close{}, resolve(), meddling, more, PublishReview{"", {}},
                RecordFacts{{fact(Cause{"a bad disk", CauseCategory::technology, ""})}},
                RecordFacts{{fact(Prevention{"disks are watched", "platform", incident.now + 48h})}},
                KeepPromise{some, ""}, BreakPromise{some, "it cannot be done"}};
            (void)incident.try_command(commands[below(static_cast<std::uint32_t>(commands.size()))]);
        }
        if (incident.record.status != Status::closed) continue;
        ++closed;
        CAPTURE(seed);
        CHECK(was_published_since_end(incident.record, UpdateKind::follow_up));
        CHECK(was_published_since_end(incident.record, UpdateKind::review));
        CHECK(current_fact<Cause>(incident.record) != nullptr);
        CHECK(std::none_of(incident.record.promises.begin(), incident.record.promises.end(), [](const Promise& one) { return is_open(one); }));
    }
    CHECK(closed >= 20);  // else nothing was looked at
}

TEST_CASE("what is not over is opened again: the clock runs, all hear it, and a new check is needed to end it", "[S2.21]") {
    Resolved incident;
    incident.now += 2h;
    CHECK_THAT(incident.refusal(Reopen{"", {}}), Contains("words is empty"));
    incident.does(Reopen{"Card payments fail again since 16:20.", {}});
    CHECK(incident.record.status == Status::investigating);
    CHECK_FALSE(incident.record.ended_at.has_value());
    CHECK(current_fact<Ended>(incident.record) == nullptr);
    CHECK(incident.record.clocks.size() == 2);
    CHECK(incident.run_until(incident.now + 31min).at(ChannelKind::email) == 1);
    CHECK_THAT(incident.refusal(Resolve{"", {}}), Contains("needs a verification"));
    incident.does(resolve());
    CHECK(std::count_if(incident.record.promises.begin(), incident.record.promises.end(),
                        [](const Promise& one) { return one.kind == PromiseKind::follow_up; }) == 2);
}

TEST_CASE("an expected time that was told is a promise, and both early and late are counted", "[S0.22]") {
    Incident incident;
    incident.declare();
    const Time told = incident.now + 1h;
    incident.does(Publish{"", {fact(Eta{{}, told, "3 of 5 shards in 30 min"})}, {}, {}, {}});
    incident.now += 5min;
    incident.does(Publish{"", {fact(Eta{{}, told + 1h, "2 of 5 shards in 30 min"})}, {}, {}, {}});
    incident.now = told + 20min;
    incident.does(resolve());
    std::vector<Duration> errors;
    for (const Promise& promise : incident.record.promises) {
        if (promise.kind == PromiseKind::eta) errors.push_back(error_of(promise).value());
    }
    CHECK(errors == std::vector<Duration>{20min, -40min});
}

TEST_CASE("an answer to somebody is promised by a time, kept by a word, and late is late", "[S4.18]") {
    Incident incident;
    incident.declare();
    CHECK_THAT(incident.try_command(MakePromise{"We call you back", "a customer", "", incident.now}).error().message(), Contains("passed already"));
    incident.does(MakePromise{"We call you back", "a customer", "", incident.now + 30min});
    const Promise made = incident.record.promises.back();
    CHECK(made.owner == "comms-lead");
    CHECK_FALSE(is_overdue(made, incident.now + 30min));
    CHECK(is_overdue(made, incident.now + 31min));
    incident.now += 40min;
    incident.does(KeepPromise{made.id, "called at 14:40"});
    CHECK(std::get<PromiseMissed>(incident.record.promises[static_cast<std::size_t>(std::stoi(made.id.str().substr(1))) - 1].state).lateness == 10min);
    CHECK(incident.try_command(KeepPromise{made.id, ""}).error().code() == ErrorCode::wrong_state);
    CHECK(incident.try_command(KeepPromise{PromiseId("p1"), ""}).error().message() == "p1 is kept, or missed, by what happens; nobody's word settles it.");
}

TEST_CASE("a new date for the same change keeps the old one on the ledger", "[S4.22]") {
    Resolved incident;
    incident.does(RecordFacts{{fact(Prevention{"disks are watched", "platform", incident.now + 24h})}});
    const FactId first = incident.record.facts.back().fact.id;
    NewFact later = fact(Prevention{"disks are watched", "platform", incident.now + 72h});
    later.replaces = first;
    incident.does(RecordFacts{{later}});
    incident.now += 48h;
    incident.does(KeepPromise{incident.promise(PromiseKind::prevention).id, ""});
    std::vector<std::string> states;
    for (const Promise& promise : incident.record.promises) {
        if (promise.kind == PromiseKind::prevention) states.emplace_back(state_name(promise));
    }
    CHECK(states == std::vector<std::string>{"missed", "kept"});
}

TEST_CASE("what says that it is not over is not written beside \"resolved\": it opens the incident again", "[S2.21]") {
    Resolved incident;
    const NewFact failed = fact(Verification{"100 test payments", false});
    CHECK_THAT(incident.refusal(RecordFacts{{failed}}), Contains("this says that it is not over"));
    CHECK_THAT(incident.refusal(RecordFacts{{fact(Eta{{}, incident.now + 1h, "a guess"})}}), Contains("this says that it is not over"));
    CHECK_THAT(incident.refusal(RetractFact{current_fact<Verification>(incident.record)->fact.id, "a mistake"}), Contains("not over"));
    incident.does(Reopen{"Card payments fail again.", {failed}});
    CHECK(incident.record.status == Status::investigating);
}

TEST_CASE("an old update that a second person lets be said after the end opens nothing again") {
    Incident incident;
    incident.declare();
    const Circumstances circumstances{incident.now, "comms-lead", 1, incident.policy, incident.audiences, {}, {"HON-204"}};
    Publish update;
    update.words = "The cause is the vendor's router.";
    update.status = Status::identified;
    update.because = "told on the phone";
    incident.record = fold(std::move(incident.record), decide(incident.record, update, circumstances).value());
    REQUIRE(incident.record.approvals.size() == 1);
    incident.does(resolve());
    incident.actor = "duty-manager";
    CHECK(incident.try_command(Approve{ApprovalId("a1")}).error().code() == ErrorCode::wrong_state);
    CHECK(incident.record.status == Status::resolved);
}

TEST_CASE("what \"resolved\" rests on is not replaced by something else after the end") {
    Resolved incident;
    const FactId check = current_fact<Verification>(incident.record)->fact.id;
    const NewFact other{Unaffected{"card data", "the log"}, Confidence::confirmed, check};
    CHECK_THAT(incident.refusal(RecordFacts{{other}}), Contains("says that it is not over"));
    incident.does(RecordFacts{{{Verification{"200 test payments", true}, Confidence::confirmed, check}}});
}
