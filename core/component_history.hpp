// How a component stood day by day, from what was declared and said: pure. It is no measurement, and claims nothing of the
// time before the first declaration.
#pragma once

#include "core/page.hpp"

#include <span>
#include <vector>

namespace candor {

// For how long one state was stated, or unknown. `from` is `until` where it has just been said.
struct StatedSpan {
    ComponentState state = ComponentState::unknown;
    Time from{};
    Time until{};
    friend bool operator==(const StatedSpan&, const StatedSpan&) = default;
};

// What a record says of its components until `now`: each update's impact until the next one; unknown while it is not confirmed,
// and from `page_patience` after a promised update was due until it came. Nothing for a case and for what was withdrawn; a
// maintenance counts from when it began. Spans may overlap.
[[nodiscard]] std::vector<StatedSpan> spans_of(const Record& record, Time now);

struct ComponentDay {
    std::chrono::sys_days date{};          // in the time zone that was given
    std::optional<ComponentState> worst;   // none: there is no record of this day
    Duration lasted{0};                    // how long it was stated; 0 where no incident was open
    friend bool operator==(const ComponentDay&, const ComponentDay&) = default;
};

// The first instant of a local day.
[[nodiscard]] Time midnight(std::chrono::sys_days day, const TimeZone& zone);

// What is shown of a day: the worst that is known; unknown only where nothing worse than no effect is.
[[nodiscard]] int gravity(ComponentState state);

// The last `days` days with today, oldest first. `since`: of the first declaration; none: there was none. `spans`: of one
// component.
[[nodiscard]] std::vector<ComponentDay> days_of(std::span<const StatedSpan> spans, std::optional<Time> since, std::size_t days, const TimeZone& zone, Time now);

}  // namespace candor
