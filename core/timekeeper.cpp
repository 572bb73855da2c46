#include "core/timekeeper.hpp"

#include <algorithm>

namespace candor {

namespace {

// What a disciplined clock may be slewed between two looks at it.
constexpr Duration tolerance = std::chrono::seconds{2};

}  // namespace

Time Timekeeper::now(Time wall, Steady steady) {
    if (!anchor_) {
        anchor_ = Anchor{wall, steady};
        return wall;
    }
    const Time expected = anchor_->time + std::chrono::floor<Duration>(steady - anchor_->steady);
    judgement_ = wall > expected + tolerance   ? Judgement::stepped_ahead
                 : wall < expected - tolerance ? Judgement::stepped_back
                                               : Judgement::steady;
    const Time believed = judgement_ == Judgement::stepped_back ? expected : wall;
    const Time time = std::max(anchor_->time, believed);
    // Behind a clock that was set back the anchor stays: rounding would add up.
    if (judgement_ != Judgement::stepped_back) anchor_ = Anchor{time, steady};
    return time;
}

}  // namespace candor
