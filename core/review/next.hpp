// What to do next in an incident, the most urgent first, each with the one command that does it: a pure function of the
// record. It says what is missing, never what the answer is: places to be filled in stand as "..." or in capitals.
#pragma once

#include "core/incident/record.hpp"
#include "core/report/report.hpp"

#include <span>

namespace candor::review {

enum class Urgency {
    now,   // a word is being broken, or has been
    soon,  // before the next update
    then,  // before the incident can end
};

struct Step {
    std::string id;  // "scope_unknown": stable, for programs
    Urgency urgency = Urgency::soon;
    std::string what;                // one sentence, for people who work on the incident
    std::string command;             // "candor fact 4f7k2m9q1x3a symptom \"...\""
    std::vector<std::string> rules;  // of the honesty check, that ask for it
    std::optional<Time> due;
};

struct Surroundings {
    Time now{};
    std::int64_t failed_deliveries = 0;
    std::int64_t deliveries_under_way = 0;  // that have not reached an end state
    std::optional<Status> incident = {};    // of a case: where its incident stands now
    std::int64_t open_cases = 0;            // that belong to it
    std::span<const Duration> rechecks = {};  // after the end: when it is to be looked at again
    ReportSummary reports = {};             // of customers about it; without tasks where the asker may not read their words
    std::int64_t alerts_firing = 0;         // of monitoring
    std::int64_t alerts_stopped = 0;
    std::string may_give = {};              // a remedy that the plan allows here; empty: none
    Duration soak{0};                       // how long a passed check must hold before it is resolved
};

[[nodiscard]] std::vector<Step> next_steps(const Record& record, const Surroundings& around);

}  // namespace candor::review

namespace candor {

template <>
inline constexpr auto enum_names<review::Urgency> = std::to_array<std::string_view>({"now", "soon", "then"});

}  // namespace candor
