#include "tests/core/incident_builder.hpp"

using namespace candor;
using namespace candor::test;

namespace {

Time at(const char* text) {
    return *parse_rfc3339(text);
}

}  // namespace

TEST_CASE("six hours without a person: 12 updates by mail and 24 on social, all on time", "[S0.5][S2.10][S2.14][S0.27]") {
    Incident incident;
    incident.declare();
    const auto heard = incident.run_until(incident.now + 6h);
    CHECK(heard.at(ChannelKind::email) == 12);
    CHECK(heard.at(ChannelKind::mastodon) == 24);
    for (const Promise& promise : incident.record.promises) CHECK(state_name(promise) != "missed");
}

TEST_CASE("social hears every 15 minutes only where many are affected", "[S1.19][S2.14]") {
    Incident incident;
    incident.declare(ScopeLabel::few);
    CHECK(incident.run_until(incident.now + 1h).at(ChannelKind::mastodon) == 2);
    NewFact wider = fact(Scope{ScopeLabel::many, {}, {}, ""});
    wider.replaces = FactId("f1");
    incident.does(RecordFacts{{wider}});
    incident.run_until(incident.now + 30min);  // the promise that was made is kept; the next one is shorter
    CHECK(incident.run_until(incident.now + 1h).at(ChannelKind::mastodon) == 4);
}

TEST_CASE("an update goes out before its promised minute, and the grid is kept", "[S0.22]") {
    Incident incident;
    incident.declare();
    incident.run_until(incident.now + 31min);
    const PublishedUpdate& update = incident.record.updates.back();
    CHECK(to_rfc3339(update.at) == "2026-11-22T14:29:00.000Z");
    CHECK(*update.update.audiences[0].next == at("2026-11-22T15:00:00Z"));
}

TEST_CASE("a person's update counts, and re-arms every clock") {
    Incident incident;
    incident.declare();
    incident.now = at("2026-11-22T14:07:23Z");
    incident.does(Publish{"We are testing a fix.", {}, {}, {}, {}});
    CHECK(incident.record.clocks.at(ChannelKind::email).due == at("2026-11-22T14:37:00Z"));
    CHECK(incident.record.clocks.at(ChannelKind::mastodon).due == at("2026-11-22T14:22:00Z"));
    CHECK(incident.does(Tick{}).empty());
}

TEST_CASE("missed ticks coalesce into one late update, and the promise is on the ledger as missed", "[S0.3][S0.26]") {
    Incident incident;
    incident.declare();
    incident.now = at("2026-11-22T16:10:00Z");  // the daemon was down for two hours
    const auto events = incident.does(Tick{});
    REQUIRE(events.size() == 2);
    CHECK(std::get<AlarmRaised>(events.back().body).kind == AlarmKind::missed_updates);
    CHECK(incident.does(Tick{}).empty());
    CHECK(incident.record.clocks.at(ChannelKind::email).due == at("2026-11-22T16:40:00Z"));
    const Promise& missed = incident.record.promises.front();
    REQUIRE(std::holds_alternative<PromiseMissed>(missed.state));
    CHECK(std::get<PromiseMissed>(missed.state).lateness == Duration(1h + 40min));
}

TEST_CASE("a promise is kept up to its minute and missed after it", "[S0.26]") {
    Promise promise;
    promise.due = at("2026-11-22T14:30:00Z");
    promise.state = settle(promise, promise.due);
    CHECK(state_name(promise) == "kept");
    promise.state = settle(promise, promise.due + 1ms);
    CHECK(state_name(promise) == "missed");
    CHECK_FALSE(is_overdue(promise, promise.due + 1h));
    promise.state = PromiseOpen{};
    CHECK(is_overdue(promise, promise.due + 1s));
}

TEST_CASE("a cadence of seconds keeps its seconds, with a margin that fits it") {
    Incident incident;
    incident.policy = {1min, {}, 8s};
    incident.declare();
    CHECK(incident.run_until(incident.now + 80s).at(ChannelKind::email) == 10);
    CHECK(incident.record.updates[1].at == at("2026-11-22T14:00:06Z"));
}

TEST_CASE("the same seed gives the same record, byte for byte") {
    const auto run = [] {
        Incident incident;
        incident.declare();
        incident.run_until(incident.now + 6h);
        return incident.events;
    };
    CHECK(run() == run());
}
