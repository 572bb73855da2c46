// How the sandbox shows what arrives: as each audience would read it, and when against what was promised. Pure.
#pragma once

#include "daemon/ctl/sandbox/arrival.hpp"
#include "daemon/ctl/terminal.hpp"

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace candor::ctl {

// What the daemon's record says about one arrival.
struct Known {
    std::int64_t number = 0;       // of the update; 0: not known
    std::string kind;              // "holding"
    std::optional<Time> promised;  // what this audience was promised before; none: the first words
};

// From GET /incidents/{id} and GET /incidents/{id}/deliveries.
[[nodiscard]] Known recognise(const Arrival& arrival, const boost::json::value& incident,
                              const boost::json::value& deliveries);

// "02:14:31.120": the sandbox counts in seconds, so they are always shown.
[[nodiscard]] std::string exact_time(Time time, const Look& look);

// The head of the table and one row of it, with the text that was read. The paragraphs in `said` have been shown already,
// for another audience of the same update: they are left out, and new ones added.
[[nodiscard]] std::string timeline_head(const Look& look);
[[nodiscard]] std::string timeline_row(const Arrival& arrival, const Known& known, Time declared,
                                       std::set<std::string>& said, const Look& look);
// Without a record to compare with (`candor sandbox` alone).
[[nodiscard]] std::string arrival_row(const Arrival& arrival, const Look& look);

struct Reached {
    Arrival arrival;
    Known known;
};

// What came of it all.
struct Verdict {
    std::string text;
    bool kept = false;  // every promise was kept and every delivery arrived
};
// `promises` is GET .../promises, `deliveries` GET .../deliveries.
[[nodiscard]] Verdict summary(const std::vector<Reached>& reached, const boost::json::value& promises,
                              const boost::json::value& deliveries, Time declared, const Look& look);

}  // namespace candor::ctl
