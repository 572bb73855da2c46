// The eight headline metrics of the house: over everything that ended in the last 90 days.
#pragma once

#include "core/review/metrics.hpp"
#include "daemon/api/api.hpp"
#include "daemon/api/exposition.hpp"

#include <map>

namespace candor::api {

// Remembers what each incident came to, and looks again only where it has changed, or after some hours: answers come in
// and people leave long after the end. Lives on the I/O thread; what it reads is read on the database thread, a few at a
// time, so that a scrape never waits for all of them.
class Headlines {
public:
    // Brings some of it up to date.
    [[nodiscard]] Task<> refresh(const Parts& parts);
    void put(Exposition& out) const;

private:
    struct Entry {
        RecordKind kind = RecordKind::incident;
        std::int64_t version = 0;
        bool listed = false;         // it ended in the last 90 days
        std::optional<Time> seen;    // none: not looked at yet
        review::Basis basis;
    };
    [[nodiscard]] Task<> list(const Parts& parts);
    [[nodiscard]] std::vector<IncidentId> stale(Time now) const;

    std::map<IncidentId, Entry> entries_;
    std::optional<Time> listed_at_;
};

}  // namespace candor::api
