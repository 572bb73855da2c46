#include "tests/daemon/newsroom.hpp"

#include "daemon/dispatch/dispatcher.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdlib>
#include <deque>
#include <set>

using namespace candor;
using namespace candor::test;
using namespace candor::dispatch;

namespace {

// A way out that the test answers: by recipient, one verdict after the other, then delivered. A host named "hang..." does
// not answer until it is told to.
class ScriptedChannel final : public delivery::Channel {
public:
    explicit ScriptedChannel(asio::any_io_executor executor) : hanging_(executor) {}

    std::map<std::string, std::deque<Verdict>> script;
    std::vector<delivery::Envelope> seen;
    std::size_t most_at_once = 0;
    std::chrono::milliseconds takes{0};
    std::function<void()> at_attempt;

    Task<Outcome> attempt(std::shared_ptr<const delivery::Envelope> envelope) override {
        seen.push_back(*envelope);
        most_at_once = std::max(most_at_once, ++at_once_);
        if (at_attempt) at_attempt();
        if (envelope->address.starts_with("hang")) co_await hanging_.wait();
        else if (takes > 0ms) co_await asio::steady_timer(co_await asio::this_coro::executor, takes).async_wait(asio::use_awaitable);
        else co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
        --at_once_;
        auto& verdicts = script[envelope->recipient];
        if (verdicts.empty()) co_return Outcome{Verdict::delivered, 200, "", {}, "ref-" + envelope->recipient};
        const Verdict verdict = verdicts.front();
        verdicts.pop_front();
        co_return Outcome{verdict, verdict == Verdict::transient ? 0 : 500, "as scripted", {}, ""};
    }
    [[nodiscard]] std::string host_of(const std::string& address) const override { return address.substr(0, address.find('/')); }
    [[nodiscard]] bool idempotent() const override { return true; }

    void release() { hanging_.notify(); }

    std::map<std::string, std::vector<DeliveryId>> by_recipient() const {
        std::map<std::string, std::vector<DeliveryId>> ids;
        for (const auto& envelope : seen) ids[envelope.recipient].push_back(envelope.id);
        return ids;
    }

private:
    std::size_t at_once_ = 0;
    Wakeup hanging_;
};

const ChannelId partners("partners");

class Post {
public:
    Post() : room(folder / "candor.db", clock, setup()), channel(std::make_shared<ScriptedChannel>(room.io.executor())) { settings.in_flight = 16; }

    static std::shared_ptr<desk::Setup> setup() {
        auto only_webhook = shop_setup();
        only_webhook->channels = {{partners, ChannelKind::webhook, "en", {}, Impact::none}};
        return only_webhook;
    }

    // Runs a dispatcher until nothing is left to do now; what hangs, hangs until then.
    Counters run() {
        std::vector<Outlet> outlets;
        outlets.push_back({partners, channel, 4, true});
        Dispatcher dispatcher(room.io.executor(), {room.store, room.thread, clock, [] { return std::uint64_t{1000}; }}, settings, std::move(outlets));
        at_work = &dispatcher;
        dispatcher.hold(held);
        // Time passes while something waits for it.
        auto stop_when_idle = [](Post& post, Dispatcher& running) -> Task<> {
            for (int idle = 0; idle < 3;) {
                asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
                co_await timer.async_wait(asio::use_awaitable);
                idle = running.idle() ? idle + 1 : 0;
                if (post.time_passes) post.clock.time += 10ms;
            }
            if (post.while_hanging) {
                co_await post.while_hanging();
                running.wake();
                while (!running.idle()) {
                    asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
                    co_await timer.async_wait(asio::use_awaitable);
                }
                post.channel->release();
                while (running.counters().delivered < post.to_deliver) {
                    asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
                    co_await timer.async_wait(asio::use_awaitable);
                    post.channel->release();
                }
            }
            running.close(1s);
            post.channel->release();
        };
        TaskGroup group(room.io.executor());
        group.spawn("idle", stop_when_idle(*this, dispatcher));
        room.await(dispatcher.run());
        return dispatcher.counters();
    }

    void recipients(std::initializer_list<std::pair<std::string, std::string>> list) {
        std::vector<store::Recipient> all;
        for (const auto& [name, address] : list) all.push_back({name, address});
        room.store.sync_recipients(partners, all);
    }

    store::DeliveryCounts counts() {
        const auto channels = room.store.delivery_counts(incident);
        return channels.empty() ? store::DeliveryCounts{} : channels[0].counts;
    }

    TemporaryFolder folder;
    TestClock clock;
    Newsroom room;
    std::shared_ptr<ScriptedChannel> channel;
    Settings settings;
    IncidentId incident;
    bool time_passes = false;
    std::function<Task<>()> while_hanging;
    std::uint64_t to_deliver = 2;  // before what hangs is over
    bool held = false;
    Dispatcher* at_work = nullptr;  // while run() runs
};

}  // namespace

TEST_CASE("every recipient gets the update once, in batches, each commit for many", "[S0.23]") {
    Post post;
    std::vector<store::Recipient> many;
    for (int i = 0; i < 5000; ++i) many.push_back({"r" + std::to_string(i), "host" + std::to_string(i % 50) + "/x"});
    post.room.store.sync_recipients(partners, many);
    post.settings.in_flight = 256;
    post.incident = post.room.declare();
    const Counters counters = post.run();
    CHECK(post.channel->by_recipient().size() == 5000);
    CHECK(post.channel->seen.size() == 5000);
    CHECK(post.counts().delivered == 5000);
    CHECK(post.counts().unsettled == 0);
    CHECK(counters.exchanges < 100);
    CHECK(post.channel->most_at_once <= 256);
}

TEST_CASE("texts that were forgotten are read again, and no claim loses its own while it is read") {
    Post post;
    std::vector<store::Recipient> many;
    for (int i = 0; i < 200; ++i) many.push_back({"r" + std::to_string(i), "host" + std::to_string(i % 20) + "/x"});
    post.room.store.sync_recipients(partners, many);
    post.settings.remembered = 1;
    post.channel->takes = 1ms;  // attempts end while texts are read
    for (int i = 0; i < 20; ++i) post.incident = post.room.declare();
    post.run();
    CHECK(post.channel->seen.size() == 4000);
    CHECK(post.counts().delivered == 200);
}

TEST_CASE("a failed attempt is tried again when it is due, under the same id, and a later update names the earlier one") {
    Post post;
    post.recipients({{"a", "h1/a"}, {"b", "h2/b"}});
    post.channel->script["a"] = {Verdict::transient, Verdict::ambiguous};
    post.incident = post.room.declare();
    post.run();
    CHECK(post.counts().delivered == 1);
    post.clock.time += 10s;
    post.run();
    post.clock.time += 1min;
    post.run();
    CHECK(post.counts().delivered == 2);
    const auto ids = post.channel->by_recipient().at("a");
    REQUIRE(ids.size() == 3);
    CHECK((ids[0] == ids[1] && ids[1] == ids[2]));
    CHECK(ids[0] != post.channel->by_recipient().at("b")[0]);
    post.room.does(post.incident, candor::Publish{"We are testing a fix.", {}, {}, {}, {}});
    post.run();
    CHECK(post.channel->seen.back().thread.size() == 1);
    CHECK(post.channel->seen.back().reply_to_ref.starts_with("ref-"));
}

TEST_CASE("a host that hangs holds only its own deliveries", "[S2.11]") {
    Post post;
    std::vector<store::Recipient> mixed;
    for (int i = 0; i < 400; ++i) mixed.push_back({"r" + std::to_string(i), (i % 2 == 0 ? "hang/x" : "good" + std::to_string(i % 7) + "/x")});
    post.room.store.sync_recipients(partners, mixed);
    post.time_passes = true;
    post.incident = post.room.declare();
    post.run();
    CHECK(post.counts().delivered >= 200);
    std::set<std::string> good;
    for (const auto& envelope : post.channel->seen) {
        if (!envelope.address.starts_with("hang")) good.insert(envelope.recipient);
    }
    CHECK(good.size() == 200);
}

TEST_CASE("a host that fails again and again is probed, not hammered") {
    Post post;
    std::vector<store::Recipient> dead;
    for (int i = 0; i < 200; ++i) {
        dead.push_back({"r" + std::to_string(i), "dead/x"});
        post.channel->script["r" + std::to_string(i)] = std::deque<Verdict>(10, Verdict::transient);
    }
    post.room.store.sync_recipients(partners, dead);
    post.incident = post.room.declare();
    post.run();
    CHECK(post.channel->seen.size() <= 8);
    CHECK(post.counts().unsettled == 200);
    store::DeliveryFilter all;
    all.limit = 500;
    for (const store::DeliveryRow& row : post.room.store.deliveries(post.incident, all)) {
        CHECK(row.delivery.state == DeliveryState::retrying);
        CHECK(row.delivery.attempts <= 1);
    }
}

TEST_CASE("two updates to one recipient never overtake each other") {
    Post post;
    post.recipients({{"a", "hang/a"}, {"b", "h2/b"}});
    post.incident = post.room.declare();
    post.room.does(post.incident, candor::Publish{"We are testing a fix.", {}, {}, {}, {}});
    post.run();
    std::vector<UpdateId> order;
    for (const auto& envelope : post.channel->seen) {
        if (envelope.recipient == "a") order.push_back(envelope.update);
    }
    REQUIRE(order.size() == 1);  // the first was replaced before it was claimed
    CHECK(order[0] == post.room.record(post.incident).updates.back().update.id);
}

TEST_CASE("an update that is claimed while the first is under way still replies to it") {
    Post post;
    post.recipients({{"a", "hang/a"}});
    post.incident = post.room.declare();
    // The second update is published while the first hangs: it is claimed, and waits for it.
    post.while_hanging = [&post]() -> Task<> {
        // Named, then moved: g++ 12 destroys aggregate temporaries of a co_await twice.
        Command command = candor::Publish{"We are testing a fix.", {}, {}, {}, {}};
        Task<Result<desk::Done>> task = post.room.desk.execute(post.incident, std::move(command), "comms-lead");
        const auto done = co_await std::move(task);
        CHECK(done.has_value());
    };
    post.run();
    REQUIRE(post.channel->seen.size() == 2);
    CHECK(post.channel->seen[0].reply_to_ref.empty());
    CHECK(post.channel->seen[1].reply_to_ref == "ref-a");
}

TEST_CASE("what a host's last failure puts back is stored with it, and not only when something else happens") {
    Post post;
    post.settings.hosts.failures = 1;
    post.to_deliver = 0;
    post.recipients({{"a", "hang/a"}});
    post.channel->script["a"] = {Verdict::transient};
    post.incident = post.room.declare();
    bool stored = false;
    // The second update waits for the first, whose failure closes the host to both.
    post.while_hanging = [&post, &stored]() -> Task<> {
        Command command = candor::Publish{"We are testing a fix.", {}, {}, {}, {}};
        Task<Result<desk::Done>> task = post.room.desk.execute(post.incident, std::move(command), "comms-lead");
        const auto done = co_await std::move(task);
        CHECK(done.has_value());
        post.at_work->wake();
        for (int wait = 0; wait < 5000 && !stored; ++wait) {
            asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
            co_await timer.async_wait(asio::use_awaitable);
            if (!post.at_work->idle()) continue;
            if (post.at_work->counters().in_flight > 0) post.channel->release();
            else stored = true;
        }
    };
    post.run();
    CHECK(stored);
    CHECK(post.channel->seen.size() == 1);
}

TEST_CASE("while it is held nothing is sent, and afterwards everything is") {
    Post post;
    post.recipients({{"a", "h1/a"}, {"b", "h2/b"}});
    post.incident = post.room.declare();
    post.held = true;
    CHECK(post.run().attempts == 0);
    CHECK(post.channel->seen.empty());
    post.held = false;
    post.run();
    CHECK(post.counts().delivered == 2);
}

TEST_CASE("what is under way when it is held ends, what was claimed goes back, and nobody hears twice") {
    Post post;
    post.recipients({{"a", "h1/x"}, {"b", "h2/x"}, {"c", "h3/x"}, {"d", "h4/x"}, {"e", "h5/x"}, {"f", "h6/x"}});
    post.settings.in_flight = 3;
    post.incident = post.room.declare();
    post.channel->at_attempt = [&post] { post.at_work->hold(true); };
    const std::uint64_t before = post.run().delivered;
    CHECK(before >= 1);
    CHECK(before <= 3);
    CHECK(post.counts().delivered == static_cast<std::int64_t>(before));
    post.channel->at_attempt = nullptr;
    post.run();
    CHECK(post.counts().delivered == 6);
    CHECK(post.channel->by_recipient().size() == 6);
    CHECK(post.channel->seen.size() == 6);
}

TEST_CASE("while it stops nothing begins, and what has ended is stored before what hangs is over") {
    Post post;
    post.recipients({{"a", "hang/a"}, {"b", "h2/b"}});
    post.incident = post.room.declare();
    bool stored = false;
    post.while_hanging = [&post, &stored]() -> Task<> {
        post.channel->at_attempt = [&post] { post.at_work->close(1min); };
        Command command = candor::Publish{"We are testing a fix.", {}, {}, {}, {}};
        Task<Result<desk::Done>> task = post.room.desk.execute(post.incident, std::move(command), "comms-lead");
        const auto done = co_await std::move(task);
        CHECK(done.has_value());
        post.at_work->wake();
        for (int wait = 0; wait < 5000 && !stored; ++wait) {
            asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
            co_await timer.async_wait(asio::use_awaitable);
            stored = post.counts().delivered == 2;  // both to b, while a hangs
        }
        post.channel->at_attempt = nullptr;
    };
    post.run();
    CHECK(stored);
    CHECK(post.counts().delivered == 3);
    CHECK(post.channel->by_recipient().at("a").size() == 1);
}

TEST_CASE("a text that was altered in the database is never sent", "[S0.4]") {
    Post post;
    post.recipients({{"a", "h1/a"}});
    post.incident = post.room.declare();
    {
        // A second connection, as a careless hand would.
        const std::string command = "sqlite3 '" + (post.folder / "candor.db").string() + "' \"UPDATE message SET json = replace(json, 'declined', 'accepted')\"";
        REQUIRE(std::system(command.c_str()) == 0);
    }
    post.run();
    CHECK(post.channel->seen.empty());
    CHECK(post.counts().failed == 1);
}

TEST_CASE("one who asked to be left alone hears nothing more") {
    Post post;
    post.recipients({{"a", "h1/a"}, {"b", "h2/b"}});
    post.channel->script["a"] = {Verdict::gone};
    post.incident = post.room.declare();
    post.run();
    post.room.does(post.incident, candor::Publish{"We are testing a fix.", {}, {}, {}, {}});
    post.run();
    CHECK(post.channel->by_recipient().at("a").size() == 1);
    CHECK(post.channel->by_recipient().at("b").size() == 2);
}

TEST_CASE("what was claimed before somebody asked to be left alone is not sent to them either", "[I11]") {
    Post post;
    post.recipients({{"a", "h1/a"}});
    post.settings.in_flight = 1;  // one after the other, claimed together
    post.channel->script["a"] = {Verdict::gone};
    post.incident = post.room.declare();
    const IncidentId another = post.room.declare();
    post.run();
    CHECK(post.channel->seen.size() == 1);
    CHECK(post.counts().gone == 1);
    post.incident = another;
    CHECK(post.counts().gone == 1);
    CHECK(post.counts().unsettled == 0);
}

TEST_CASE("a channel that a reload replaces lives as long as its attempts") {
    Post post;
    post.recipients({{"a", "hang/a"}});
    post.incident = post.room.declare();
    const std::weak_ptr<ScriptedChannel> before = post.channel;
    bool was_there = false;
    post.while_hanging = [&]() -> Task<> {
        post.channel = std::make_shared<ScriptedChannel>(post.room.io.executor());
        post.channel->at_attempt = [&] {  // of the other incident, in the same lane
            if (const auto old = before.lock()) {
                was_there = true;
                old->release();
            }
        };
        std::vector<Outlet> outlets;
        outlets.push_back({partners, post.channel, 4, true});
        post.at_work->adopt(post.settings, std::move(outlets));
        const IncidentId another = post.room.desk.new_id();
        Command command = Declare{another, "Vouchers fail", {ComponentId("checkout")}, Impact::major, Origin::staff, "comms-lead", "",
                                  {{Scope{ScopeLabel::many, {}, {}, ""}, Confidence::confirmed, {}}, {Symptom{"vouchers are refused"}, Confidence::confirmed, {}}}};
        Task<Result<desk::Done>> task = post.room.desk.execute(another, std::move(command), "comms-lead");
        const auto done = co_await std::move(task);
        CHECK(done.has_value());
    };
    post.run();
    CHECK(was_there);
    CHECK(before.expired());
}
