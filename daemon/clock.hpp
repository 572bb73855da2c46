// The two clocks: wall time for meaning (what is stored and shown), steady time for waiting.
#pragma once

#include "core/error.hpp"
#include "core/time.hpp"
#include "daemon/async/task.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <memory>
#include <string_view>

namespace candor {

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Time now() const = 0;
    [[nodiscard]] virtual std::chrono::steady_clock::time_point steady() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] Time now() const override;
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override;
};

// Waits for moments of the wall clock. The steady clock does not count suspend and knows nothing of a wall clock that
// is set, so a wait looks at the wall clock again every `look_again`, and at once when the kernel says that it was set
// or that the machine has resumed (timerfd, TFD_TIMER_CANCEL_ON_SET).
class Alarm {
public:
    enum class Ended { due, notified };

    Alarm(asio::any_io_executor executor, const Clock& clock, std::chrono::milliseconds look_again = std::chrono::seconds(30));
    ~Alarm();
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;

    // Until now() >= due, or until notify(). One waiter at a time; notifications coalesce and are never lost.
    [[nodiscard]] Task<Ended> wait_until(Time due);
    [[nodiscard]] Task<> wait();  // until notify()
    void notify();
    // The wall clock is no longer what it was: look at it now. (What the kernel's signal calls.)
    void clock_was_set();

    struct State;  // of the implementation

private:
    std::shared_ptr<State> state_;
};

// The rules of an IANA time zone, from the system's tz database. Error invalid_config names an unknown zone.
[[nodiscard]] Result<std::unique_ptr<TimeZone>> locate_zone(std::string_view name);

}  // namespace candor
