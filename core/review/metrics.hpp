// The eight headline metrics: of one incident, or of many together.
#pragma once

#include "core/review/review.hpp"

namespace candor::review {

// So many of so many.
struct Share {
    std::int64_t part = 0;
    std::int64_t whole = 0;
    [[nodiscard]] std::optional<double> ratio() const;  // nullopt: of none
    Share& operator+=(const Share& other);
};

// What the metrics are computed from. Bases are added up, and never the metrics: a ratio of many incidents is one of all
// that they counted. Durations are kept one by one, as their median is shown.
struct Basis {
    // M1
    std::vector<Duration> to_declaration;
    std::vector<Duration> to_first_update;
    std::vector<Duration> to_workaround;
    std::vector<Duration> to_resolution;
    // M2, M3: of the promises that were due. One that is open and overdue is not kept.
    Share cadence;
    Share promises;
    std::int64_t beaten = 0;            // kept before they were due
    std::vector<Duration> early;        // by how much
    std::vector<Duration> eta_errors;   // of the last expected end that customers were told
    std::vector<Duration> eta_misses;   // of each of them: how far off, to either side
    // M4
    std::int64_t updates = 0;
    std::int64_t corrections = 0;
    std::int64_t blocked = 0;           // findings: of words put before a second person, and of what an update left out
    std::int64_t overrides = 0;
    // M5
    Share delivered;                    // deliveries, but those whose place a newer update took
    std::optional<Share> in_time;
    std::optional<std::int64_t> reached;   // recipients, within `in_time_limit`
    std::optional<std::int64_t> affected;  // customers
    Share reached_of_affected;             // where both are known
    // M6, M7
    std::int64_t listened = 0;          // incidents of which it is known who reported them
    std::int64_t proactive = 0;
    std::int64_t reports_before = 0;
    std::int64_t reports_after = 0;
    std::int64_t recipients = 0;
    std::int64_t cases = 0;
    std::int64_t contacts = 0;
    Share first_contact;
    // M8
    Share follow_ups;                   // questions sent, of those that were due
    Share satisfied;                    // of those who answered
    Share prevention;                   // done in time, of what was due
    std::optional<Share> attrition;     // left, of those who were told

    Basis& operator+=(const Basis& other);
};

// From everything else in the review.
[[nodiscard]] Basis basis_of(const Review& review);
[[nodiscard]] std::vector<Metric> metrics_of(const Basis& basis);

[[nodiscard]] std::optional<Duration> median(std::vector<Duration> durations);  // nullopt: of none
[[nodiscard]] std::optional<double> per_1000(std::int64_t part, std::int64_t whole);  // nullopt: of none

// An incident's first update, and the first report of a customer about it.
struct Opening {
    Time published{};
    std::optional<Time> first_report;
};
// The share of incidents that were published before the first customer had reported them; nullopt: there are none.
[[nodiscard]] std::optional<double> proactive_ratio(std::span<const Opening> openings);

}  // namespace candor::review
