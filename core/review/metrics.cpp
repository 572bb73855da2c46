#include "core/review/metrics.hpp"

#include <algorithm>

namespace candor::review {

namespace {

std::optional<double> seconds(const std::vector<Duration>& durations) {
    const auto middle = median(durations);
    if (!middle) return std::nullopt;
    return static_cast<double>(middle->count()) / 1000;
}

std::optional<double> per(std::int64_t part, std::int64_t whole, double times) {
    const auto share = Share{part, whole}.ratio();
    return share ? std::optional(*share * times) : std::nullopt;
}

std::optional<double> number(const std::optional<std::int64_t>& count) {
    return count ? std::optional(static_cast<double>(*count)) : std::nullopt;
}

std::optional<double> ratio(const std::optional<Share>& share) {
    return share ? share->ratio() : std::nullopt;
}

Metric first_update(const Basis& basis) {
    return {"M1",
            "time to first update",
            {{"detect_to_open", "s", seconds(basis.to_declaration), "when it began is not recorded"},
             {"open_to_published", "s", seconds(basis.to_first_update), "no update was published"},
             {"time_to_workaround", "s", seconds(basis.to_workaround), "no update told a workaround"},
             {"time_to_resolution", "s", seconds(basis.to_resolution), "it is not over"}},
            {}};
}

Metric cadence(const Basis& basis) {
    return {"M2", "cadence kept", {{"kept", "ratio", basis.cadence.ratio(), "no update was due yet"}}, {}};
}

Metric promises(const Basis& basis) {
    static constexpr std::string_view no_eta = "customers were told no expected end, or it is not over";
    return {"M3",
            "promises kept",
            {{"kept", "ratio", basis.promises.ratio(), "nothing that was promised was due yet"},
             {"beaten", "ratio", Share{basis.beaten, basis.promises.whole}.ratio(), "nothing that was promised was due yet"},
             {"early", "s", seconds(basis.early), "no promise was kept before it was due"},
             {"eta_error", "s", seconds(basis.eta_errors), no_eta},
             {"eta_off_either_way", "s", seconds(basis.eta_misses), no_eta}},
            {}};
}

Metric corrections(const Basis& basis) {
    static constexpr std::string_view none = "no update was published";
    return {"M4",
            "corrections and blocked findings",
            {{"corrections", "per_100", per(basis.corrections, basis.updates, 100), none},
             {"blocked", "per_100", per(basis.blocked, basis.updates, 100), none},
             {"overrides", "per_100", per(basis.overrides, basis.updates, 100), none}},
            {}};
}

Metric reach(const Basis& basis) {
    const bool sent = basis.delivered.whole > 0;
    return {"M5",
            "reach",
            {{"delivered", "ratio", basis.delivered.ratio(), "nothing was sent"},
             {"delivered_in_5_min", "ratio", ratio(basis.in_time), sent ? "how many deliveries arrived in time is not counted" : "nothing was sent"},
             {"reached_in_5_min", "recipients", number(basis.reached), "how many recipients an update reached in time is not counted"},
             {"affected", "customers", number(basis.affected), "how many customers are affected is not recorded"},
             {"reached_of_affected", "ratio", basis.reached_of_affected.ratio(), "how many are affected, or were reached, is not recorded"}},
            {}};
}

// What customers had to say before we did, and after it.
Metric customer_effort(const Basis& basis) {
    const std::string_view none = basis.listened > 0 ? "nobody is told by a channel" : "what customers report is not recorded";
    return {"M6",
            "customer effort",
            {{"reports_before_first_update", "per_1000", per_1000(basis.reports_before, basis.recipients), none},
             {"reports_after_first_update", "per_1000", per_1000(basis.reports_after, basis.recipients), none},
             {"proactive", "ratio", Share{basis.proactive, basis.listened}.ratio(), "what customers report is not recorded"},
             {"contacts_per_case", "per_case", per(basis.contacts, basis.cases, 1), "no case belongs to it"}},
            {}};
}

Metric first_contact_resolution(const Basis& basis) {
    return {"M7", "first-contact resolution", {{"resolved", "ratio", basis.first_contact.ratio(), "no case was solved"}}, {}};
}

Metric loop_closure(const Basis& basis) {
    const bool told = basis.attrition.has_value();
    return {"M8",
            "loop closure",
            {{"follow_up_sent", "ratio", basis.follow_ups.ratio(), "the question after the end was not due yet"},
             {"satisfied", "ratio", basis.satisfied.ratio(), "nobody has answered whether it is over"},
             {"prevention_in_time", "ratio", basis.prevention.ratio(), "nothing that is to change was due yet"},
             {"attrition", "ratio", ratio(basis.attrition), told ? "no update has reached anybody" : "who was reached is not counted"}},
            {}};
}

}  // namespace

std::vector<Metric> metrics_of(const Basis& basis) {
    std::vector<Metric> metrics{first_update(basis), cadence(basis),         promises(basis),                 corrections(basis),
                                reach(basis),        customer_effort(basis), first_contact_resolution(basis), loop_closure(basis)};
    for (Metric& metric : metrics) {
        for (Figure& figure : metric.figures) {
            if (figure.value) figure.missing = {};
            if (metric.missing.empty()) metric.missing = figure.missing;
        }
    }
    return metrics;
}

std::optional<Duration> median(std::vector<Duration> durations) {
    if (durations.empty()) return std::nullopt;
    std::sort(durations.begin(), durations.end());
    const std::size_t middle = durations.size() / 2;
    if (durations.size() % 2 == 1) return durations[middle];
    return (durations[middle - 1] + durations[middle]) / 2;
}

std::optional<double> per_1000(std::int64_t part, std::int64_t whole) {
    return per(part, whole, 1000);
}

std::optional<double> proactive_ratio(std::span<const Opening> openings) {
    const auto proactive = std::count_if(openings.begin(), openings.end(),
                                         [](const Opening& one) { return !one.first_report || *one.first_report >= one.published; });
    return Share{proactive, static_cast<std::int64_t>(openings.size())}.ratio();
}

}  // namespace candor::review
