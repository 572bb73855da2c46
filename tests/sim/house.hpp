// One life of candord in a simulation, from its start to its end, whatever ends it: the real store, desk and dispatcher, put
// together as daemon/app does it, on time that passes when the simulation says so.
#pragma once

#include "daemon/async/task_group.hpp"
#include "daemon/desk/desk.hpp"
#include "daemon/dispatch/dispatcher.hpp"
#include "daemon/meaning_clock.hpp"
#include "tests/sim/receivers.hpp"

#include <boost/asio/io_context.hpp>

namespace candor::sim {

// Can end in the middle: whoever waits is taken down where it stands.
class Loop final : public asio::io_context {
public:
    Loop() : asio::io_context(1) {}
    void end_here() { shutdown(); }
    // Does one thing that can be done now. False: there is none.
    bool turn() {
        if (stopped()) restart();
        return poll_one() > 0;
    }
};

class House {
public:
    struct Parts {
        const std::string& database;
        Receivers& receivers;
        Chance& chance;
        std::uint64_t first_id;  // of its ids; no other house has had it
        Limits limits;
        std::shared_ptr<const desk::Setup> setup;
    };

    explicit House(Parts parts);
    ~House();
    House(const House&) = delete;
    House& operator=(const House&) = delete;

    // One thing that can be done now; false: there is none until time passes.
    bool turn() { return loop_.turn(); }
    // It has started, and not begun to stop.
    [[nodiscard]] bool is_up() const { return up_ && !stopping_; }
    // It was told to stop, and has.
    [[nodiscard]] bool is_down() const { return down_; }
    // Something runs.
    void begin(const char* name, Task<> task);
    // What ended by an exception, which nothing may; empty: nothing.
    [[nodiscard]] const std::string& failure() const { return failure_; }
    void stop();
    void reload(const Limits& limits);

    // Only once it is up.
    [[nodiscard]] desk::Desk& desk() { return *desk_; }
    [[nodiscard]] const desk::Desk& desk() const { return *desk_; }
    [[nodiscard]] store::Store& store() { return *store_; }
    [[nodiscard]] WorkerThread& database() { return thread_; }
    [[nodiscard]] Time now() const { return clock_.now(); }
    [[nodiscard]] bool is_frozen() const { return desk_->setup().frozen.has_value(); }

private:
    [[nodiscard]] Task<> live();
    [[nodiscard]] Task<> open_store();
    [[nodiscard]] Task<> deliver();
    [[nodiscard]] Task<> watch(const char* name, Task<> task);
    [[nodiscard]] std::vector<dispatch::Outlet> outlets(const Limits& limits);

    Loop loop_;
    Parts parts_;
    MeaningClock clock_;
    WorkerThread thread_{"database"};
    TaskGroup tasks_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<desk::Desk> desk_;
    std::unique_ptr<dispatch::Dispatcher> dispatcher_;
    std::uint64_t random_ = 0;
    std::string failure_;
    bool up_ = false;
    bool stopping_ = false;
    bool down_ = false;
};

}  // namespace candor::sim
