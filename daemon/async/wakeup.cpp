#include "daemon/async/wakeup.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

namespace candor {

struct Wakeup::State {
    explicit State(asio::any_io_executor executor) : timer(std::move(executor)) {}

    asio::steady_timer timer;
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
    co_await wait_until(std::chrono::steady_clock::time_point::max());
}

Task<bool> Wakeup::wait_until(std::chrono::steady_clock::time_point deadline) {
    if (state_->waiting) throw std::logic_error("two tasks wait for one wakeup");
    if (!state_->notified) {
        state_->waiting = true;
        state_->timer.expires_at(deadline);
        boost::system::error_code ended;  // cancelled or expired: `notified` says which
        co_await state_->timer.async_wait(asio::redirect_error(asio::use_awaitable, ended));
        state_->waiting = false;
    }
    co_return std::exchange(state_->notified, false);
}

}  // namespace candor
