// Metrics, for Prometheus. Each says what it counts over; none says more than the parts can tell.
#include "core/audience.hpp"
#include "core/incident/case.hpp"
#include "core/page.hpp"
#include "core/review/metrics.hpp"
#include "daemon/api/asked.hpp"
#include "daemon/api/exposition.hpp"
#include "daemon/api/headlines.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/totals.hpp"
#include "daemon/desk/inspector.hpp"
#include "daemon/dispatch/dispatcher.hpp"
#include "daemon/listen/intake.hpp"
#include "daemon/listen/readback.hpp"

#include <array>
#include <fmt/format.h>

namespace candor::api {

using http::Params;
using http::Request;
using http::Response;

namespace {

double to_seconds(Time time) {
    return static_cast<double>(time.time_since_epoch().count()) / 1000;
}

std::int64_t whole(std::uint64_t count) {
    return static_cast<std::int64_t>(count);
}

void put_process(Exposition& out, const Parts& parts) {
    out.family("candor_build_info", "gauge", "The version that runs; always 1.");
    out.sample(std::int64_t{1}, {{"version", parts.version}});
    out.family("process_start_time_seconds", "gauge", "When the daemon started.");
    out.sample(to_seconds(parts.started_at));
}

void put_desk(Exposition& out, std::span<const desk::DossierPtr> open) {
    out.family("candor_incidents_open", "gauge", "Incidents that are open.");
    out.sample(static_cast<std::int64_t>(open.size()));
    std::optional<Time> next;
    for (const desk::DossierPtr& dossier : open) {
        const auto due = next_promised(dossier->record);
        if (due) next = std::min(*due, next.value_or(*due));
    }
    if (!next) return;
    out.family("candor_next_update_due_timestamp_seconds", "gauge", "The soonest time promised in an open incident.");
    out.sample(to_seconds(*next));
}

// Of the open incidents and those ended lately. An update that is late is the daemon's; an answer that is late is somebody's.
void put_overdue(Exposition& out, std::span<const Record* const> records, Time now) {
    std::array<std::int64_t, enum_names<PromiseKind>.size()> overdue{};
    for (const Record* record : records) {
        for (const Promise& promise : record->promises) overdue.at(static_cast<std::size_t>(promise.kind)) += is_overdue(promise, now) ? 1 : 0;
    }
    out.family("candor_promises_overdue", "gauge", "Promises whose time has passed and that are still open, by kind.");
    for (std::size_t i = 0; i < overdue.size(); ++i) out.sample(overdue.at(i), {{"kind", std::string(enum_names<PromiseKind>.at(i))}});
}

void put_sums(Exposition& out, const Sums& sums) {
    out.family("candor_updates_published_total", "counter", "Updates published since the daemon started.");
    out.sample(sums.updates);
    out.family("candor_overrides_total", "counter", "Findings of the honesty check that were set aside, since the daemon started.");
    out.sample(sums.warnings_set_aside, {{"severity", "warn"}});
    out.sample(sums.blocks_set_aside, {{"severity", "block"}});
    out.family("candor_withheld_total", "counter", "Facts and titles left out of an update because the record did not bear them out.");
    out.sample(sums.withheld);
    out.family("candor_promises_kept_total", "counter", "Promises of every kind kept since the daemon started.");
    out.sample(sums.kept);
    out.family("candor_promises_missed_total", "counter", "Promises made good too late, or broken, since the daemon started.");
    out.sample(sums.missed);
    out.family("candor_promise_lateness_seconds", "histogram", "How late promises were made good; 0 for those that were kept.");
    for (std::size_t i = 0; i < lateness_bounds.size(); ++i) {
        out.sample(sums.within.at(i), {{"le", fmt::format("{}", lateness_bounds.at(i))}}, "_bucket");
    }
    out.sample(sums.kept + sums.missed, {{"le", "+Inf"}}, "_bucket");
    out.sample(static_cast<double>(sums.late_milliseconds) / 1000, {}, "_sum");
    out.sample(sums.kept + sums.missed, {}, "_count");
}

void put_dispatcher(Exposition& out, const dispatch::Counters& counters) {
    out.family("candor_delivery_attempts_total", "counter", "Attempts at a delivery since the daemon started.");
    out.sample(whole(counters.attempts));
    out.family("candor_deliveries_delivered_total", "counter", "Deliveries accepted by the other side since the daemon started.");
    out.sample(whole(counters.delivered));
    out.family("candor_store_exchanges_total", "counter", "Transactions in which outcomes were recorded and deliveries claimed.");
    out.sample(whole(counters.exchanges));
    out.family("candor_in_flight", "gauge", "Attempts under way now.");
    out.sample(static_cast<std::int64_t>(counters.in_flight));
    out.family("candor_ready", "gauge", "Deliveries claimed and not started yet.");
    out.sample(static_cast<std::int64_t>(counters.ready));
}

void put_frozen(Exposition& out, const desk::Setup& setup) {
    out.family("candor_frozen", "gauge", "1 while nothing is sent, until candor resume.");
    out.sample(static_cast<std::int64_t>(setup.frozen ? 1 : 0));
}

void put_damage(Exposition& out, const desk::Inspector* inspector) {
    if (inspector == nullptr) return;
    out.family("candor_damage", "gauge", "Records and texts in the database that are not what was committed, as of the last hourly look.");
    out.sample(whole(inspector->damage().size()));
}

// M7: cases solved by whoever took them on. Of the last 50 that were solved.
void put_cases(Exposition& out, const Parts& parts) {
    std::vector<const Record*> ended;
    for (const desk::DossierPtr& dossier : parts.desk.recent_cases()) ended.push_back(&dossier->record);
    const FirstContact sums = first_contact(ended);
    out.family("candor_cases_open", "gauge", "Customers' own cases that are open.");
    out.sample(static_cast<std::int64_t>(parts.desk.open(RecordKind::case_).size()));
    out.family("candor_cases_solved", "gauge", "Cases solved, of the last 50 that ended.");
    out.sample(sums.solved);
    const auto ratio = sums.ratio();
    if (!ratio) return;
    out.family("candor_first_contact_resolution_ratio", "gauge", "Of those, the share that was solved by whoever took them on.");
    out.sample(*ratio);
    out.family("candor_first_contact_resolution_below_target", "gauge", "1 while that share is below 0.95.");
    out.sample(static_cast<std::int64_t>(*ratio < first_contact_target ? 1 : 0));
}

// Of ten thousand incidents, so many are asked for at once: what is to be sent or recorded need not wait for the rest.
constexpr std::size_t at_once = 100;

template <class T>
std::vector<std::vector<T>> slices_of(const std::vector<T>& all) {
    std::vector<std::vector<T>> slices;
    for (std::size_t i = 0; i < all.size(); i += at_once) {
        const auto begin = all.begin() + static_cast<std::ptrdiff_t>(i);
        slices.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(std::min(at_once, all.size() - i)));
    }
    return slices;
}

using CountsByChannel = std::map<ChannelId, store::DeliveryCounts>;

// On the database thread.
void add_deliveries(CountsByChannel& sums, store::Store& store, const std::vector<IncidentId>& incidents) {
    for (const IncidentId& id : incidents) {
        for (const store::ChannelCounts& one : store.delivery_counts(id)) {
            store::DeliveryCounts& sum = sums[one.channel];
            sum.pending += one.counts.pending;
            sum.unsettled += one.counts.unsettled;
            sum.delivered += one.counts.delivered;
            sum.failed += one.counts.failed;
            sum.gone += one.counts.gone;
            sum.superseded += one.counts.superseded;
        }
    }
}

Task<CountsByChannel> count_deliveries(const Parts& parts, const std::vector<IncidentId>& incidents) {
    auto sums = std::make_shared<CountsByChannel>();
    for (std::vector<IncidentId>& some : slices_of(incidents)) {
        auto job = [&store = parts.store, sums, some = std::move(some)] { add_deliveries(*sums, store, some); };
        co_await parts.database.run(std::move(job));
    }
    co_return std::move(*sums);
}

void put_deliveries(Exposition& out, const CountsByChannel& channels) {
    out.family("candor_deliveries", "gauge", "Deliveries of what is open or ended lately, by state.");
    for (const auto& [channel, counts] : channels) {
        const std::pair<std::string_view, std::int64_t> states[] = {
            {"pending", counts.pending}, {"unsettled", counts.unsettled}, {"delivered", counts.delivered},
            {"failed", counts.failed},   {"gone", counts.gone},           {"superseded", counts.superseded}};
        for (const auto& [state, count] : states) out.sample(count, {{"channel", channel.str()}, {"state", state}});
    }
}

void put_intake(Exposition& out, const listen::Counters& counters) {
    out.family("candor_reports_total", "counter", "Reports of customers since the daemon started: kept, or beyond the limits.");
    out.sample(whole(counters.kept), {{"kept", "yes"}});
    out.sample(whole(counters.not_kept), {{"kept", "no"}});
}

// A look at all of them now and then is enough.
struct SubscriberCounts {
    std::vector<store::SubscriberCount> counts;
    std::optional<Time> read_at;
};
constexpr Duration counts_hold = std::chrono::minutes{1};

void put_subscribers(Exposition& out, std::span<const store::SubscriberCount> counts) {
    if (counts.empty()) return;
    out.family("candor_subscribers", "gauge", "Those who subscribed, by kind, state and language. Counted once a minute.");
    for (const store::SubscriberCount& one : counts) {
        const char* kind = one.channel == subscriber_webhook_channel() ? "webhook" : "mail";
        out.sample(one.count, {{"kind", kind}, {"state", std::string(to_string(one.state))}, {"language", one.language}});
    }
}

void put_readback(Exposition& out, const listen::Readback* readback) {
    if (readback == nullptr) return;
    out.family("candor_readback_total", "counter", "Published updates looked for on the page since the daemon started.");
    out.sample(readback->state().found, {{"result", "found"}});
    out.sample(readback->state().missing, {{"result", "missing"}});
    out.family("candor_readback_absent", "gauge", "1 while the page does not show an update that it should.");
    out.sample(std::int64_t{readback->state().absent ? 1 : 0});
}

// How much customers had to say about what is open, and how soon we spoke ourselves.
struct Effort {
    std::int64_t before = 0;
    std::int64_t after = 0;
    std::int64_t recipients = 0;
    std::int64_t waiting = 0;  // reports that no incident has, within the time that counts
    std::vector<review::Opening> openings;
};

struct FirstUpdate {
    IncidentId incident;
    Time at{};
    bool open = false;
};

// Of these records the first `open` are open incidents.
std::vector<FirstUpdate> first_updates(std::span<const Record* const> records, std::size_t open) {
    std::vector<FirstUpdate> published;
    for (std::size_t i = 0; i < records.size(); ++i) {
        const Record& record = *records[i];
        if (!record.updates.empty()) published.push_back({record.id, record.updates.front().at, i < open});
    }
    return published;
}

// Of the open incidents; the openings are of those ended lately, too. On the database thread.
void add_effort(Effort& effort, store::Store& store, const std::vector<FirstUpdate>& published) {
    for (const FirstUpdate& first : published) {
        if (first.open) {
            for (const Time report : store.report_times(first.incident)) ++(report < first.at ? effort.before : effort.after);
            effort.recipients += store.count_recipients(first.incident);
        }
        effort.openings.push_back({first.at, store.report_summary(first.incident).first});
    }
}

Task<Effort> read_effort(const Parts& parts, const std::vector<FirstUpdate>& published) {
    auto effort = std::make_shared<Effort>();
    auto wait = [&store = parts.store, effort, since = parts.desk.now() - parts.desk.setup().reports.within] {
        for (const store::ReportGroup& group : store.report_groups(since)) effort->waiting += group.incident.empty() ? group.count : 0;
    };
    co_await parts.database.run(std::move(wait));
    for (std::vector<FirstUpdate>& some : slices_of(published)) {
        auto job = [&store = parts.store, effort, some = std::move(some)] { add_effort(*effort, store, some); };
        co_await parts.database.run(std::move(job));
    }
    co_return std::move(*effort);
}

void put_effort(Exposition& out, const Effort& effort) {
    out.family("candor_reports_waiting", "gauge", "Reports of customers within reports.within about which no incident is open.");
    out.sample(effort.waiting);
    if (effort.recipients > 0) {
        out.family("candor_reports_per_1000_recipients", "gauge", "Reports about the incidents that are open, before and after their first update.");
        out.sample(*review::per_1000(effort.before, effort.recipients), {{"when", "before_first_update"}});
        out.sample(*review::per_1000(effort.after, effort.recipients), {{"when", "after_first_update"}});
    }
    const auto ratio = review::proactive_ratio(effort.openings);
    if (!ratio) return;
    out.family("candor_proactive_ratio", "gauge", "Of the incidents open or ended lately: those published before the first customer reported them.");
    out.sample(*ratio);
}

// What lasts from one scrape to the next.
struct Kept {
    Totals totals;
    Headlines headlines;
    SubscriberCounts subscribers;
};

Task<Response> metrics(const Parts& parts, std::shared_ptr<Kept> kept) {
    const auto open = parts.desk.open();
    std::vector<const Record*> records;
    for (const desk::DossierPtr& dossier : open) records.push_back(&dossier->record);
    for (const desk::DossierPtr& dossier : parts.desk.recent()) records.push_back(&dossier->record);
    for (const desk::DossierPtr& dossier : parts.desk.recent_cases()) records.push_back(&dossier->record);
    std::vector<desk::DossierPtr> others = parts.desk.open(RecordKind::maintenance);
    for (desk::DossierPtr& own : parts.desk.open(RecordKind::case_)) others.push_back(std::move(own));
    for (const desk::DossierPtr& dossier : others) records.push_back(&dossier->record);
    std::vector<IncidentId> ids;
    for (const Record* record : records) ids.push_back(record->id);
    Exposition out;
    put_process(out, parts);
    put_desk(out, open);
    put_overdue(out, records, parts.desk.now());
    put_sums(out, kept->totals.observe(records));
    put_frozen(out, parts.desk.setup());
    put_damage(out, parts.inspector);
    put_cases(out, parts);
    put_dispatcher(out, parts.dispatcher.counters());
    put_intake(out, parts.intake.counters());
    put_readback(out, parts.readback);
    // From here on records may go: only what was copied is good.
    const auto published = first_updates(records, open.size());
    put_deliveries(out, co_await count_deliveries(parts, ids));
    put_effort(out, co_await read_effort(parts, published));
    if (const Time now = parts.desk.now(); !kept->subscribers.read_at || now - *kept->subscribers.read_at >= counts_hold) {
        auto count = [&store = parts.store] { return store.count_subscribers(); };
        kept->subscribers.counts = co_await parts.database.run(std::move(count));
        kept->subscribers.read_at = now;
    }
    put_subscribers(out, kept->subscribers.counts);
    co_await kept->headlines.refresh(parts);
    kept->headlines.put(out);
    co_return Response(200, "text/plain; version=0.0.4; charset=utf-8", std::make_shared<const std::string>(out.take()));
}

}  // namespace

void add_metrics(Routes& routes, const PartsPtr& parts) {
    const auto kept = std::make_shared<Kept>(Kept{Totals(parts->started_at), {}, {}});
    routes.emplace_back(http::Method::get, "/metrics", http::Scope::read,
                        [parts, kept](const Request&, const Params&) { return metrics(*parts, kept); });
}

}  // namespace candor::api
