// What is at hand, and which of it is meant.
#include "daemon/desk/desk.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace candor::desk {

// What needs no look at the database; nullptr where it does.
DossierPtr Desk::ready(const IncidentId& id) const {
    if (const auto found = live_.find(id); found != live_.end()) return found->second;
    for (const auto* ended : {&recent_, &recent_cases_}) {
        for (const DossierPtr& dossier : *ended) {
            if (dossier->record.id == id) return dossier;
        }
    }
    return nullptr;
}

Task<Result<DossierPtr>> Desk::find(std::string id_or_prefix) {
    if (auto found = ready(IncidentId(id_or_prefix))) co_return found;
    if (id_or_prefix.size() < 3) {
        co_return Error(ErrorCode::not_found, fmt::format("There is no incident {}.", id_or_prefix), "id", "Give at least three characters of its id.");
    }
    auto job = [&store = parts_.store, id_or_prefix] { return store.incident_ids(id_or_prefix, 2); };
    const auto ids = co_await parts_.database.run(std::move(job));
    if (ids.empty()) co_return Error(ErrorCode::not_found, fmt::format("There is no incident {}.", id_or_prefix), "id", "candor status all lists them.");
    if (ids.size() > 1) {
        co_return Error(ErrorCode::ambiguous_id, fmt::format("More than one incident begins with {}.", id_or_prefix), "id", "Give more of its id.");
    }
    co_return co_await read(ids.front());
}

std::vector<const Record*> Desk::live_records(const std::vector<DossierPtr>& instead) const {
    std::vector<const Record*> records;
    std::set<const Dossier*> replaced;
    for (const DossierPtr& dossier : instead) {
        records.push_back(&dossier->record);
        if (const auto now = live_.find(dossier->record.id); now != live_.end()) replaced.insert(now->second.get());
    }
    for (const auto& [id, dossier] : live_) {
        if (!replaced.contains(dossier.get())) records.push_back(&dossier->record);
    }
    return records;
}

std::vector<DossierPtr> Desk::open(RecordKind kind) const {
    std::vector<DossierPtr> dossiers;
    for (const auto& [id, dossier] : live_) {
        if (is_open(dossier->record) && dossier->record.kind == kind) dossiers.push_back(dossier);
    }
    std::sort(dossiers.begin(), dossiers.end(),
              [](const DossierPtr& a, const DossierPtr& b) { return a->record.declared_at < b->record.declared_at; });
    return dossiers;
}

}  // namespace candor::desk
