// The daemon's clock: wall time for meaning, that never goes back (core/timekeeper.hpp).
#pragma once

#include "core/timekeeper.hpp"
#include "daemon/clock.hpp"

namespace candor::app {

class MeaningClock final : public Clock {
public:
    [[nodiscard]] Time now() const override;
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override { return system_.steady(); }

private:
    void report(Timekeeper::Judgement before) const;

    SystemClock system_;
    mutable Timekeeper keeper_;  // asking the time is what moves it on
};

}  // namespace candor::app
