#include "core/review/metrics.hpp"

#include <algorithm>

namespace candor::review {

namespace {

std::optional<double> seconds(const std::optional<Duration>& duration) {
    if (!duration) return std::nullopt;
    return static_cast<double>(duration->count()) / 1000;
}

std::optional<double> ratio(std::int64_t part, std::int64_t whole) {
    if (whole == 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

std::optional<double> per_100(std::size_t part, std::size_t whole) {
    const auto share = ratio(static_cast<std::int64_t>(part), static_cast<std::int64_t>(whole));
    return share ? std::optional(*share * 100) : std::nullopt;
}

// What customers had to say before we did, and after it.
Metric customer_effort(const Review& review) {
    const Heard heard = review.heard.value_or(Heard{});
    return {"M6",
            "customer effort",
            {{"reports_before_first_update", "per_1000", per_1000(heard.before, heard.recipients)},
             {"reports_after_first_update", "per_1000", per_1000(heard.after, heard.recipients)},
             {"proactive", "ratio", review.heard ? std::optional(heard.is_proactive() ? 1.0 : 0.0) : std::nullopt}},
            review.heard ? "nobody is told by a channel" : "what customers report is not recorded"};
}

// One that is open and overdue is not kept.
std::optional<double> kept(const Review& review, bool cadence_only) {
    std::int64_t kept = 0;
    std::int64_t all = 0;
    for (const Promise& promise : review.ledger.promises) {
        if (cadence_only && promise.kind != PromiseKind::next_update) continue;
        if (is_open(promise) && !is_overdue(promise, review.as_of)) continue;
        ++all;
        if (std::holds_alternative<PromiseKept>(promise.state)) ++kept;
    }
    return ratio(kept, all);
}

// Of the last expected end that customers were told.
std::optional<double> eta_error(const Ledger& ledger) {
    return ledger.etas.empty() ? std::nullopt : seconds(ledger.etas.back().error);
}

struct Sums {
    std::int64_t delivered = 0;
    std::int64_t all = 0;  // but those whose place a newer update took
    std::optional<std::int64_t> in_time = 0;
};

Sums sums_of(const std::vector<Reach>& reach) {
    Sums sums;
    for (const Reach& one : reach) {
        sums.delivered += one.delivered;
        sums.all += one.delivered + one.failed + one.under_way;
        if (one.in_time && sums.in_time) *sums.in_time += *one.in_time;
        else sums.in_time.reset();
    }
    return sums;
}

std::optional<double> customers_affected(const Record& record) {
    const RecordedFact* scope = current_fact<Scope>(record);
    if (scope == nullptr) return std::nullopt;
    const auto& count = std::get<Scope>(scope->fact.body).count;
    return count ? std::optional(static_cast<double>(*count)) : std::nullopt;
}

Metric reach(const Review& review) {
    const Sums sums = sums_of(review.reach);
    const auto affected = customers_affected(review.record);
    return {"M5",
            "reach",
            {{"delivered", "ratio", ratio(sums.delivered, sums.all)},
             {"delivered_in_5_min", "ratio", sums.in_time ? ratio(*sums.in_time, sums.all) : std::nullopt},
             {"affected", "customers", affected}},
            sums.all == 0 ? "nothing was sent"
            : affected    ? "how many deliveries arrived in time"
                          : "how many customers are affected"};
}

}  // namespace

std::vector<Metric> metrics_of(const Review& review) {
    const std::size_t updates = review.record.updates.size();
    const auto corrections = static_cast<std::size_t>(review.communication.corrections);
    std::vector<Metric> metrics{
        {"M1",
         "time to first update",
         {{"detect_to_open", "s", seconds(review.repair.to_declaration)}, {"open_to_published", "s", seconds(review.communication.to_first_update)}},
         "when it began"},
        {"M2", "cadence kept", {{"kept", "ratio", kept(review, true)}}, "no update was due yet"},
        {"M3",
         "promises kept",
         {{"kept", "ratio", kept(review, false)}, {"eta_error", "s", eta_error(review.ledger)}},
         "an expected end that customers were told, and when it ended"},
        {"M4",
         "corrections and overrides",
         {{"corrections", "per_100", per_100(corrections, updates)}, {"overrides", "per_100", per_100(review.overridden.size(), updates)}},
         "no update was published"},
        reach(review),
        customer_effort(review),
        {"M7", "first-contact resolution", {{"resolved", "ratio", review.first_contact.ratio()}}, "cases that were solved"},
        {"M8", "loop closure", {{"satisfied", "ratio", {}}}, "what those who were asked have answered is not recorded"}};
    for (Metric& metric : metrics) {
        const bool whole = std::all_of(metric.figures.begin(), metric.figures.end(), [](const Figure& figure) { return figure.value.has_value(); });
        if (whole) metric.missing = {};
    }
    return metrics;
}

std::optional<double> per_1000(std::int64_t part, std::int64_t whole) {
    const auto share = ratio(part, whole);
    return share ? std::optional(*share * 1000) : std::nullopt;
}

std::optional<double> proactive_ratio(std::span<const Opening> openings) {
    const auto proactive = std::count_if(openings.begin(), openings.end(),
                                         [](const Opening& one) { return !one.first_report || *one.first_report >= one.published; });
    return ratio(proactive, static_cast<std::int64_t>(openings.size()));
}

}  // namespace candor::review
