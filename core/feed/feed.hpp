// The history of incidents as feeds: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1. Pure, and the same bytes for the same input.
//
// One entry for each incident or maintenance, with all that was said of it, newest first: in the shape of Atlassian
// Statuspage's feeds, which readers know. They take the first <strong> as the state, and what follows "Incident/" in the
// entry's id as its id. What was opened in error stays and says so: whoever has read it would otherwise never hear.
#pragma once

#include "core/public_record.hpp"

#include <span>
#include <string>

namespace candor::feed {

struct Publisher {
    std::string name;      // of the organisation
    std::string url;       // of its page, without a final slash
    std::string language;  // BCP 47
    const TimeZone* zone = nullptr;
    Time known_since{};    // when nothing has been told yet: as of when that is so
};

inline constexpr std::size_t most_entries = 50;  // the newest

// `records` in any order; cases are left out.
[[nodiscard]] std::string atom(const Publisher& publisher, std::span<const PublicRecord> records);
[[nodiscard]] std::string rss(const Publisher& publisher, std::span<const PublicRecord> records);
[[nodiscard]] std::string json_feed(const Publisher& publisher, std::span<const PublicRecord> records);

// What feeds and calendars have in common.
[[nodiscard]] std::vector<const PublicRecord*> newest_first(std::span<const PublicRecord> records, std::size_t most);
// "status.example.org", for ids; without a port.
[[nodiscard]] std::string host_of(std::string_view url);

}  // namespace candor::feed
