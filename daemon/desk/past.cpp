#include "daemon/desk/past.hpp"

#include "core/incident/fold.hpp"

#include <algorithm>

namespace candor::desk {

History read_history(store::Store& store, Time now) {
    History history;
    history.since = store.first_declaration();
    for (const IncidentId& id : store.incident_ids("", most_remembered, RecordKind::incident)) {
        const auto stored = store.find_incident(id);
        if (!stored) continue;
        Record record;
        record.id = id;
        record = fold(std::move(record), stored->events);
        if (now - record.declared_at > memory) break;  // the newest come first
        history.incidents.push_back(profile_of(record));
    }
    return history;
}

void remember(History& history, const Record& record) {
    if (record.kind != RecordKind::incident) return;
    std::erase_if(history.incidents, [&](const IncidentProfile& one) { return one.id == record.id; });
    history.incidents.push_back(profile_of(record));
    history.since = std::min(history.since.value_or(record.declared_at), record.declared_at);
}

}  // namespace candor::desk
