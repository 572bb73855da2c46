#include "daemon/api/headlines.hpp"

#include "daemon/desk/hindsight.hpp"

#include <array>
#include <fmt/format.h>

namespace candor::api {

namespace {

constexpr Duration looked_back = std::chrono::days{90};
constexpr std::size_t most_ended = 1000;
constexpr Duration list_every = std::chrono::seconds{10};
constexpr Duration look_again_after = std::chrono::hours{6};
constexpr std::size_t most_at_once = 16;  // incidents looked at for one scrape

struct Gauge {
    std::string_view metric;
    std::string_view figure;
    std::string_view name;
    std::string_view help;
};

constexpr std::array gauges{
    Gauge{"M1", "detect_to_open", "candor_detect_to_open_seconds", "M1: median, from when it began to the declaration."},
    Gauge{"M1", "open_to_published", "candor_time_to_first_update_seconds", "M1: median, from the declaration to the first update."},
    Gauge{"M1", "time_to_workaround", "candor_time_to_workaround_seconds", "M1: median, from the declaration to the first update that told a workaround."},
    Gauge{"M1", "time_to_resolution", "candor_time_to_resolution_seconds", "M1: median, from the declaration to the end."},
    Gauge{"M2", "kept", "candor_cadence_kept_ratio", "M2: of the promised updates that were due, the share that came in time."},
    Gauge{"M3", "kept", "candor_promises_kept_ratio", "M3: of all promises that were due, the share that was kept."},
    Gauge{"M3", "beaten", "candor_promises_beaten_ratio", "M3: of all promises that were due, the share that was kept sooner than promised."},
    Gauge{"M3", "early", "candor_promises_early_seconds", "M3: median, how much sooner those were kept."},
    Gauge{"M3", "eta_error", "candor_eta_error_seconds", "M3: median, by how much the last expected end was too soon (or, negative, too late)."},
    Gauge{"M3", "eta_off_either_way", "candor_eta_off_seconds", "M3: median, how far expected ends were off to either side."},
    Gauge{"M4", "corrections", "candor_corrections_per_100_updates", "M4: corrections for each 100 updates."},
    Gauge{"M4", "blocked", "candor_blocked_findings_per_100_updates",
          "M4: findings that block, of words put before a second person and of what updates left out, for each 100 updates."},
    Gauge{"M4", "overrides", "candor_overrides_per_100_updates", "M4: findings that people set aside, for each 100 updates."},
    Gauge{"M5", "delivered", "candor_delivered_ratio", "M5: of the deliveries, without those that a newer update replaced, the share that arrived."},
    Gauge{"M5", "delivered_in_5_min", "candor_delivered_in_5_min_ratio", "M5: the share that arrived within 5 minutes of its publication."},
    Gauge{"M5", "reached_in_5_min", "candor_reached_in_5_min_recipients", "M5: recipients whom an update reached within 5 minutes, added up."},
    Gauge{"M5", "affected", "candor_affected_customers", "M5: customers who were affected, as recorded, added up."},
    Gauge{"M5", "reached_of_affected", "candor_reached_of_affected_ratio",
          "M5: recipients reached within 5 minutes, of the customers affected, where both are recorded."},
    Gauge{"M6", "reports_before_first_update", "candor_reports_before_first_update_per_1000",
          "M6: reports of customers before the first update, for each 1,000 recipients."},
    Gauge{"M6", "reports_after_first_update", "candor_reports_after_first_update_per_1000",
          "M6: reports of customers after the first update, for each 1,000 recipients."},
    Gauge{"M6", "proactive", "candor_published_before_reported_ratio", "M6: the share of incidents that were published before a customer reported them."},
    Gauge{"M6", "contacts_per_case", "candor_contacts_per_case", "M6: how often the customer of a case had to come to us: to open it, and when it was not over."},
    Gauge{"M7", "resolved", "candor_first_contact_ratio", "M7: of the cases that were solved, the share solved by whoever took them on."},
    Gauge{"M8", "follow_up_sent", "candor_follow_ups_sent_ratio", "M8: of the questions after the end that were due, the share that was sent."},
    Gauge{"M8", "satisfied", "candor_satisfied_ratio", "M8: of those who answered, the share for whom it is over."},
    Gauge{"M8", "prevention_in_time", "candor_prevention_in_time_ratio", "M8: of what was to change by now, the share that was done in time."},
    Gauge{"M8", "attrition", "candor_attrition_ratio", "M8: of the recipients whom an update reached, the share that is no recipient any more."},
};

// Of an incident everything but its cases, which are looked at by themselves; of a case only what cases are measured by.
review::Basis look(store::Store& store, const IncidentId& id, RecordKind kind, Time now) {
    desk::Hindsight past = desk::read_hindsight(store, id);
    const review::Review review = review::look_back(id, past.events, std::move(past.reach), now, past.listening, {}, past.told);
    if (kind != RecordKind::case_) return basis_of(review);
    const Record* itself = &review.record;
    const review::Told told = desk::read_hindsight(store, id, std::span(&itself, 1)).told;
    review::Basis basis;
    basis.cases = 1;
    basis.contacts = 1 + told.not_over_cases;
    basis.first_contact = {review.first_contact.without_transfer, review.first_contact.solved};
    return basis;
}

const review::Figure* find(const std::vector<review::Metric>& metrics, const Gauge& gauge) {
    for (const review::Metric& metric : metrics) {
        if (metric.id != gauge.metric) continue;
        for (const review::Figure& figure : metric.figures) {
            if (figure.name == gauge.figure) return &figure;
        }
    }
    return nullptr;
}

}  // namespace

Task<> Headlines::list(const Parts& parts) {
    const Time now = parts.desk.now();
    if (listed_at_ && now < *listed_at_ + list_every) co_return;
    listed_at_ = now;
    auto job = [&store = parts.store, since = now - looked_back] { return store.ended_since(since, most_ended); };
    const std::vector<store::Ended> ended = co_await parts.database.run(std::move(job));
    for (auto& [id, entry] : entries_) entry.listed = false;
    for (const store::Ended& one : ended) {
        if (one.kind == RecordKind::maintenance) continue;
        Entry& entry = entries_[one.id];
        if (entry.version != one.version) entry.seen.reset();
        entry.kind = one.kind;
        entry.version = one.version;
        entry.listed = true;
    }
    std::erase_if(entries_, [](const auto& one) { return !one.second.listed; });
}

// Those that were never looked at first, then those that were looked at longest ago.
std::vector<IncidentId> Headlines::stale(Time now) const {
    std::vector<std::pair<Time, IncidentId>> found;
    for (const auto& [id, entry] : entries_) {
        if (!entry.seen || *entry.seen + look_again_after <= now) found.emplace_back(entry.seen.value_or(Time{}), id);
    }
    std::sort(found.begin(), found.end());
    if (found.size() > most_at_once) found.resize(most_at_once);
    std::vector<IncidentId> ids;
    for (auto& [seen, id] : found) ids.push_back(std::move(id));
    return ids;
}

Task<> Headlines::refresh(const Parts& parts) {
    co_await list(parts);
    const Time now = parts.desk.now();
    for (const IncidentId& id : stale(now)) {
        const auto entry = entries_.find(id);
        if (entry == entries_.end()) continue;  // gone while another was looked at
        auto job = [&store = parts.store, id, kind = entry->second.kind, now] { return look(store, id, kind, now); };
        review::Basis basis = co_await parts.database.run(std::move(job));
        const auto found = entries_.find(id);
        if (found == entries_.end()) continue;
        found->second.basis = std::move(basis);
        found->second.seen = now;
    }
}

void Headlines::put(Exposition& out) const {
    review::Basis sum;
    std::int64_t incidents = 0;
    std::int64_t cases = 0;
    for (const auto& [id, entry] : entries_) {
        if (!entry.seen) continue;
        sum += entry.basis;
        ++(entry.kind == RecordKind::case_ ? cases : incidents);
    }
    out.family("candor_headline_records", "gauge", "Incidents and cases that ended in the last 90 days, which the figures M1 to M8 are over.");
    out.sample(incidents, {{"kind", "incident"}});
    out.sample(cases, {{"kind", "case"}});
    const auto metrics = metrics_of(sum);
    for (const Gauge& gauge : gauges) {
        const review::Figure* figure = find(metrics, gauge);
        if (figure == nullptr || !figure->value) continue;  // nothing to rest on: no number
        out.family(gauge.name, "gauge", gauge.help);
        out.sample(*figure->value);
    }
}

}  // namespace candor::api
