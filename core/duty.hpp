// How the people on duty are kept at it.
#pragma once

#include "core/time.hpp"

#include <optional>
#include <string>

namespace candor {

struct DutyPolicy {
    Duration remind_before = std::chrono::minutes{10};    // an update is due; a third of the interval where that is short
    Duration acknowledge = std::chrono::minutes{10};      // to the answer; then the deputy is asked, and after as long again:
    std::string escalation;                               // whom to tell when neither answers; empty: nobody
    Duration progress_within = std::chrono::minutes{60};  // without a new fact, everyone on duty hears that
    std::optional<Duration> follow_up_after;              // in place of the cadence's
};

}  // namespace candor
