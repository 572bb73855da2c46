// The eight documents of Atlassian Statuspage's public API v2, from the records. Pure, and the same bytes for the same input.
#pragma once

#include "core/public_record.hpp"

#include <span>
#include <string>
#include <vector>

namespace candor::statuspage {

enum class Document { summary, status, components, incidents, unresolved, maintenances, upcoming, active };

// Where each is served below the page's address, in the order of Document.
inline constexpr auto document_paths = std::to_array<std::string_view>(
    {"/api/v2/summary.json", "/api/v2/status.json", "/api/v2/components.json", "/api/v2/incidents.json", "/api/v2/incidents/unresolved.json",
     "/api/v2/scheduled-maintenances.json", "/api/v2/scheduled-maintenances/upcoming.json", "/api/v2/scheduled-maintenances/active.json"});

struct Component {
    ComponentId id;
    std::string name;
    std::string description;  // empty: null
};

struct Page {
    std::string name;
    std::string url;  // without a final slash
    const TimeZone* zone = nullptr;
    std::vector<Component> components;      // in the order in which they are shown
    std::span<const PublicRecord> records;  // open and ended, in any order; cases and what was withdrawn are left out here
    Time known_since{};                     // when nothing has been told yet: as of when that is so
    Time now{};
};

// Lists of what has ended name at most this many, the newest.
inline constexpr std::size_t most_listed = 50;

[[nodiscard]] std::string document(Document which, const Page& page);

}  // namespace candor::statuspage
