#include "daemon/clock.hpp"

#include "daemon/async/wakeup.hpp"

#include <algorithm>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <cstdint>
#include <date/tz.h>
#include <limits>
#include <stdexcept>
#include <string>
#include <sys/timerfd.h>
#include <system_error>
#include <unistd.h>

namespace candor {

using namespace std::chrono;

Time SystemClock::now() const {
    return floor<Duration>(system_clock::now());
}

steady_clock::time_point SystemClock::steady() const {
    return steady_clock::now();
}

namespace {

// A timer that never expires, but is cancelled when the wall clock is set. Linux counts a resume as setting it.
void arm(int timer) {
    itimerspec never{};
    never.it_value.tv_sec = std::numeric_limits<std::int32_t>::max();
    never.it_value.tv_nsec = 1;
    if (timerfd_settime(timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, nullptr) != 0 && errno != ECANCELED) {
        throw std::system_error(errno, std::generic_category(), "timerfd_settime");
    }
}

int make_timer() {
    const int timer = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    if (timer < 0) throw std::system_error(errno, std::generic_category(), "timerfd_create");
    return timer;
}

// Reading clears the cancellation; the next wait must be armed anew.
void acknowledge(int timer) {
    std::uint64_t expirations = 0;
    [[maybe_unused]] const auto ignored = ::read(timer, &expirations, sizeof expirations);
    arm(timer);
}

}  // namespace

struct Alarm::State {
    State(asio::any_io_executor executor, const Clock& c, milliseconds again)
        : clock(c), look_again(again), wakeup(executor), timer(executor, make_timer()) {
        arm(timer.native_handle());
    }

    const Clock& clock;
    milliseconds look_again;
    Wakeup wakeup;
    asio::posix::stream_descriptor timer;
    bool notified = false;  // and not only told to look at the clock again
};

namespace {

// As long as the descriptor is not cancelled, a clock that is set ends the nap.
void watch(const std::shared_ptr<Alarm::State>& state) {
    state->timer.async_wait(asio::posix::stream_descriptor::wait_read, [state](boost::system::error_code failure) {
        if (failure) return;
        acknowledge(state->timer.native_handle());
        state->wakeup.notify();
        watch(state);
    });
}

}  // namespace

Alarm::Alarm(asio::any_io_executor executor, const Clock& clock, milliseconds look_again)
    : state_(std::make_shared<State>(std::move(executor), clock, look_again)) {}

Alarm::~Alarm() = default;

void Alarm::notify() {
    state_->notified = true;
    state_->wakeup.notify();
}

void Alarm::clock_was_set() {
    state_->wakeup.notify();
}

Task<> Alarm::wait() {
    while (!std::exchange(state_->notified, false)) co_await state_->wakeup.wait();
}

Task<Alarm::Ended> Alarm::wait_until(Time due) {
    watch(state_);
    while (!state_->notified) {
        const Time now = state_->clock.now();
        if (now >= due) break;
        const auto nap = std::min<milliseconds>(due - now, state_->look_again);
        co_await state_->wakeup.wait_until(state_->clock.steady() + nap);
    }
    state_->timer.cancel();  // an alarm that nobody waits for holds nothing
    co_return std::exchange(state_->notified, false) ? Ended::notified : Ended::due;
}

namespace {

class TzdbZone final : public TimeZone {
public:
    explicit TzdbZone(const date::time_zone* zone) : zone_(zone), name_(zone->name()) {}

    [[nodiscard]] ZoneOffset at(Time time) const override {
        const date::sys_info info = zone_->get_info(floor<seconds>(time));
        return {info.offset, info.abbrev};
    }
    [[nodiscard]] std::string_view name() const override { return name_; }

private:
    const date::time_zone* zone_;  // owned by the library, for the life of the process
    std::string name_;
};

}  // namespace

Result<std::unique_ptr<TimeZone>> locate_zone(std::string_view name) {
    try {
        return std::unique_ptr<TimeZone>(std::make_unique<TzdbZone>(date::locate_zone(name)));
    } catch (const std::runtime_error&) {
        return Error(ErrorCode::invalid_config, "There is no time zone \"" + std::string(name) + "\".", "time_zone",
                     "Use an IANA name such as Europe/Berlin or UTC.");
    }
}

}  // namespace candor
