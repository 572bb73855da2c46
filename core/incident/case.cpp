#include "core/incident/case.hpp"

#include "core/incident/duty.hpp"
#include "core/incident/validate.hpp"
#include "core/message/mime.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor {

namespace {

// What one customer has use for. How many others are affected, and how it was checked that they are not, is not about them.
struct ConcernsCustomer {
    bool operator()(const Workaround&) const { return true; }
    bool operator()(const Action&) const { return true; }
    bool operator()(const Cause&) const { return true; }
    bool operator()(const Eta&) const { return true; }
    bool operator()(const ThirdParty&) const { return true; }
    bool operator()(const DataLoss&) const { return true; }
    bool operator()(const Security&) const { return true; }
    bool operator()(const Unaffected&) const { return true; }
    bool operator()(const Started&) const { return true; }
    bool operator()(const Symptom&) const { return false; }
    bool operator()(const Scope&) const { return false; }
    bool operator()(const Verification&) const { return false; }  // the customer's own check decides the case
    bool operator()(const Ended&) const { return false; }
    bool operator()(const Prevention&) const { return false; }
};

FactId id_in_case(const IncidentId& incident, const FactId& fact) {
    return FactId(fmt::format("{}.{}", incident.str(), fact.str()));
}

bool leaves_out(const UpdatePublished& update, const FactId& fact) {
    return std::any_of(update.withheld.begin(), update.withheld.end(), [&](const Withheld& one) { return one.what == fact.str(); });
}

// Was the fact replaced by one that was told, too?
bool is_replaced(const Record& incident, const FactId& fact, std::int64_t told) {
    return std::any_of(incident.facts.begin(), incident.facts.end(),
                       [&](const RecordedFact& other) { return other.fact.replaces == fact && other.seq <= told; });
}

class Listener {
public:
    Listener(Draft& draft, const Record& incident) : draft_(draft), incident_(incident), last_(incident.updates.back()) {}

    void listen() {
        for (const RecordedFact& recorded : incident_.facts) {
            if (recorded.seq <= last_.seq && std::visit(ConcernsCustomer{}, recorded.fact.body)) hear(recorded);
        }
        const auto& heard = draft_.record().heard;
        if (heard && heard->told.update == last_.update.id) return;
        draft_.add(IncidentHeard{incident_.id, last_.update.id, last_.update.number, last_.status, last_.at});
    }

private:
    void hear(const RecordedFact& recorded) {
        const FactId id = id_in_case(incident_.id, recorded.fact.id);
        const RecordedFact* known = find_fact(draft_.record(), id);
        if (recorded.retracted_seq != 0 && recorded.retracted_seq <= last_.seq) {
            if (known != nullptr && known->current) draft_.add(FactRetracted{id, recorded.retraction});
            return;
        }
        if (known != nullptr || leaves_out(last_.update, recorded.fact.id) || is_replaced(incident_, recorded.fact.id, last_.seq)) return;
        Fact fact = recorded.fact;
        fact.id = id;
        fact.replaces = replaced_here(recorded.fact);
        draft_.add(FactRecorded{std::move(fact)});
    }

    // What it replaces, where the case knows that.
    [[nodiscard]] std::optional<FactId> replaced_here(const Fact& fact) const {
        if (!fact.replaces) return std::nullopt;
        FactId id = id_in_case(incident_.id, *fact.replaces);
        const RecordedFact* known = find_fact(draft_.record(), id);
        return known != nullptr && known->current ? std::optional(std::move(id)) : std::nullopt;
    }

    Draft& draft_;
    const Record& incident_;
    const PublishedUpdate& last_;
};

}  // namespace

Result<void> validate_case(const Declare& command) {
    if (!command.customer) return Error(ErrorCode::invalid_argument, "A case is somebody's.", "customer", "Say whose: --customer \"order 4711\"");
    if (auto reference = validate_name(command.customer->reference, "customer"); !reference) return reference;
    // What is wrong with an address is said without it: it stands in no log.
    if (!parse_mail_address(command.address)) return Error(ErrorCode::invalid_argument, "This is no mail address.", "mail", "Give one like name@example.org.");
    return {};
}

Result<void> alarm_about_transfers(Draft& draft) {
    const Record& record = draft.record();
    if (record.kind != RecordKind::case_ || record.handovers.size() < transfers_that_alarm || record.handovers.back().seq != record.version) return {};
    const Handover& last = record.handovers.back();
    return raise_alarm(draft, {AlarmKind::transfer, fmt::format("A customer was passed on {} times, now from {} to {}.", record.handovers.size(), last.from, last.to)});
}

void hear_of_incident(Draft& draft) {
    const Record* about = draft.circumstances().about;
    if (draft.record().kind != RecordKind::case_ || !is_open(draft.record()) || about == nullptr || about->updates.empty()) return;
    Listener(draft, *about).listen();
}

std::optional<double> FirstContact::ratio() const {
    if (solved == 0) return std::nullopt;
    return static_cast<double>(without_transfer) / static_cast<double>(solved);
}

FirstContact first_contact(std::span<const Record* const> cases) {
    FirstContact sums;
    for (const Record* record : cases) {
        if (record->kind != RecordKind::case_ || (record->status != Status::resolved && record->status != Status::closed)) continue;
        ++sums.solved;
        if (record->handovers.empty()) ++sums.without_transfer;
    }
    return sums;
}

}  // namespace candor
