// Taking turns on the I/O thread: what spans several awaits is done by one task at a time, in the order they asked.
#pragma once

#include "daemon/async/wakeup.hpp"

#include <deque>
#include <memory>

namespace candor {

class Turn {
public:
    explicit Turn(asio::any_io_executor executor) : executor_(std::move(executor)) {}

    // Held while it lives; moves only.
    class Held {
    public:
        explicit Held(Turn& turn) : turn_(&turn) {}
        Held(Held&& other) noexcept : turn_(std::exchange(other.turn_, nullptr)) {}
        Held& operator=(Held&&) = delete;
        ~Held() {
            if (turn_ != nullptr) turn_->pass_on();
        }

    private:
        Turn* turn_;
    };

    [[nodiscard]] Task<Held> take();

private:
    void pass_on();

    asio::any_io_executor executor_;
    bool taken_ = false;
    std::deque<std::shared_ptr<Wakeup>> waiting_;
};

}  // namespace candor
