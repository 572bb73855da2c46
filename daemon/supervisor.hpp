// What the service manager and the shell say to the daemon, and what it says back: signals, sd_notify(3), the watchdog.
#pragma once

#include "daemon/async/worker_thread.hpp"
#include "daemon/async/task.hpp"
#include "daemon/clock.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace candor {

class Supervisor {
public:
    struct Callbacks {
        std::function<void()> stop;    // SIGTERM, SIGINT; a second one as well
        std::function<void()> reload;  // SIGHUP
    };

    Supervisor(asio::any_io_executor executor, const Clock& clock, WorkerThread& database, Callbacks callbacks);
    ~Supervisor();
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    // Waits for signals and feeds the watchdog until close(). The watchdog is fed at half of WATCHDOG_USEC, and only
    // when this thread ran and the database thread finished something since the last time.
    [[nodiscard]] Task<> run();
    void close();

    // These do nothing where no service manager listens.
    void ready(std::string_view status);
    void reloading();  // then ready() again
    void stopping(std::string_view status);
    void status(std::string_view status);

    // The watchdog's period that the service manager asks of this process; nullopt: none.
    [[nodiscard]] static std::optional<std::chrono::microseconds> watchdog_period();

    struct State;  // of the implementation

private:
    std::shared_ptr<State> state_;
};

}  // namespace candor
