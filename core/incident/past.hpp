// What happened before: incidents of the past that this one is like, as they were when somebody looked.
#pragma once

#include "core/incident/fact.hpp"

namespace candor {

struct PastIncident {
    IncidentId id;
    std::string title;
    Time at{};                                         // when it was declared
    CauseCategory cause = CauseCategory::unknown;      // an unknown one may be the same
    std::vector<ComponentId> components;               // that both have
    std::vector<std::string> words;                    // that both have, in the title or in what customers noticed
    bool same_cause = false;
    friend bool operator==(const PastIncident&, const PastIncident&) = default;
};

// Looked for when it was declared and when it was resolved. Recorded when the answer changed: newest first.
struct SimilarFound {
    std::vector<PastIncident> incidents;
    friend bool operator==(const SimilarFound&, const SimilarFound&) = default;
};

}  // namespace candor
