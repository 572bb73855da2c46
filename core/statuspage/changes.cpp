#include "core/statuspage/changes.hpp"

#include <algorithm>

namespace candor::statuspage {

namespace {

bool touches(const Record& record, const ComponentId& component) {
    return std::find(record.components.begin(), record.components.end(), component) != record.components.end();
}

State told_by_others(const ComponentId& component, const IncidentId& but, std::span<const Record* const> open) {
    State worst = State::operational;
    for (const Record* record : open) {
        if (record->id != but && touches(*record, component)) worst = std::max(worst, told_state(*record));
    }
    return worst;
}

}  // namespace

State told_state(const Record& record) {
    if (!is_public(record) || record.updates.empty()) return State::operational;
    return state_after(record, record.updates.back());
}

std::vector<Change> changes_between(const Record& before, const Record& after, std::span<const Record* const> open) {
    std::vector<Change> changes;
    for (const ComponentId& component : after.components) {
        const State others = told_by_others(component, after.id, open);
        const State from = std::max(others, told_state(before));
        const State to = std::max(others, told_state(after));
        if (from != to) changes.push_back({component, from, to});
    }
    return changes;
}

}  // namespace candor::statuspage
