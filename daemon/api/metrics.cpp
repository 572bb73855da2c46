// Metrics, for Prometheus. Each says what it counts over; none says more than the parts can tell.
#include "core/page.hpp"
#include "daemon/api/asked.hpp"
#include "daemon/api/exposition.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/totals.hpp"
#include "daemon/dispatch/dispatcher.hpp"

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

using CountsByChannel = std::map<ChannelId, store::DeliveryCounts>;

// On the database thread.
CountsByChannel count_deliveries(store::Store& store, const std::vector<IncidentId>& incidents) {
    CountsByChannel sums;
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
    return sums;
}

void put_deliveries(Exposition& out, const CountsByChannel& channels) {
    out.family("candor_deliveries", "gauge", "Deliveries of the incidents that are open, by state.");
    for (const auto& [channel, counts] : channels) {
        const std::pair<std::string_view, std::int64_t> states[] = {
            {"pending", counts.pending}, {"unsettled", counts.unsettled}, {"delivered", counts.delivered},
            {"failed", counts.failed},   {"gone", counts.gone},           {"superseded", counts.superseded}};
        for (const auto& [state, count] : states) out.sample(count, {{"channel", channel.str()}, {"state", state}});
    }
}

Task<Response> metrics(const Parts& parts, std::shared_ptr<Totals> totals) {
    const auto open = parts.desk.open();
    std::vector<IncidentId> ids;
    std::vector<const Record*> records;
    for (const desk::DossierPtr& dossier : open) {
        ids.push_back(dossier->record.id);
        records.push_back(&dossier->record);
    }
    for (const desk::DossierPtr& dossier : parts.desk.recent()) records.push_back(&dossier->record);
    Exposition out;
    put_process(out, parts);
    put_desk(out, open);
    put_overdue(out, records, parts.desk.now());
    put_sums(out, totals->observe(records));
    put_dispatcher(out, parts.dispatcher.counters());
    auto job = [&store = parts.store, ids] { return count_deliveries(store, ids); };
    put_deliveries(out, co_await parts.database.run(std::move(job)));
    co_return Response(200, "text/plain; version=0.0.4; charset=utf-8", std::make_shared<const std::string>(out.take()));
}

}  // namespace

void add_metrics(Routes& routes, const PartsPtr& parts) {
    const auto totals = std::make_shared<Totals>(parts->started_at);
    routes.emplace_back(http::Method::get, "/metrics", http::Scope::read,
                        [parts, totals](const Request&, const Params&) { return metrics(*parts, totals); });
}

}  // namespace candor::api
