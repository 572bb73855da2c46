// Maintenance as a calendar (iCalendar, RFC 5545; name and refresh, RFC 7986) that programs subscribe to. Pure, and the same
// bytes for the same input.
#pragma once

#include "core/feed/feed.hpp"

namespace candor::feed {

// One event for each maintenance, the newest ones: its UID stays, SEQUENCE grows with each move, and one that does not take
// place is CANCELLED and not left out, as calendars would keep it.
[[nodiscard]] std::string calendar(const Publisher& publisher, std::span<const PublicRecord> records);

// "NAME:text" as content lines: escaped, folded after 75 octets and never inside a character (RFC 5545, 3.1 and 3.3.11).
[[nodiscard]] std::string content_line(std::string_view name, std::string_view text);

}  // namespace candor::feed
