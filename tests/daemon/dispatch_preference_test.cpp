// Recipients who want to hear less, or not at night: hours of an incident in virtual time, through the desk and the store.
#include "tests/daemon/newsroom.hpp"

#include "core/incident/fold.hpp"

#include <map>

using namespace candor;
using namespace candor::test;

namespace {

const ChannelId customers("customers");

struct Heard {
    Time at{};
    UpdateKind kind = UpdateKind::first;
};

std::shared_ptr<desk::Setup> mail_only() {
    auto setup = shop_setup();
    setup->channels = {{customers, ChannelKind::email, "en", {}, Impact::none}};
    return setup;
}

// Everybody's mail arrives the moment it may go.
class Postbox {
public:
    Postbox() : room(folder / "candor.db", clock, mail_only()) {
        room.store.sync_recipients(customers, std::vector<store::Recipient>{{"all", "all@example.net"},
                                                                            {"digest", "digest@example.net", "digest"},
                                                                            {"milestones", "milestones@example.net", "milestones"},
                                                                            {"asleep", "asleep@example.net", "every 16:00-18:00"}});
        incident = room.declare();
        deliver();
    }

    // Minute by minute.
    void pass(Duration time) {
        for (const Time end = clock.time + time; clock.time < end;) {
            room.run_until(clock.time + 1min);
            deliver();
        }
    }

    void says(Command command) {
        room.does(incident, std::move(command));
        deliver();
    }

    void deliver() {
        const std::vector<store::Room> rooms{{customers, 100, false}};
        const auto exchange = room.store.exchange({}, rooms, clock.time);
        std::vector<store::Settled> settled;
        for (const store::Claim& claim : exchange.claims) {
            const Outcome outcome{Verdict::delivered, 250, "", {}, ""};
            settled.push_back({claim.key, after_attempt(claim.delivery, outcome, RetrySchedule::for_replaceable(), clock.time, 0), clock.time});
            heard[claim.recipient].push_back({clock.time, kind_of(exchange, claim)});
        }
        next = room.store.exchange(settled, {}, clock.time).next_retry;
    }

    [[nodiscard]] std::size_t count(const std::string& who) { return heard[who].size(); }
    [[nodiscard]] std::vector<UpdateKind> kinds(const std::string& who) {
        std::vector<UpdateKind> kinds;
        for (const Heard& one : heard[who]) kinds.push_back(one.kind);
        return kinds;
    }

    TemporaryFolder folder;
    TestClock clock;  // 14:00 UTC
    Newsroom room;
    IncidentId incident;
    std::map<std::string, std::vector<Heard>> heard;
    std::optional<Time> next;  // when something that is held may go

private:
    UpdateKind kind_of(const store::Exchange& exchange, const store::Claim& claim) {
        for (const store::FanoutInfo& info : exchange.fanouts) {
            if (info.id == claim.fanout) return find_update(room.record(incident), info.update)->update.kind;
        }
        FAIL("a claim without a fan-out");
        return {};
    }
};

Publish correction() {
    Publish command;
    command.words = "Only one kind of card is affected; we had said all.";
    return command;
}

}  // namespace

TEST_CASE("who wants a digest hears once an hour, and of the correction and the end at once", "[S4.4]") {
    Postbox post;
    post.pass(6h);
    // The start at 14:00, then one at each full hour from 15:00 to 20:00.
    REQUIRE(post.count("digest") == 7);
    for (std::size_t i = 0; i < 7; ++i) CHECK(post.heard["digest"][i].at == *parse_rfc3339("2026-11-22T14:00:00Z") + i * 1h);
    CHECK(post.count("all") >= 13);  // every half hour

    post.clock.time += 10min;
    Publish corrects = correction();
    corrects.corrects = post.room.record(post.incident).updates.front().update.id;
    post.says(corrects);
    post.pass(10min);
    post.says(Resolve{"", {{Verification{"50 test payments", true}, Confidence::confirmed, {}}}});
    const auto kinds = post.kinds("digest");
    REQUIRE(kinds.size() == 9);
    CHECK(kinds[7] == UpdateKind::correction);
    CHECK(kinds[8] == UpdateKind::resolution);
    CHECK(post.heard["digest"].back().at == post.clock.time);
}

TEST_CASE("who wants milestones hears the start, corrections, the end and the question after it", "[S4.4]") {
    Postbox post;
    post.pass(3h);
    CHECK(post.kinds("milestones") == std::vector{UpdateKind::first});
    post.says(Resolve{"", {{Verification{"50 test payments", true}, Confidence::confirmed, {}}}});
    post.pass(25h);
    CHECK(post.kinds("milestones") == std::vector{UpdateKind::first, UpdateKind::resolution, UpdateKind::follow_up});
}

TEST_CASE("quiet hours hold what is under way until they are over, and let the end through", "[S4.4]") {
    Postbox post;
    post.pass(119min);
    const std::size_t before = post.count("asleep");
    CHECK(before == post.count("all"));
    post.pass(2h);  // 15:59 to 17:59
    CHECK(post.count("asleep") == before);
    CHECK(post.count("all") > before + 2);
    post.pass(1min);
    // Of all that came meanwhile, the newest.
    REQUIRE(post.count("asleep") == before + 1);
    CHECK(post.heard["asleep"].back().at == *parse_rfc3339("2026-11-22T18:00:00Z"));

    Postbox other;
    other.pass(3h);  // 17:00
    other.says(Resolve{"", {{Verification{"50 test payments", true}, Confidence::confirmed, {}}}});
    CHECK(other.heard["asleep"].back().kind == UpdateKind::resolution);
    CHECK(other.heard["asleep"].back().at == other.clock.time);
}

TEST_CASE("what was left out or held is no failure, and leaves nothing open", "[S4.4][S0.23]") {
    Postbox post;
    post.pass(90min);
    CHECK(post.next.has_value());  // the digest is held, and somebody will wake up for it
    // By hand, only what has failed is tried again: nobody is woken who asked not to be.
    (void)post.room.store.retry_now(post.incident, post.clock.time);
    const std::size_t before = post.count("digest");
    post.deliver();
    CHECK(post.count("digest") == before);
    post.says(Resolve{"", {{Verification{"50 test payments", true}, Confidence::confirmed, {}}}});
    const auto counts = post.room.store.delivery_counts(post.incident).at(0).counts;
    CHECK(counts.failed == 0);
    CHECK(counts.unsettled == 0);
    CHECK(counts.pending == 0);
    std::int64_t heard = 0;
    for (const auto& [who, all] : post.heard) heard += static_cast<std::int64_t>(all.size());
    CHECK(counts.delivered == heard);
    CHECK(post.room.store.reached(post.incident, 5min)->recipients == 4);
}
