// Has something like this happened before? By components, by cause, and by the words of what customers noticed.
#pragma once

#include "core/incident/record.hpp"

#include <set>

namespace candor {

// Older than this is another time: people, systems and customers have changed.
inline constexpr Duration memory = std::chrono::days{400};
// A record that reaches back less than this does not say that something is new.
inline constexpr Duration a_year = std::chrono::days{365};

// What is compared of an incident.
struct IncidentProfile {
    IncidentId id;
    std::string title;
    Time at{};  // declared
    bool withdrawn = false;
    std::vector<ComponentId> components;
    CauseCategory cause = CauseCategory::unknown;
    std::set<std::string> cause_words;
    std::set<std::string> words;  // of the title and of what customers noticed
};
[[nodiscard]] IncidentProfile profile_of(const Record& record);

struct History {
    std::vector<IncidentProfile> incidents;  // of the last `memory`; any order
    std::optional<Time> since;               // when the first incident of all was declared
};

// Newest first; at most ten. An incident whose cause is unknown counts: it may have been the same.
[[nodiscard]] std::vector<PastIncident> find_similar(const IncidentProfile& incident, const History& history, Time now);

enum class Pattern { one_off, repeating, unknown };
template <>
inline constexpr auto enum_names<Pattern> = std::to_array<std::string_view>({"one_off", "repeating", "unknown"});
// Unknown where the record did not reach back a year when the incident was declared.
[[nodiscard]] Pattern pattern_of(const Record& record);

}  // namespace candor
