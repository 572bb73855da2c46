// What an incident came to, looked back on: a pure function of its events and of how its deliveries ended. What was said is
// measured apart from what was repaired; nobody is measured by name.
#pragma once

#include "core/incident/case.hpp"
#include "core/incident/record.hpp"

#include <span>

namespace candor::review {

// A delivery that arrived within this of being published arrived in time.
inline constexpr Duration in_time_limit = std::chrono::minutes{5};

// How the deliveries of one channel ended, over all updates of the incident.
struct Reach {
    ChannelId channel;
    std::int64_t delivered = 0;
    std::int64_t failed = 0;      // for good, or the address is gone
    std::int64_t superseded = 0;  // a newer update took its place
    std::int64_t under_way = 0;
    std::optional<std::int64_t> in_time;  // of those delivered; nullopt: not counted
};

// What became of those who were told, as the deliveries and the answers stand when it is looked back. What is not counted,
// or too much to be, is nullopt.
struct Told {
    std::optional<std::int64_t> recipients;  // whom one of its updates reached
    std::optional<std::int64_t> in_time;     // of them: one within `in_time_limit`
    std::optional<std::int64_t> left;        // of them: no recipient any more
    std::int64_t over = 0;                   // who answered that it is over for them
    std::int64_t not_over = 0;               // and that it is not
    std::int64_t not_over_cases = 0;         // the same, by the customers of its cases
};

struct Silence {
    ChannelKind audience = ChannelKind::email;
    Time from{};
    Time to{};
};

// What was said, and how soon.
struct Communication {
    std::optional<Duration> to_first_update;  // from the declaration
    std::optional<Silence> longest_silence;   // of one audience, from the declaration to the end (or until now)
    std::int64_t corrections = 0;
};

// What was done about it, as far as it is recorded.
struct Repair {
    std::optional<Time> started;
    bool start_is_suspected = false;
    std::optional<Time> ended;
    std::optional<Duration> to_declaration;  // from the start; negative where the start is recorded as later
    std::optional<Duration> to_workaround;   // from the declaration to the first update that told one
    std::optional<Duration> to_resolution;   // from the declaration to the end
    std::optional<Duration> to_fix;          // from start to end
};

// An expected end that customers were told, and what became of it. Positive: it took longer.
struct EtaError {
    FactId fact;
    Time latest{};
    Duration error{0};
};

struct Ledger {
    std::int64_t kept = 0;
    std::int64_t missed = 0;
    std::int64_t overdue = 0;  // open, and their time has passed
    Duration worst{0};         // lateness of a promise that was made good
    std::vector<Promise> promises;
    std::vector<EtaError> etas;
};

// When customers reported it, and how many were told.
struct Listening {
    std::vector<Time> reports;    // oldest first
    std::int64_t recipients = 0;  // of the channels that carried its updates
};

// The effort that it took customers to make themselves heard.
struct Heard {
    std::int64_t before = 0;      // reports before the first update was published
    std::int64_t after = 0;       // at that time or later
    std::int64_t recipients = 0;
    [[nodiscard]] bool is_proactive() const { return before == 0; }  // we spoke before anybody had to ask
};

// A finding of the honesty check that people set aside. What should the tool have offered instead? Who set it aside is in
// the record, and not in here.
struct SetAside {
    std::int64_t update = 0;  // number
    std::string rule;
    std::string reason;
    bool two_people = false;  // the rule blocks, and a second person agreed
};

struct LeftOut {
    std::int64_t update = 0;  // number
    std::string what;         // "title", or the id of a fact
    std::string rule;
};

// What it took: commands of people against what the clock did.
struct Effort {
    std::int64_t commands = 0;  // that changed the record; a person's
    std::int64_t updates_by_people = 0;
    std::int64_t updates_by_clock = 0;
    std::optional<double> commands_per_update;
};

// What can be learned from the record: a cause that was found, a fact that was taken back, an update that was corrected, a
// check that failed, a rule that somebody set aside: is the rule wrong, or does somebody need to be shown?
enum class LearningKind { cause, taken_back, correction, failed_check, set_aside };

struct Learning {
    LearningKind kind = LearningKind::cause;
    std::string ref;   // the id of the fact, or the number of the corrected update
    std::string text;  // as it was recorded
};

struct PreventionAction {
    FactId fact;
    Prevention prevention;
};

// What was given in one currency, to all customers together. The organisation bears the cost.
struct GivenSum {
    std::string currency;  // empty: what costs nothing
    std::int64_t times = 0;
    std::int64_t value = 0;
    std::int64_t cost = 0;
};

// One figure of a metric. One that has nothing to rest on says why, and never shows a number.
struct Figure {
    std::string_view name;     // "open_to_published"
    std::string_view unit;     // "s", "ratio", "per_100", "per_1000", "per_case", "customers", "recipients"
    std::optional<double> value;
    std::string_view missing;  // why there is none; empty where there is one
};

// The headline metrics.
struct Metric {
    std::string_view id;  // "M1" ... "M8"
    std::string_view name;
    std::vector<Figure> figures;
    std::string_view missing;  // of the first figure without a value; empty where every figure has one
};

struct Review {
    Record record;
    Time as_of{};
    Communication communication;
    Repair repair;
    Ledger ledger;
    std::vector<SetAside> overridden;
    std::vector<LeftOut> withheld;
    std::vector<Reach> reach;
    Effort effort;
    std::optional<Heard> heard;  // nullopt: not asked for, or nothing is published yet
    std::vector<Metric> metrics;
    std::vector<Learning> learnings;
    std::vector<PreventionAction> prevention;
    std::vector<GivenSum> given;  // one for each currency
    std::vector<Event> timeline;
    FirstContact first_contact;
    std::int64_t cases = 0;  // that belong to it; of a case: itself
    std::optional<Told> told;
};

// `events`: all of the incident's, in their order.
// `cases`: those that belong to it, as far as they are at hand.
[[nodiscard]] Review look_back(const IncidentId& incident, std::span<const Event> events, std::vector<Reach> reach, Time now,
                               const std::optional<Listening>& listening = std::nullopt, std::span<const Record* const> cases = {},
                               const std::optional<Told>& told = std::nullopt);

}  // namespace candor::review

namespace candor {

template <>
inline constexpr auto enum_names<review::LearningKind> =
    std::to_array<std::string_view>({"cause", "taken_back", "correction", "failed_check", "set_aside"});

}  // namespace candor
