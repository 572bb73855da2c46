#include "tests/sim/virtual_time.hpp"

#include "daemon/async/worker_thread.hpp"
#include "daemon/async/wakeup.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

namespace candor::sim {

namespace {

VirtualTime* the_one = nullptr;

}  // namespace

VirtualTime::VirtualTime(Time wall) : wall_(wall) {
    if (the_one != nullptr) throw std::logic_error("there is one time at a time");
    the_one = this;
}

VirtualTime::~VirtualTime() {
    the_one = nullptr;
}

VirtualTime& VirtualTime::current() {
    return *the_one;
}

std::optional<Steady> VirtualTime::next() const {
    return waits_.empty() ? std::nullopt : std::optional(waits_.begin()->first);
}

void VirtualTime::pass_to(Steady time) {
    const Duration passed = std::chrono::ceil<Duration>(std::max(time, steady_) - steady_);
    steady_ += passed;
    wall_ += passed;
    while (!waits_.empty() && waits_.begin()->first <= steady_) {
        asio::steady_timer* timer = waits_.begin()->second;
        waits_.erase(waits_.begin());
        timer->cancel();
    }
}

void VirtualTime::leave(Steady deadline, const asio::steady_timer& timer) {
    const auto [first, last] = waits_.equal_range(deadline);
    const auto found = std::find_if(first, last, [&](const auto& entry) { return entry.second == &timer; });
    if (found != last) waits_.erase(found);
}

}  // namespace candor::sim

// --- in the place of daemon/async/wakeup.cpp ---

namespace candor {

using sim::Steady;
using sim::VirtualTime;

// The timer never expires by itself: virtual time cancels it, as notify() does.
struct Wakeup::State {
    explicit State(asio::any_io_executor executor) : timer(std::move(executor)) {}
    ~State() {
        if (waiting) VirtualTime::current().leave(deadline, timer);
    }

    asio::steady_timer timer;
    Steady deadline = Steady::max();
    bool notified = false;
    bool waiting = false;
};

Wakeup::Wakeup(asio::any_io_executor executor) : state_(std::make_unique<State>(std::move(executor))) {}

Wakeup::~Wakeup() = default;

void Wakeup::notify() {
    state_->notified = true;
    if (state_->waiting) state_->timer.cancel();
}

Task<> Wakeup::wait() {
    co_await wait_until(Steady::max());
}

Task<bool> Wakeup::wait_until(Steady deadline) {
    if (state_->waiting) throw std::logic_error("two tasks wait for one wakeup");
    if (!state_->notified) {
        state_->waiting = true;
        state_->deadline = deadline;
        state_->timer.expires_at(Steady::max());
        if (deadline != Steady::max()) VirtualTime::current().enter(deadline, state_->timer);
        boost::system::error_code ended;  // cancelled: `notified` says why
        co_await state_->timer.async_wait(asio::redirect_error(asio::use_awaitable, ended));
        VirtualTime::current().leave(deadline, state_->timer);
        state_->waiting = false;
    }
    co_return std::exchange(state_->notified, false);
}

// --- in the place of daemon/async/worker_thread.cpp ---

struct WorkerThread::Loop {
    Steady free_at{};
};

WorkerThread::WorkerThread(const char*) : loop_(std::make_unique<Loop>()) {}

WorkerThread::~WorkerThread() = default;

// The job is done in one go, and its caller hears of it after those who asked before it.
Task<> WorkerThread::cross(std::function<void()> job) {
    const asio::any_io_executor home = co_await asio::this_coro::executor;
    co_await asio::post(home, asio::use_awaitable);
    VirtualTime& time = VirtualTime::current();
    Wakeup back(home);
    const std::optional<Duration> took = time.at_job(job);
    if (!took) co_await back.wait();
    loop_->free_at = std::max(loop_->free_at, time.steady() + took.value_or(Duration{0}));
    co_await back.wait_until(loop_->free_at);
    ++crossings_;
}

}  // namespace candor
