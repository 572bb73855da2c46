#include "daemon/async/io.hpp"
#include "daemon/async/worker_thread.hpp"
#include "daemon/async/task_group.hpp"
#include "daemon/async/wakeup.hpp"

#include <catch2/catch.hpp>
#include <future>
#include <string>
#include <thread>
#include <vector>

using namespace candor;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace {

Task<> fail(std::string reason) {
    throw std::runtime_error(reason);
    co_return;
}

Task<> wait_for(Wakeup& wakeup, int& done) {
    co_await wakeup.wait();
    ++done;
}

}  // namespace

TEST_CASE("what a job returns comes back to the I/O thread, move-only results as well") {
    Io io;
    WorkerThread database{"database"};
    std::unique_ptr<std::string> got;
    std::thread::id there;
    std::thread::id back;
    auto task = [&]() -> Task<> {
        const auto long_enough_for_the_heap = std::string(100, 'x');
        auto job = [&there, text = long_enough_for_the_heap] {
            there = std::this_thread::get_id();
            return std::make_unique<std::string>(text + "!");
        };
        got = co_await database.run(std::move(job));
        back = std::this_thread::get_id();
    };
    io.run(task());
    REQUIRE(got != nullptr);
    CHECK(*got == std::string(100, 'x') + "!");
    CHECK(back == std::this_thread::get_id());
    CHECK(there != back);
    CHECK(database.crossings() == 1);
}

TEST_CASE("a result that cannot be made empty crosses too, and so does nothing at all") {
    struct NoDefault {
        explicit NoDefault(int v) : value(v) {}
        int value;
    };
    Io io;
    WorkerThread database{"database"};
    int got = 0;
    bool ran = false;
    auto task = [&]() -> Task<> {
        co_await database.run([&ran] { ran = true; });
        got = (co_await database.run([] { return NoDefault(7); })).value;
    };
    io.run(task());
    CHECK(ran);
    CHECK(got == 7);
}

TEST_CASE("what a job throws is thrown where it was awaited") {
    Io io;
    WorkerThread database{"database"};
    std::string reason;
    auto task = [&]() -> Task<> {
        try {
            co_await database.run([]() -> int { throw std::runtime_error("disk full"); });
        } catch (const std::runtime_error& error) {
            reason = error.what();
        }
    };
    io.run(task());
    CHECK(reason == "disk full");
    CHECK(database.crossings() == 1);
}

TEST_CASE("jobs run in the order in which they were given") {
    Io io;
    WorkerThread database{"database"};
    std::vector<int> order;  // written on the database thread only, read after it came back
    auto one = [&](int number) -> Task<> { co_await database.run([&order, number] { order.push_back(number); }); };
    auto task = [&]() -> Task<> {
        TaskGroup group(io.executor());
        for (int i = 0; i < 500; ++i) group.spawn("job", one(i));
        co_await group.join();
    };
    io.run(task());
    REQUIRE(order.size() == 500);
    CHECK(std::is_sorted(order.begin(), order.end()));
}

TEST_CASE("what is queued when the database thread ends is still done") {
    int done = 0;
    {
        Io io;
        WorkerThread database{"database"};
        TaskGroup group(io.executor());
        auto slow = [&]() -> Task<> {
            co_await database.run([&done] {
                std::promise<void> pause;
                pause.get_future().wait_for(2ms);
                ++done;
            });
        };
        for (int i = 0; i < 5; ++i) group.spawn("job", slow());
        io.context().poll();  // they are on their way; nobody waits for them
    }
    CHECK(done == 5);
}

TEST_CASE("the owner of a group learns of a failure while the others still run, and of every one") {
    Io io;
    int done = 0;
    std::vector<std::string> reasons;
    auto task = [&]() -> Task<> {
        Wakeup release(io.executor());
        TaskGroup group(io.executor());
        group.spawn("waits", wait_for(release, done));
        group.spawn("fails", fail("first"));
        group.spawn("fails", fail("second"));
        for (bool over = false; !over;) {
            try {
                co_await group.join();
                over = true;
            } catch (const std::runtime_error& error) {
                reasons.push_back(error.what());
                if (reasons.size() == 1) CHECK(done == 0);
                release.notify();
            }
        }
        CHECK(group.running() == 0);
    };
    io.run(task());
    CHECK(reasons == std::vector<std::string>{"first", "second"});
    CHECK(done == 1);
}

TEST_CASE("a closed group starts nothing more and lets what runs end") {
    Io io;
    int done = 0;
    auto task = [&]() -> Task<> {
        Wakeup release(io.executor());
        TaskGroup group(io.executor());
        CHECK(group.spawn("waits", wait_for(release, done)));
        group.close();
        CHECK_FALSE(group.spawn("too late", fail("never started")));
        CHECK(group.running() == 1);
        release.notify();
        co_await group.join();
    };
    io.run(task());
    CHECK(done == 1);
}

TEST_CASE("an owner who waits for something else than the group is told of a failure") {
    Io io;
    std::string reason;
    auto task = [&]() -> Task<> {
        Wakeup wakeup(io.executor());
        TaskGroup group(io.executor(), [&wakeup] { wakeup.notify(); });
        group.spawn("fails", fail("broken"));
        co_await wakeup.wait();
        try {
            group.rethrow_failure();
        } catch (const std::runtime_error& failure) {
            reason = failure.what();
        }
        group.rethrow_failure();  // seen by now
    };
    io.run(task());
    CHECK(reason == "broken");
}

TEST_CASE("the main task's own failure reaches whoever runs the loop") {
    Io io;
    CHECK_THROWS_WITH(io.run(fail("cannot start")), "cannot start");
}

TEST_CASE("a notification before the wait is not lost, and many are one") {
    Io io;
    std::vector<bool> woken;
    auto task = [&]() -> Task<> {
        Wakeup wakeup(io.executor());
        wakeup.notify();
        wakeup.notify();
        woken.push_back(co_await wakeup.wait_until(steady_clock::now() + 1h));
        woken.push_back(co_await wakeup.wait_until(steady_clock::now() + 5ms));
    };
    io.run(task());
    CHECK(woken == std::vector<bool>{true, false});
}

TEST_CASE("a notification ends a wait that has begun, and a second waiter is refused") {
    Io io;
    int done = 0;
    auto task = [&]() -> Task<> {
        Wakeup wakeup(io.executor());
        TaskGroup group(io.executor());
        group.spawn("waits", wait_for(wakeup, done));
        group.spawn("waits too", wait_for(wakeup, done));
        try {
            co_await group.join();
            FAIL("two waiters were let in");
        } catch (const std::logic_error&) {
            wakeup.notify();
        }
        co_await group.join();
    };
    io.run(task());
    CHECK(done == 1);
}

TEST_CASE("a notification at the moment of the deadline is kept for the next wait or ends this one, never lost") {
    Io io;
    int seen = 0;
    auto task = [&]() -> Task<> {
        Wakeup wakeup(io.executor());
        for (int i = 0; i < 200; ++i) {
            auto poke = [&]() -> Task<> {
                wakeup.notify();
                co_return;
            };
            TaskGroup group(io.executor());
            group.spawn("poke", poke());
            const bool in_time = co_await wakeup.wait_until(steady_clock::now());
            co_await group.join();
            if (in_time || co_await wakeup.wait_until(steady_clock::now() + 1s)) ++seen;
        }
    };
    io.run(task());
    CHECK(seen == 200);
}
