// The daemon's clock: wall time for meaning, that never goes back (core/timekeeper.hpp).
#pragma once

#include "core/timekeeper.hpp"
#include "daemon/clock.hpp"

namespace candor {

class MeaningClock final : public Clock {
public:
    // `machine`: the clocks as they are. Outlives this.
    explicit MeaningClock(const Clock& machine) : machine_(machine) {}

    [[nodiscard]] Time now() const override;
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override { return machine_.steady(); }

private:
    void report(Timekeeper::Judgement before) const;

    const Clock& machine_;
    mutable Timekeeper keeper_;  // asking the time is what moves it on
};

}  // namespace candor
