// Makes one time of two clocks: wall time for meaning, that never goes back.
//
// A wall clock that is set forward (or a machine that was asleep) is believed at once. One that is set back is not: until
// it has caught up again, or the process starts anew, time goes on by the steady clock, so that no cadence is stretched by
// it and no update carries an earlier time than the one before.
#pragma once

#include "core/time.hpp"

#include <optional>

namespace candor {

class Timekeeper {
public:
    using Steady = std::chrono::steady_clock::time_point;

    enum class Judgement {
        steady,        // the wall clock goes on as expected
        stepped_ahead, // it jumped forward: believed
        stepped_back,  // it jumped back: not believed
    };

    // Never earlier than what it returned before.
    [[nodiscard]] Time now(Time wall, Steady steady);
    // About the last call.
    [[nodiscard]] Judgement judgement() const { return judgement_; }

private:
    struct Anchor {
        Time time{};
        Steady steady{};
    };
    std::optional<Anchor> anchor_;
    Judgement judgement_ = Judgement::steady;
};

}  // namespace candor
