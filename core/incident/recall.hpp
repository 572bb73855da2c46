// Has it happened before? Asked on a draft of the record, when an incident is declared and when it is resolved.
#pragma once

#include "core/incident/draft.hpp"

namespace candor {

// How far back the record of incidents reaches, for one that is declared now. None for what is planned, and for one
// customer's own case: they are like no incident of the past.
[[nodiscard]] std::optional<Time> known_since(const Circumstances& circumstances, RecordKind kind);

// Records what is similar, where the answer is another than before.
void look_for_similar(Draft& draft);

}  // namespace candor
