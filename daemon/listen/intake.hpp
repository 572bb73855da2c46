// Listening: what customers report is kept in their words, answered at once from the record, counted with the incident or
// the component that it is about, and taken to those in charge when it becomes much.
//
// Lives on the I/O thread.
#pragma once

#include "daemon/async/turn.hpp"
#include "daemon/listen/answer.hpp"
#include "daemon/listen/limiter.hpp"

#include <functional>
#include <map>

namespace candor::listen {

inline constexpr std::size_t largest_request = 64 * 1024;  // bytes: 2,000 characters, however they are encoded

// Who reports, as far as it matters for limits.
struct Sender {
    std::string address;    // empty: somebody whom we know
    bool is_robot = false;  // has filled in what people do not see
};

struct Counters {
    std::uint64_t kept = 0;
    std::uint64_t not_kept = 0;  // beyond the limits, or from a robot
};

class Intake {
public:
    struct Parts {
        desk::Desk& desk;
        store::Store& store;
        WorkerThread& database;
        const Clock& clock;
        std::function<std::uint64_t()> random_bits;
    };

    Intake(asio::any_io_executor executor, Parts parts, Limiter limiter = {});

    // Keeps the report, and answers. Its reference, time and incident are ours to give; `report.incident`, where it is
    // given, is the one that the customer names. Errors: invalid_argument with the field, store_failed.
    [[nodiscard]] Task<Result<Answer>> take(Report report, Sender sender);

    // The reports about a component that no incident has yet are this one's from now on.
    [[nodiscard]] Task<> gather(IncidentId incident, std::vector<ComponentId> components);
    // Since when reports about this component have come in that no incident has; nullopt: there are none.
    [[nodiscard]] Task<std::optional<store::ReportGroup>> waiting_for(ComponentId component);

    [[nodiscard]] const Counters& counters() const { return counters_; }

private:
    [[nodiscard]] Task<Result<desk::DossierPtr>> find_named(IncidentId named);
    [[nodiscard]] desk::DossierPtr about(const ComponentId& component) const;
    [[nodiscard]] Task<Result<ReportRef>> keep(Report report);
    [[nodiscard]] Task<desk::DossierPtr> act_on_many(Report report, desk::DossierPtr incident);
    [[nodiscard]] Task<> call_those_in_charge(IncidentId incident);
    [[nodiscard]] Task<desk::DossierPtr> open_incident(ComponentId component);
    [[nodiscard]] Task<> call_about(store::ReportGroup waiting);

    Parts parts_;
    Limiter limiter_;
    Turn turn_;
    Counters counters_;
    std::map<ComponentId, Time> called_;  // of the configured ones: no more than there are
};

}  // namespace candor::listen
