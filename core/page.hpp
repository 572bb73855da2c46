// What the public page says of the whole: a pure function of the open incidents and of the time. Nobody can set it.
//
// Without monitoring Candor knows only what people declare. So nothing is ever called "operational": what can be said
// truthfully of a component that nobody has declared anything about is that no incident is open.
#pragma once

#include "core/incident/record.hpp"

#include <span>

namespace candor {

// In order of what is shown where incidents overlap: the last one wins.
enum class ComponentState {
    no_open_incident,
    under_maintenance,     // a maintenance is being carried out
    no_known_impact,       // an incident is open, and says that customers are not affected
    degraded_performance,  // impact minor
    partial_outage,        // impact major
    major_outage,          // impact critical, or major for all
    unknown,               // only reported so far, or what was said last is older than what was promised
};
template <>
inline constexpr auto enum_names<ComponentState> = std::to_array<std::string_view>(
    {"no_open_incident", "under_maintenance", "no_known_impact", "degraded_performance", "partial_outage", "major_outage", "unknown"});

// The words for people: "Partial outage".
[[nodiscard]] std::string_view words_of(ComponentState state);

struct ComponentStanding {
    ComponentId id;
    std::string name;
    ComponentState state = ComponentState::no_open_incident;
    std::optional<Time> unknown_since;  // where it was known before
    friend bool operator==(const ComponentStanding&, const ComponentStanding&) = default;
};

struct PageState {
    Impact indicator = Impact::none;  // none: no incident is open; an open one is never less than minor
    ComponentState overall = ComponentState::no_open_incident;  // in one word; unknown where a promised update is overdue
    std::string headline;             // one line, no final stop
    std::vector<ComponentStanding> components;  // as configured; then those that open incidents name besides
    std::optional<Time> next_update;            // the soonest time promised in any open incident
};

// The soonest time that anybody was promised an update; none once nobody is.
[[nodiscard]] std::optional<Time> next_promised(const Record& record);

// An update may be overdue this long before what it said counts as unknown.
inline constexpr Duration page_patience = std::chrono::minutes{10};

// Since when nobody vouches for what an open incident said last; none while its promises are kept.
[[nodiscard]] std::optional<Time> silent_since(const Record& record, Time now);
// What an open incident or maintenance says of its components, whether or not anybody still vouches for it.
[[nodiscard]] ComponentState stated(const Record& record);

// `open`: the open incidents, and the maintenance that is being carried out. `components`: id and name, in the order in which they are shown.
[[nodiscard]] PageState page_state(std::span<const Record* const> open,
                                   std::span<const std::pair<ComponentId, std::string>> components, Time now);

}  // namespace candor
