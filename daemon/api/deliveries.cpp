// Deliveries: whom the updates reached, and another try for those they did not.
#include "daemon/api/asked.hpp"
#include "daemon/api/query.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/view.hpp"
#include "daemon/dispatch/dispatcher.hpp"
#include "daemon/http/json_body.hpp"

#include <array>
#include <charconv>
#include <limits>

namespace candor::api {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

// So many under way or waiting are counted one by one; beyond that they count as retrying.
constexpr std::size_t most_counted = 10'000;

// How many deliveries are in each state; those whose turn has not come yet are waiting.
using Counts = std::array<std::int64_t, enum_names<DeliveryState>.size()>;

std::int64_t& count_of(Counts& counts, DeliveryState state) {
    return counts.at(static_cast<std::size_t>(state));
}

struct OfChannel {
    ChannelId channel;
    Counts counts{};
};

std::int64_t count_rows(store::Store& store, const IncidentId& id, const ChannelId& channel, DeliveryState state) {
    store::DeliveryFilter filter;
    filter.state = state;
    filter.channel = channel;
    filter.limit = most_counted;
    return static_cast<std::int64_t>(store.deliveries(id, filter).size());
}

Counts counts_of(store::Store& store, const IncidentId& id, const store::ChannelCounts& stored) {
    Counts counts{};
    if (stored.counts.unsettled > 0) {
        count_of(counts, DeliveryState::attempting) = count_rows(store, id, stored.channel, DeliveryState::attempting);
        count_of(counts, DeliveryState::waiting) = count_rows(store, id, stored.channel, DeliveryState::waiting);
    }
    count_of(counts, DeliveryState::retrying) =
        stored.counts.unsettled - count_of(counts, DeliveryState::attempting) - count_of(counts, DeliveryState::waiting);
    count_of(counts, DeliveryState::waiting) += stored.counts.pending;
    count_of(counts, DeliveryState::delivered) = stored.counts.delivered;
    count_of(counts, DeliveryState::failed) = stored.counts.failed;
    count_of(counts, DeliveryState::gone) = stored.counts.gone;
    count_of(counts, DeliveryState::superseded) = stored.counts.superseded;
    return counts;
}

struct Page {
    std::vector<OfChannel> channels;
    std::vector<store::DeliveryRow> rows;
};

// On the database thread.
Page read_page(store::Store& store, const IncidentId& id, const store::DeliveryFilter& filter) {
    Page page;
    for (const store::ChannelCounts& stored : store.delivery_counts(id)) {
        page.channels.push_back({stored.channel, counts_of(store, id, stored)});
    }
    page.rows = store.deliveries(id, filter);
    return page;
}

json::object counts_view(const Counts& counts) {
    json::object out;
    for (std::size_t i = 0; i < counts.size(); ++i) out[enum_names<DeliveryState>.at(i)] = counts.at(i);
    return out;
}

json::value kind_of_channel(const desk::Setup& setup, const ChannelId& id) {
    if (id == subscriber_webhook_channel()) return json::value(to_string(ChannelKind::webhook));
    if (id == case_channel() || id == report_channel() || id == subscriber_mail_channel()) return json::value(to_string(ChannelKind::email));
    for (const ChannelRoute& channel : setup.channels) {
        if (channel.id == id) return json::value(to_string(channel.kind));
    }
    return nullptr;  // it is no longer configured
}

json::object delivery_view(const store::DeliveryRow& row, const Record& record) {
    const PublishedUpdate* update = find_update(record, row.update);
    const Delivery& delivery = row.delivery;
    json::object out;
    out["id"] = delivery_id(row.update, row.channel, row.recipient).str();
    out["update"] = row.update.str();
    out["update_number"] = update == nullptr ? json::value(nullptr) : json::value(update->update.number);
    out["channel"] = row.channel.str();
    out["recipient"] = row.recipient;
    out["state"] = to_string(delivery.state);
    out["attempts"] = delivery.attempts;
    out["status"] = delivery.last.status == 0 ? json::value(nullptr) : json::value(delivery.last.status);
    out["detail"] = delivery.last.detail;
    out["started_at"] = to_rfc3339(delivery.first_at);
    out["settled_at"] = time_or_null(delivery.settled_at);
    out["next_attempt_at"] = delivery.state == DeliveryState::retrying ? time_or_null(delivery.next_at) : json::value(nullptr);
    return out;
}

json::object page_view(const Page& page, const store::DeliveryFilter& filter, const Record& record, const desk::Setup& setup) {
    Counts all{};
    json::array channels;
    for (const OfChannel& one : page.channels) {
        json::object channel{{"channel", one.channel.str()}, {"kind", kind_of_channel(setup, one.channel)}};
        for (auto& member : counts_view(one.counts)) channel[member.key()] = member.value();
        channels.push_back(std::move(channel));
        for (std::size_t i = 0; i < all.size(); ++i) all.at(i) += one.counts.at(i);
    }
    json::array deliveries;
    for (const store::DeliveryRow& row : page.rows) deliveries.push_back(delivery_view(row, record));
    const bool more = page.rows.size() == filter.limit;
    json::object out{{"counts", counts_view(all)}, {"channels", std::move(channels)}, {"deliveries", std::move(deliveries)}};
    out["next"] = more ? json::value(std::to_string(page.rows.back().key)) : json::value(nullptr);
    return out;
}

Task<Response> list_deliveries(const Parts& parts, const Request& request, const Params& params) {
    QueryReader query(request);
    store::DeliveryFilter filter;
    filter.state = query.word("state", [](std::string_view text) { return parse_name<DeliveryState>(text); }, names_of<DeliveryState>());
    if (const auto channel = query.text("channel")) filter.channel = ChannelId(*channel);
    filter.limit = static_cast<std::size_t>(query.number("limit", 100, 1, 1000));
    filter.after = query.number("after", 0, 0, std::numeric_limits<std::int64_t>::max());
    if (auto error = query.error()) co_return *error;
    std::string id = params["id"];
    const auto found = co_await find_for(parts, request, std::move(id));
    if (!found) co_return found.error();
    const Record& record = (*found)->record;
    auto job = [&store = parts.store, incident = record.id, filter] { return read_page(store, incident, filter); };
    const Page page = co_await parts.database.run(std::move(job));
    co_return http::json(200, page_view(page, filter, record, parts.desk.setup()));
}

Task<Response> retry(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto asked = co_await read_asked(parts, request, params);
    if (!asked) co_return asked.error();
    if (auto error = http::FieldReader(asked->body).error()) co_return *error;
    auto job = [&store = parts.store, id = asked->dossier->record.id, now = parts.clock.now()] { return store.retry_now(id, now); };
    const std::size_t retried = co_await parts.database.run(std::move(job));
    if (retried > 0) parts.dispatcher.wake();
    co_return http::json(200, json::object{{"retried", retried}});
}

}  // namespace

void add_deliveries(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, Method::get, "/incidents/{id}/deliveries", Scope::read, list_deliveries);
    add(routes, parts, Method::post, "/incidents/{id}/deliveries/retry", Scope::respond, retry);
}

}  // namespace candor::api
