// Time that passes when the simulation says so, and a database thread that is none.
//
// Every wait of the daemon ends in a Wakeup, and every look at the database in a WorkerThread. virtual_time.cpp has both once
// more, and is linked in their place (daemon/async/wakeup.cpp, worker_thread.cpp): what waits and what crosses is the daemon's own code,
// unchanged, on one thread and in one order for each seed.
#pragma once

#include "daemon/clock.hpp"

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <optional>

namespace candor::sim {

using Steady = std::chrono::steady_clock::time_point;

// The clocks of the machine. There is one at a time, and it outlives whatever waits.
class VirtualTime final : public Clock {
public:
    explicit VirtualTime(Time wall);
    ~VirtualTime() override;
    VirtualTime(const VirtualTime&) = delete;
    VirtualTime& operator=(const VirtualTime&) = delete;

    [[nodiscard]] static VirtualTime& current();

    [[nodiscard]] Time now() const override { return wall_; }
    [[nodiscard]] Steady steady() const override { return steady_; }

    // Somebody sets the wall clock, or the machine sleeps.
    void step_wall(Duration by) { wall_ += by; }
    // When the first of the waits ends; nullopt: none ever does by itself.
    [[nodiscard]] std::optional<Steady> next() const;
    // Goes on to that time, never back, and ends the waits whose time has come.
    void pass_to(Steady time);

    // For those who wait.
    void enter(Steady deadline, asio::steady_timer& timer) { waits_.emplace(deadline, &timer); }
    void leave(Steady deadline, const asio::steady_timer& timer);

    // Runs what the database is asked to do, and says how long that took; nullopt: nobody will hear of it.
    std::function<std::optional<Duration>(const std::function<void()>& job)> at_job;

private:
    Time wall_;
    Steady steady_{std::chrono::hours{1}};
    std::multimap<Steady, asio::steady_timer*> waits_;  // those of one moment in the order they came
};

}  // namespace candor::sim
