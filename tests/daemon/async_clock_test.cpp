#include "daemon/async/io.hpp"
#include "daemon/async/task_group.hpp"
#include "daemon/async/wakeup.hpp"
#include "daemon/clock.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace std::chrono_literals;

namespace {

// A wall clock that is set by hand over a real steady clock.
class SetClock final : public Clock {
public:
    [[nodiscard]] Time now() const override { return wall; }
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override { return std::chrono::steady_clock::now(); }

    Time wall = *parse_rfc3339("2026-11-22T14:00:00Z");
};

Task<> wait_for_alarm(Alarm& alarm, Time due, std::vector<Alarm::Ended>& ended) {
    ended.push_back(co_await alarm.wait_until(due));
}

Task<> pause(Io& io, std::chrono::milliseconds length) {
    Wakeup never(io.executor());
    co_await never.wait_until(std::chrono::steady_clock::now() + length);
}

}  // namespace

TEST_CASE("an alarm waits for the wall clock to reach its time") {
    Io io;
    const SystemClock clock;
    Alarm alarm(io.executor(), clock);
    std::vector<Alarm::Ended> ended;
    const Time due = clock.now() + 30ms;
    io.run(wait_for_alarm(alarm, due, ended));
    CHECK(ended == std::vector{Alarm::Ended::due});
    CHECK(clock.now() >= due);
    CHECK(clock.now() < due + 2s);
}

TEST_CASE("a time that has passed is due at once") {
    Io io;
    const SetClock clock;
    Alarm alarm(io.executor(), clock);
    std::vector<Alarm::Ended> ended;
    io.run(wait_for_alarm(alarm, clock.wall - 1h, ended));
    CHECK(ended == std::vector{Alarm::Ended::due});
}

TEST_CASE("an alarm is woken by a notification, also by one that came before it waited") {
    Io io;
    const SetClock clock;
    Alarm alarm(io.executor(), clock);
    std::vector<Alarm::Ended> ended;
    auto task = [&]() -> Task<> {
        alarm.notify();
        co_await wait_for_alarm(alarm, clock.wall + 1h, ended);
        TaskGroup group(io.executor());
        group.spawn("waits", wait_for_alarm(alarm, clock.wall + 1h, ended));
        co_await pause(io, 5ms);
        alarm.notify();
        co_await group.join();
    };
    io.run(task());
    CHECK(ended == std::vector{Alarm::Ended::notified, Alarm::Ended::notified});
}

TEST_CASE("a wall clock stepped forward makes the alarm due at once; stepped back, it keeps waiting") {
    Io io;
    SetClock clock;
    Alarm alarm(io.executor(), clock);
    std::vector<Alarm::Ended> ended;
    const Time due = clock.wall + 30min;
    auto task = [&]() -> Task<> {
        TaskGroup group(io.executor());
        group.spawn("waits", wait_for_alarm(alarm, due, ended));
        co_await pause(io, 2ms);
        clock.wall -= 1h;
        alarm.clock_was_set();
        co_await pause(io, 5ms);
        CHECK(ended.empty());
        clock.wall = due;
        alarm.clock_was_set();
        co_await group.join();
    };
    io.run(task());
    CHECK(ended == std::vector{Alarm::Ended::due});
}

TEST_CASE("a wall clock that moved without a word is noticed at the next look") {
    Io io;
    SetClock clock;
    Alarm alarm(io.executor(), clock, 10ms);
    std::vector<Alarm::Ended> ended;
    const Time due = clock.wall + 2h;
    auto task = [&]() -> Task<> {
        TaskGroup group(io.executor());
        group.spawn("waits", wait_for_alarm(alarm, due, ended));
        co_await pause(io, 2ms);
        clock.wall = due + 1s;  // suspended for two hours, and nobody told us
        co_await group.join();
    };
    io.run(task());
    CHECK(ended == std::vector{Alarm::Ended::due});
}

TEST_CASE("zones come from the tz database, with summer time") {
    const auto zone = locate_zone("Europe/London");
    REQUIRE(zone.has_value());
    CHECK((*zone)->name() == "Europe/London");
    CHECK(clock_text(*parse_rfc3339("2026-03-29T00:59:59Z"), **zone) == "00:59:59 GMT");
    CHECK(clock_text(*parse_rfc3339("2026-03-29T01:00:00Z"), **zone) == "02:00 BST");
    CHECK(clock_text(*parse_rfc3339("2026-10-25T00:59:00Z"), **zone) == "01:59 BST");
    CHECK(clock_text(*parse_rfc3339("2026-10-25T01:00:00Z"), **zone) == "01:00 GMT");
    const auto unknown = locate_zone("Europe/Nowhere");
    REQUIRE(unknown.has_error());
    CHECK(unknown.error().code() == ErrorCode::invalid_config);
    CHECK(unknown.error().message() == "There is no time zone \"Europe/Nowhere\".");
}
