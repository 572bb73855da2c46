// An event that one task waits for. Notifications coalesce and are never lost: one that comes while nobody waits ends
// the next wait at once.
#pragma once

#include "daemon/async/task.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <memory>

namespace candor {

class Wakeup {
public:
    explicit Wakeup(asio::any_io_executor executor);
    ~Wakeup();
    Wakeup(const Wakeup&) = delete;
    Wakeup& operator=(const Wakeup&) = delete;

    // On the I/O thread only.
    void notify();

    // Until notified. One waiter at a time: a second one is a mistake of the caller and throws std::logic_error.
    [[nodiscard]] Task<> wait();
    // Until notified (true) or until the time has come (false).
    [[nodiscard]] Task<bool> wait_until(std::chrono::steady_clock::time_point deadline);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace candor
