// The next recipients of a fan-out: its walk over the rows of a channel. Inside this folder only.
#pragma once

#include "core/id.hpp"

#include <soci/soci.h>
#include <string>
#include <vector>

namespace candor::store {

struct WalkFrom {
    ChannelId channel;
    IncidentId incident;
    std::string about;       // only those who reported this; empty: nobody of these
    std::string language;    // only those with this one
    std::string components;  // what the incident touches, as components_text()
    std::int64_t position = 0;
    std::int64_t last = 0;
};

struct Met {
    std::int64_t recipient = 0;
    std::string name;
    std::string address;
    std::string preference;
};

struct Steps {
    std::vector<Met> met;       // those who asked for it
    std::int64_t position = 0;  // the last row looked at
    bool at_end = false;
};

// `most` of them. Where few asked for it, it stops after a bounded number of rows all the same: there is more to walk then.
[[nodiscard]] Steps walk_on(soci::session& sql, const WalkFrom& from, std::size_t most);

}  // namespace candor::store
