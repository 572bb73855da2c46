// All that looking back on an incident needs of the database.
#pragma once

#include "core/review/review.hpp"
#include "daemon/desk/desk.hpp"

#include <span>
#include <vector>

namespace candor::desk {

struct Hindsight {
    std::vector<Event> events;
    std::vector<review::Reach> reach;
    review::Listening listening;
    review::Told told;
};

// On the database thread. `cases`: those that belong to it.
[[nodiscard]] Hindsight read_hindsight(store::Store& store, const IncidentId& incident, std::span<const Record* const> cases = {});

// The cases at hand that belong to it; of a case, itself.
[[nodiscard]] std::vector<DossierPtr> cases_of(const Desk& desk, const DossierPtr& dossier);

// The whole of it, as it stands now.
[[nodiscard]] Task<review::Review> look_back(const Desk& desk, store::Store& store, WorkerThread& database, DossierPtr dossier);

}  // namespace candor::desk
