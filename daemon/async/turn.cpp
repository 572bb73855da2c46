#include "daemon/async/turn.hpp"

namespace candor {

Task<Turn::Held> Turn::take() {
    if (!taken_) {
        taken_ = true;
        co_return Held(*this);
    }
    auto wakeup = std::make_shared<Wakeup>(executor_);
    waiting_.push_back(wakeup);
    co_await wakeup->wait();  // whoever wakes us hands the turn over: taken_ stays true
    co_return Held(*this);
}

void Turn::pass_on() {
    if (waiting_.empty()) {
        taken_ = false;
        return;
    }
    const auto next = waiting_.front();
    waiting_.pop_front();
    next->notify();
}

}  // namespace candor
