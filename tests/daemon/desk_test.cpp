#include "tests/daemon/newsroom.hpp"

#include "daemon/meaning_clock.hpp"

using namespace candor;
using namespace candor::test;
using Catch::Contains;

namespace {

// Every event of an incident, and every text of every update, as one string.
std::string everything(Newsroom& room, const IncidentId& id) {
    std::string all;
    for (const PublishedUpdate& published : room.record(id).updates) {
        all += to_rfc3339(published.at) + " " + published.update.id.str() + "\n";
        for (const store::StoredMessage& message : room.store.messages(published.update.id)) {
            all += message.variant + "\n" + message.message.subject + "\n" + message.message.text + "\n" + message.message.html + message.message.json + "\n";
        }
    }
    return all;
}

std::map<ChannelKind, int> heard(const Record& record) {
    std::map<ChannelKind, int> count;
    for (const PublishedUpdate& published : record.updates) {
        for (const Promised& promised : published.update.audiences) ++count[promised.audience];
    }
    return count;
}

// Two clocks of a machine, moved apart by the test, with a desk that works by what is made of them.
class Machine final : public Clock {
public:
    Time wall = *parse_rfc3339("2026-11-22T14:00:00Z");
    std::chrono::steady_clock::time_point uptime{1h};

    [[nodiscard]] Time now() const override { return wall; }
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override { return uptime; }

    void pass(Duration duration) {
        wall += duration;
        uptime += duration;
    }
};

// Lets the machine run for a while, looking every ten seconds, as an alarm does at least. Returns how many updates came.
std::size_t live(Newsroom& room, Machine& machine, Duration duration) {
    std::size_t published = 0;
    for (Duration passed{0}; passed < duration; passed += 10s) {
        machine.pass(10s);
        if (room.desk.next_tick() && *room.desk.next_tick() <= room.desk.now()) published += room.await(room.desk.tick());
    }
    return published;
}

std::size_t missed(const Record& record) {
    return static_cast<std::size_t>(std::count_if(record.promises.begin(), record.promises.end(),
                                                  [](const Promise& promise) { return state_name(promise) == "missed"; }));
}

}  // namespace

TEST_CASE("the first words name what is known, what is not, and each audience's own next time", "[S0.25][S3.2][S2.14]") {
    TemporaryFolder folder;
    TestClock clock;
    Newsroom room(folder / "candor.db", clock);
    const IncidentId id = room.declare();
    const UpdateId first = room.record(id).updates.front().update.id;
    CHECK_THAT(room.text(first, "email/en"), Contains("card payments are declined") && Contains("14:30 UTC"));
    CHECK_THAT(room.text(first, "mastodon/en"), Contains("14:15 UTC"));
    CHECK_THAT(room.store.message(first, "webhook/en")->message.json, Contains("2026-11-22T14:30:00"));
}

TEST_CASE("six hours without a person on the real store: 12 updates by mail, 24 on social, none late", "[S0.5][S2.10][S2.14]") {
    TemporaryFolder folder;
    TestClock clock;
    Newsroom room(folder / "candor.db", clock);
    const IncidentId id = room.declare();
    room.run_until(clock.time + 6h);
    auto count = heard(room.record(id));
    CHECK(count[ChannelKind::email] == 1 + 12);
    CHECK(count[ChannelKind::mastodon] == 1 + 24);
    CHECK(missed(room.record(id)) == 0);
    CHECK_THAT(room.text(room.record(id).updates.back().update.id, "email/en"), Contains("20:30 UTC"));
}

TEST_CASE("the same hours give the same bytes, with a restart in the middle as without") {
    const auto run = [](bool restart) {
        TemporaryFolder folder;
        TestClock clock;
        const Time start = clock.time;
        auto room = std::make_unique<Newsroom>(folder / "candor.db", clock);
        const IncidentId id = room->declare();
        room->run_until(start + 3h + 7min);
        if (restart) {
            const std::uint64_t used = room->record(id).updates.size();
            room.reset();
            room = std::make_unique<Newsroom>(folder / "candor.db", clock);
            for (std::uint64_t i = 0; i < used + 1; ++i) (void)room->desk.new_id();  // the random source goes on where it was
        }
        room->run_until(start + 6h);
        return everything(*room, id);
    };
    const std::string without = run(false);
    CHECK(without.size() > 10'000);
    CHECK(run(false) == without);
    CHECK(run(true) == without);
}

TEST_CASE("a daemon that was down publishes one late update that says so, and what was promised", "[S0.3][S0.26][S4.1]") {
    TemporaryFolder folder;
    TestClock clock;
    auto room = std::make_unique<Newsroom>(folder / "candor.db", clock);
    const IncidentId id = room->declare();
    room.reset();
    clock.time += 2h + 10min;
    room = std::make_unique<Newsroom>(folder / "candor.db", clock);
    CHECK(room->await(room->desk.tick()) == 1);
    CHECK(room->await(room->desk.tick()) == 0);
    const Record record = room->record(id);
    CHECK(record.updates.size() == 2);
    CHECK(missed(record) == 3);
    CHECK_THAT(room->text(record.updates.back().update.id, "email/en"), Contains("late") && Contains("14:30 UTC") && Contains("16:40 UTC"));
    CHECK_THAT(room->text(record.updates.back().update.id, "mastodon/en"), Contains("14:15 UTC"));
}

TEST_CASE("nothing is known beyond what was committed: a refused commit says nothing") {
    TemporaryFolder folder;
    TestClock clock;
    Newsroom room(folder / "candor.db", clock);
    const IncidentId id = room.declare();
    {
        Newsroom other(folder / "candor.db", clock);
        other.does(id, RecordFacts{{{Action{"restarting the payment workers", false}, Confidence::confirmed, {}}}});
    }
    auto refused = room.await(room.desk.execute(id, Publish{"We are testing a fix.", {}, {}, {}, {}}, "comms-lead"));
    REQUIRE(refused.has_error());
    CHECK(refused.error().code() == ErrorCode::conflict);
    CHECK(room.record(id).updates.size() == 1);
}

TEST_CASE("a preview says what would be said and changes nothing", "[S3.13]") {
    TemporaryFolder folder;
    TestClock clock;
    Newsroom room(folder / "candor.db", clock);
    const IncidentId id = room.declare();
    const std::int64_t version = room.record(id).version;
    auto preview = room.await(room.desk.preview(id, Publish{"We are testing a fix.", {}, {}, {}, {}}, "comms-lead"));
    REQUIRE(preview.has_value());
    REQUIRE(preview->variants.size() == 4);
    for (const desk::RenderedFor& variant : preview->variants) CHECK_THAT(variant.rendered.message.text, Contains("We are testing a fix."));
    CHECK(room.record(id).version == version);
}

TEST_CASE("incidents are found by id and by a unique beginning of it") {
    TemporaryFolder folder;
    TestClock clock;
    Newsroom room(folder / "candor.db", clock);
    const IncidentId id = room.declare();
    CHECK(room.await(room.desk.find(id.str().substr(0, 11))).has_value());
    CHECK(room.await(room.desk.find("zz")).error().code() == ErrorCode::not_found);
    CHECK(room.await(room.desk.find("vwxzv")).error().code() == ErrorCode::not_found);
}

TEST_CASE("a channel hears only of its components and impact", "[S1.22]") {
    TemporaryFolder folder;
    TestClock clock;
    auto setup = shop_setup();
    setup->channels[0].components = {ComponentId("search")};
    setup->channels[2].min_impact = Impact::critical;
    Newsroom room(folder / "candor.db", clock, setup);
    const IncidentId id = room.declare();
    const auto& audiences = room.record(id).updates.front().update.audiences;
    REQUIRE(audiences.size() == 1);
    CHECK(audiences[0].audience == ChannelKind::mastodon);
    room.does(id, Publish{"", {}, {}, Impact::critical, {}});
    CHECK(room.record(id).updates.back().update.audiences.size() == 2);
}

TEST_CASE("everyone who was told anything hears the end; then the clock is silent until it is time to ask", "[S0.16]") {
    TemporaryFolder folder;
    TestClock clock;
    Newsroom room(folder / "candor.db", clock);
    const IncidentId id = room.declare();
    clock.time += 5min;
    room.does(id, Resolve{"", {{Verification{"50 test payments", true}, Confidence::confirmed, {}}}});
    CHECK(room.desk.next_tick() == clock.time + 24h - room.desk.setup().cadence.margin);
    CHECK(room.desk.open().empty());
    REQUIRE(room.desk.recent().size() == 1);
    CHECK(room.record(id).updates.back().update.audiences.size() == 3);
    CHECK_THAT(room.text(room.record(id).updates.back().update.id, "email/en"), Contains("50 test payments"));
}

TEST_CASE("the question after the end is asked once, at the promised minute, with a restart in between, too", "[S0.28]") {
    TemporaryFolder folder;
    TestClock clock;
    IncidentId id;
    {
        Newsroom room(folder / "candor.db", clock);
        id = room.declare();
        clock.time += 5min;
        room.does(id, Resolve{"", {{Verification{"50 test payments", true}, Confidence::confirmed, {}}}});
    }
    const Time due = clock.time + 24h;
    clock.time += 2h;
    Newsroom again(folder / "candor.db", clock);
    again.random = 1000;
    CHECK(again.desk.open().empty());
    CHECK(again.desk.recent().size() == 1);
    CHECK(again.run_until(due) == 1);
    const PublishedUpdate& asked = again.record(id).updates.back();
    CHECK(asked.update.kind == UpdateKind::follow_up);
    CHECK(asked.at <= due);
    CHECK(asked.update.channels.size() == 3);
    CHECK_THAT(again.text(asked.update.id, "email/en"), Contains("Is it over for you, too?"));
    CHECK(again.run_until(due + 1000h) == 0);
    CHECK_FALSE(again.desk.next_tick().has_value());
}

TEST_CASE("a question after the end that comes late says by how much", "[S0.26]") {
    TemporaryFolder folder;
    TestClock clock;
    Newsroom room(folder / "candor.db", clock);
    const IncidentId id = room.declare();
    room.does(id, Resolve{"", {{Verification{"50 test payments", true}, Confidence::confirmed, {}}}});
    clock.time += 27h;
    CHECK(room.await(room.desk.tick()) == 1);
    CHECK_THAT(room.text(room.record(id).updates.back().update.id, "email/en"), Contains("This update is 3 hours late"));
}

TEST_CASE("an incident is not closed while a delivery is under way", "[S0.23]") {
    TemporaryFolder folder;
    TestClock clock;
    Newsroom room(folder / "candor.db", clock);
    room.store.sync_recipients(ChannelId("customers"), std::vector<store::Recipient>{{"shop", "shop@example.org"}});
    const IncidentId id = room.declare();
    room.does(id, Resolve{"", {{Verification{"50 test payments", true}, Confidence::confirmed, {}}}});
    const auto refused = room.await(room.desk.execute(id, Close{}, "comms-lead"));
    REQUIRE(refused.has_error());
    CHECK_THAT(refused.error().message(), Contains("deliveries are still under way"));
}

TEST_CASE("across the ends of summer time no update is doubled or missing") {
    for (const char* start : {"2026-10-24T12:00:00Z", "2027-03-27T12:00:00Z"}) {
        TemporaryFolder folder;
        TestClock clock;
        clock.time = *parse_rfc3339(start);
        auto setup = shop_setup();
        auto zone = locate_zone("Europe/London");
        REQUIRE(zone.has_value());
        setup->zone = std::move(*zone);
        Newsroom room(folder / "candor.db", clock, setup);
        const IncidentId id = room.declare();
        room.run_until(clock.time + 24h);
        auto count = heard(room.record(id));
        CHECK(count[ChannelKind::email] == 1 + 48);
        CHECK(count[ChannelKind::mastodon] == 1 + 96);
        CHECK(missed(room.record(id)) == 0);
    }
}

TEST_CASE("a wall clock set an hour forward brings one update at once, not many", "[S0.3]") {
    TemporaryFolder folder;
    Machine machine;
    MeaningClock clock(machine);
    Newsroom room(folder / "candor.db", clock);
    const IncidentId id = room.declare();
    live(room, machine, 5min);
    machine.wall += 1h;
    CHECK(live(room, machine, 10s) == 1);
    CHECK(live(room, machine, 10s) == 0);
    CHECK_THAT(room.text(room.record(id).updates.back().update.id, "email/en"), Contains("late"));
}

TEST_CASE("a wall clock set an hour back neither stretches the cadence nor turns time around") {
    TemporaryFolder folder;
    Machine machine;
    MeaningClock clock(machine);
    Newsroom room(folder / "candor.db", clock);
    const IncidentId id = room.declare();
    live(room, machine, 20min);
    machine.wall -= 1h;
    const auto before = room.record(id).updates.size();
    live(room, machine, 2h);
    const Record record = room.record(id);
    CHECK(record.updates.size() == before + 8);  // every quarter of an hour, by the machine's uptime
    CHECK(missed(record) == 0);
    for (std::size_t i = 1; i < record.updates.size(); ++i) {
        CHECK(record.updates[i].at > record.updates[i - 1].at);
        CHECK(record.updates[i].at - record.updates[i - 1].at <= 15min + 60s);
    }
}

TEST_CASE("a machine that slept for two hours wakes to one late update that says so") {
    TemporaryFolder folder;
    Machine machine;
    MeaningClock clock(machine);
    Newsroom room(folder / "candor.db", clock);
    const IncidentId id = room.declare();
    live(room, machine, 5min);
    machine.wall += 2h;  // the steady clock does not count sleep
    CHECK(live(room, machine, 10s) == 1);
    CHECK_THAT(room.text(room.record(id).updates.back().update.id, "email/en"), Contains("late") && Contains("14:30 UTC"));
    CHECK(live(room, machine, 15min) >= 1);
}

TEST_CASE("words that the record does not support are refused, and the clock says what the facts say on time", "[S2.6][S2.9][S1.11]") {
    TemporaryFolder folder;
    TestClock clock;
    Newsroom room(folder / "candor.db", clock);
    const IncidentId id = room.declare();
    const auto refused = room.await(room.desk.execute(id, Publish{"We'll have this resolved shortly.", {}, {}, {}, {}}, "comms-lead"));
    REQUIRE(refused.has_error());
    CHECK(refused.error().code() == ErrorCode::blocked_by_rule);
    CHECK_THAT(refused.error().message(), Contains("HON-101"));
    CHECK_FALSE(refused.error().mend().empty());
    CHECK(room.record(id).updates.size() == 1);
    room.run_until(clock.time + 30min);
    CHECK(heard(room.record(id))[ChannelKind::email] == 2);
    CHECK(missed(room.record(id)) == 0);
    CHECK_THAT(room.text(room.record(id).updates.back().update.id, "email/en"), !Contains("shortly"));
}

TEST_CASE("the same words are refused by one record and said by another", "[S2.6]") {
    TemporaryFolder folder;
    TestClock clock;
    Newsroom room(folder / "candor.db", clock);
    const IncidentId id = room.declare();
    const Publish words{"Service will be restored by 15:30 UTC.", {}, {}, {}, {}};
    CHECK(room.await(room.desk.execute(id, words, "comms-lead")).has_error());
    room.does(id, RecordFacts{{{Eta{{}, *parse_rfc3339("2026-11-22T15:30:00Z"), "the certificate is being replaced; it takes an hour"}, Confidence::confirmed, {}}}});
    CHECK(room.await(room.desk.execute(id, words, "comms-lead")).has_value());
}

TEST_CASE("an incident that no channel hears of is kept up to date on the page") {
    TemporaryFolder folder;
    TestClock clock;
    auto setup = shop_setup();
    setup->channels.clear();
    Newsroom room(folder / "candor.db", clock, setup);
    const IncidentId id = room.declare();
    CHECK(room.run_until(clock.time + 1h) == 2);
    CHECK_THAT(room.text(room.record(id).updates.back().update.id, "page/en"), Contains("15:30 UTC"));
}
