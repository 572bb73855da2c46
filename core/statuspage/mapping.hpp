// Our words in those of Atlassian Statuspage's public API, which many programs read. Pure; docs/status-api.md says why each
// word becomes which.
//
// Their shape has no word for "unknown", and calls a component nobody has declared anything about "operational": that much
// it forces. What is unknown becomes the last thing that was known, and is never operational.
#pragma once

#include "core/page.hpp"
#include "core/public_record.hpp"

#include <string>
#include <string_view>

namespace candor::statuspage {

// 12 lower-case letters and digits, the same for ever: incidents and updates have such ids already.
[[nodiscard]] std::string page_id(std::string_view url);
[[nodiscard]] std::string component_id(const ComponentId& id);

// investigating, identified, monitoring, resolved, postmortem; scheduled, in_progress, verifying, completed.
[[nodiscard]] std::string_view incident_status(const Record& record);
[[nodiscard]] std::string_view update_status(const PublishedUpdate& published, const Record& record);

// none, minor, major, critical; maintenance. While it is only reported and not confirmed: minor.
[[nodiscard]] std::string_view incident_impact(const Record& record);

// In order: the last one wins.
enum class State { operational, under_maintenance, degraded_performance, partial_outage, major_outage };

// What an open incident, or a maintenance that is being carried out, makes of its components now.
[[nodiscard]] State state_of(const Record& record, Time now);
// What it made of them when this update had been published: operational before the first and after the last.
[[nodiscard]] State state_after(const Record& record, const PublishedUpdate& published);

// "indicator" and "description", as those who show them know them.
struct Standing {
    std::string_view indicator;
    std::string_view description;
};
[[nodiscard]] Standing standing_of(State worst);

}  // namespace candor::statuspage

namespace candor {
template <>
inline constexpr auto enum_names<statuspage::State> =
    std::to_array<std::string_view>({"operational", "under_maintenance", "degraded_performance", "partial_outage", "major_outage"});
}  // namespace candor
