// The last look at an update before it is committed: each of its texts, as its readers will have it, against the record.
//
// What the record does not bear out is left out, fact by fact; in the end only what the daemon knows by itself remains,
// and that always goes out: silence would be the worse lie.
#pragma once

#include "daemon/desk/dossier.hpp"
#include "daemon/desk/publish.hpp"

namespace candor::desk {

struct Proof {
    std::vector<RenderedFor> variants;   // as render_update(); empty where there is no update among the events
    std::optional<Error> refusal;        // a person's own words, or their verification, must not be said: say something else
    std::vector<std::string> unmended;   // rules that still block, though nothing of people's text is left: a fault of ours
};

// Fills in whom the update among `events` goes to, what it leaves out, and the version of the rules. `after` is the record
// with the events folded in; it is made anew as they change.
[[nodiscard]] Proof proofread(const Setup& setup, const Record& before, Dossier& after, std::vector<Event>& events, Time now);

}  // namespace candor::desk
