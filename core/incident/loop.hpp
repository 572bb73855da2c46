// The loop: what is left to do between "it is over" and "it is closed".
#pragma once

#include "core/incident/record.hpp"

#include <string>
#include <vector>

namespace candor {

struct LooseEnd {
    std::string what;  // a sentence
    std::string mend;  // the command that ties it up; empty: time does
    bool may_not_be_over = false;  // and so more urgent than what remains to be done
};

// Of a record that is over, in the order in which they are tied up. `deliveries`: how many have not reached an end state.
[[nodiscard]] std::vector<LooseEnd> loose_ends(const Record& record, std::int64_t deliveries);

// Was the question after the end asked, and the review published, since the incident was last resolved?
[[nodiscard]] bool was_published_since_end(const Record& record, UpdateKind kind);

}  // namespace candor
