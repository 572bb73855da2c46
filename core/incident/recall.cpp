#include "core/incident/recall.hpp"

namespace candor {

std::optional<Time> known_since(const Circumstances& circumstances, RecordKind kind) {
    const History* history = circumstances.history;
    return history == nullptr || kind != RecordKind::incident ? std::nullopt : history->since;
}

void look_for_similar(Draft& draft) {
    const History* history = draft.circumstances().history;
    if (history == nullptr || draft.record().kind != RecordKind::incident) return;
    auto found = find_similar(profile_of(draft.record()), *history, draft.now());
    if (found != draft.record().similar) draft.add(SimilarFound{std::move(found)});
}

}  // namespace candor
