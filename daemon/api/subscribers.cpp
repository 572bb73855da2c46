// Those who subscribed, for operators. Addresses are shown to administrators alone; how many there are, to whoever responds.
#include "core/audience.hpp"
#include "daemon/api/asked.hpp"
#include "daemon/api/query.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/subscriber_view.hpp"
#include "daemon/api/view.hpp"
#include "daemon/http/json_body.hpp"
#include "daemon/listen/roster.hpp"

#include <fmt/format.h>

namespace candor::api {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

constexpr std::int64_t most_subscribers = 1000;

std::optional<ChannelId> parse_kind(std::string_view text) {
    if (text == "mail") return subscriber_mail_channel();
    if (text == "webhook") return subscriber_webhook_channel();
    return std::nullopt;
}

Task<Response> add_one(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto body = http::json_object(request);
    if (!body) co_return body.error();
    http::FieldReader fields(*body);
    Entry entry;
    entry.address = fields.text("address", longest_field);
    entry.basis = fields.text("basis", longest_field);
    auto read = read_wishes(fields, std::move(entry));
    if (!read) co_return read.error();
    Entry wanted = std::move(*read);
    std::string by = request.who.name;
    const auto done = co_await parts.roster.add(std::move(wanted), std::move(by));
    if (!done) co_return done.error();
    json::object answer{{"subscriber", subscriber_view(done->subscriber)}, {"known", done->what == Entered::known}};
    Response response = http::json(done->what == Entered::known ? 200 : 201, answer);
    response.with("Location", fmt::format("{}/subscribers/{}", prefix, done->subscriber.id.str()));
    co_return response;
}

struct WantedSubscribers {
    store::SubscriberFilter filter;
    std::string address;
};

Result<WantedSubscribers> read_filter(const Request& request) {
    QueryReader query(request);
    WantedSubscribers wanted;
    wanted.filter.channel = query.word("kind", parse_kind, "mail or webhook");
    wanted.filter.state = query.word("state", [](std::string_view text) { return parse_name<SubscriberState>(text); }, "pending, active, quarantined, suppressed or left");
    wanted.filter.after = query.number("after", 0, 0, std::int64_t{1} << 32U);
    wanted.filter.limit = static_cast<std::size_t>(query.number("limit", 100, 1, most_subscribers));
    wanted.address = query.text("address").value_or("");
    if (auto error = query.error()) return *error;
    return wanted;
}

std::vector<store::StoredSubscriber> with_address(store::Store& store, const WantedSubscribers& wanted) {
    std::vector<store::StoredSubscriber> found;
    for (const ChannelId& channel : {subscriber_mail_channel(), subscriber_webhook_channel()}) {
        if (auto one = store.find_subscriber(channel, channel == subscriber_mail_channel() ? subscriber_key(wanted.address) : wanted.address)) found.push_back(std::move(*one));
    }
    return found;
}

Task<Response> list_subscribers(const Parts& parts, const Request& request, const Params&) {
    const auto wanted = read_filter(request);
    if (!wanted) co_return wanted.error();
    auto job = [&store = parts.store, wanted = *wanted] { return wanted.address.empty() ? store.subscribers(wanted.filter) : with_address(store, wanted); };
    const auto found = co_await parts.database.run(std::move(job));
    json::array all;
    for (const store::StoredSubscriber& stored : found) all.push_back(subscriber_view(stored.subscriber));
    const bool more = wanted->address.empty() && found.size() == wanted->filter.limit;
    co_return http::json(200, json::object{{"subscribers", std::move(all)}, {"next_after", more ? json::value(found.back().recipient) : json::value(nullptr)}});
}

Task<Response> counts(const Parts& parts, const Request& request, const Params&) {
    if (auto error = refuse_query(request)) co_return *error;
    auto job = [&store = parts.store] { return store.count_subscribers(); };
    const auto found = co_await parts.database.run(std::move(job));
    json::array all;
    for (const store::SubscriberCount& one : found) {
        all.push_back(json::object{{"kind", kind_of(one.channel)}, {"state", to_string(one.state)}, {"language", one.language}, {"count", one.count}});
    }
    const bool open = !parts.desk.setup().subscription_languages.empty();
    co_return http::json(200, json::object{{"counts", std::move(all)}, {"open", open}});
}

Task<Response> import(const Parts& parts, const Request& request, const Params&) {
    QueryReader query(request);
    listen::Table table;
    table.basis = query.text("basis").value_or("");
    table.line = query.number("line", 2, 2, 1'000'000'000);
    if (auto error = query.error()) co_return *error;
    const std::string type = request.media_type();
    if (type != "text/csv") co_return Error(ErrorCode::unsupported_media, "A table is sent as text/csv.", "Content-Type", "Content-Type: text/csv");
    table.text = *request.body;
    table.by = request.who.name;
    const auto done = co_await parts.roster.import(std::move(table));
    if (!done) co_return done.error();
    json::array refused;
    for (const listen::RefusedRow& row : done->refused) {
        refused.push_back(json::object{{"line", row.line}, {"field", text_or_null(row.field)}, {"message", row.message}, {"mend", text_or_null(row.mend)}});
    }
    co_return http::json(200, json::object{{"added", done->added}, {"confirmed", done->confirmed}, {"known", done->known}, {"refused", std::move(refused)}});
}

// A piece of the table, and where the next one begins: a million subscribers are never held at once.
Task<Response> export_some(const Parts& parts, const Request& request, const Params&) {
    QueryReader query(request);
    store::SubscriberFilter filter;
    filter.after = query.number("after", 0, 0, std::int64_t{1} << 32U);
    filter.limit = static_cast<std::size_t>(query.number("limit", most_subscribers, 1, most_subscribers));
    if (auto error = query.error()) co_return *error;
    auto job = [&store = parts.store, filter] { return store.subscribers(filter); };
    const auto found = co_await parts.database.run(std::move(job));
    auto text = std::make_shared<std::string>();
    if (filter.after == 0) *text += csv_row(entry_header());
    for (const store::StoredSubscriber& stored : found) *text += csv_row(entry_row(stored.subscriber));
    Response response(200, "text/csv; charset=utf-8; header=present", text);
    response.with("Content-Disposition", "attachment; filename=\"subscribers.csv\"").with("Cache-Control", "no-store");
    if (found.size() == filter.limit)
        response.with("Link", fmt::format("<{}/subscribers/export?after={}&limit={}>; rel=\"next\"", prefix, found.back().recipient, filter.limit));
    co_return response;
}

Task<Response> show_subscriber(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    SubscriberId id(params["id"]);
    const auto found = co_await parts.roster.find(std::move(id));
    if (!found) co_return found.error();
    auto look = [&store = parts.store, one = *found] { return store.deliveries_to(one, most_shown_deliveries); };
    const auto sent = co_await parts.database.run(std::move(look));
    co_return http::json(200, json::object{{"subscriber", subscriber_view(found->subscriber)}, {"deliveries", deliveries_view(sent)}});
}

Entry entry_of(const Wish& wish) {
    Entry entry;
    entry.language = wish.language;
    entry.components = components_text(wish.components);
    entry.incident = wish.incident.str();
    entry.updates = std::string(to_string(wish.preference.updates));
    if (wish.preference.quiet) entry.quiet = to_text(*wish.preference.quiet);
    entry.time_zone = wish.preference.time_zone;
    return entry;
}

// On the database thread, of what they are then. `body` has been read once already: what is wrong with it is known.
Result<Subscriber> patched(Subscriber one, const json::object& body, const EntryRules& rules) {
    http::FieldReader fields(body);
    const auto state = fields.optional_text("state", 20);
    const auto entry = read_wishes(fields, entry_of(one.wish));
    if (!entry) return entry.error();
    auto wish = wish_of(*entry, rules);
    if (!wish) return wish.error();
    wish->format = one.wish.format;
    if (state && *state != "active") return Error(ErrorCode::invalid_argument, "state can be set to active alone.", "state", "DELETE makes a subscriber leave.");
    if (state) {
        auto again = enabled(std::move(one), rules.now);
        if (!again) return again.error();
        one = std::move(*again);
    }
    return one.wish == *wish ? Result<Subscriber>(std::move(one)) : changed(std::move(one), std::move(*wish));
}

Task<Response> patch(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto body = http::json_object(request);
    if (!body) co_return body.error();
    std::string by = request.who.name;
    const auto rules = parts.roster.rules(std::move(by));
    if (!rules) co_return rules.error();
    listen::Roster::Change change = [body = *body, rules = *rules](Subscriber one) { return patched(std::move(one), body, rules); };
    SubscriberId id(params["id"]);
    const auto done = co_await parts.roster.change(std::move(id), std::move(change));
    if (!done) co_return done.error();
    co_return http::json(200, json::object{{"subscriber", subscriber_view(done->subscriber)}});
}

Task<Response> remove(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    SubscriberId id(params["id"]);
    const auto done = co_await parts.roster.remove(std::move(id));
    if (!done) co_return done.error();
    co_return Response(204);
}

}  // namespace

void add_subscribers(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, Method::get, "/subscribers", Scope::admin, list_subscribers);
    add(routes, parts, Method::post, "/subscribers", Scope::admin, add_one);
    add(routes, parts, Method::get, "/subscribers/counts", Scope::respond, counts);
    add(routes, parts, Method::post, "/subscribers/import", Scope::admin, import);
    add(routes, parts, Method::get, "/subscribers/export", Scope::admin, export_some);
    add(routes, parts, Method::get, "/subscribers/{id}", Scope::admin, show_subscriber);
    add(routes, parts, Method::patch, "/subscribers/{id}", Scope::admin, patch);
    add(routes, parts, Method::del, "/subscribers/{id}", Scope::admin, remove);
}

}  // namespace candor::api
