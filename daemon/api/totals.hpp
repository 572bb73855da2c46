// What was published and kept since the daemon started, from the records: totals that only grow, though incidents that
// ended long ago leave the desk.
#pragma once

#include "core/incident/record.hpp"

#include <array>
#include <map>
#include <span>

namespace candor::api {

// Upper bounds of how late a promise was kept, in seconds; those on time are in the first.
inline constexpr std::array<int, 8> lateness_bounds{0, 1, 5, 30, 60, 300, 900, 3600};

struct Sums {
    std::int64_t updates = 0;
    std::int64_t kept = 0;
    std::int64_t missed = 0;
    std::int64_t warnings_set_aside = 0;
    std::int64_t blocks_set_aside = 0;
    std::int64_t withheld = 0;
    std::int64_t late_milliseconds = 0;
    std::array<std::int64_t, lateness_bounds.size()> within{};  // cumulative, as Prometheus has it

    Sums& operator+=(const Sums& other);
};

class Totals {
public:
    explicit Totals(Time since) : since_(since) {}

    // The incidents at hand now. Returns the sums over them and over all that were at hand before.
    [[nodiscard]] Sums observe(std::span<const Record* const> records);

private:
    Time since_;
    Sums gone_;                           // of incidents that are no longer at hand
    std::map<IncidentId, Sums> at_hand_;
};

}  // namespace candor::api
