#include "core/audience.hpp"
#include "core/incident/codec.hpp"
#include "daemon/failpoint.hpp"
#include "daemon/store/outbox.hpp"
#include "daemon/store/schema.hpp"
#include "daemon/store/state.hpp"

#include <algorithm>

namespace candor::store {

using soci::into;
using soci::use;

namespace {

void insert_publication(soci::session& sql, const Commit& commit, const Publication& publication) {
    for (const RenderedVariant& rendered : publication.messages) {
        insert_message(sql, commit.incident, publication, rendered);
        FAILPOINT("publish.after_message");
    }
    for (const Route& route : publication.routes) {
        start_fanout(sql, {publication.queue.empty() ? commit.incident : publication.queue, commit.events.back().at}, publication, route);
        FAILPOINT("publish.after_fanout");
    }
}

std::string insert_events(soci::session& sql, const Commit& commit, std::string chain) {
    for (const Event& event : commit.events) {
        const std::string type(type_of(event.body));
        const std::string body = event_body_to_text(event.body);
        const std::int64_t at = to_db(event.at);
        chain = chain_hash(chain, commit.incident, event.seq, event.at, event.actor, type, body);
        sql << "INSERT INTO event (incident, seq, at, actor, type, body, hash) VALUES (:incident, :seq, :at, :actor, :type, :body, :hash)",
            use(commit.incident.str()), use(event.seq), use(at), use(event.actor), use(type), use(body), use(chain);
        FAILPOINT("publish.after_event");
    }
    return chain;
}

void insert_customer(soci::session& sql, const Recipient& customer) {
    sql << "INSERT INTO recipient (id, channel, name, address, active) VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM recipient), :channel, :name, :address, 1)",
        use(case_channel().str()), use(customer.name), use(customer.address);
}

// False where the stored version is not the one the decision was made on.
bool write(soci::session& sql, const Commit& commit) {
    const std::int64_t base = commit.events.front().seq - 1;
    std::int64_t version = 0;
    std::string chain;
    sql << "SELECT version, chain FROM incident WHERE id = :id", into(version), into(chain), use(commit.incident.str());
    if (!sql.got_data()) version = 0;
    if (version != base) return false;

    chain = insert_events(sql, commit, chain);
    const std::string status(to_string(commit.status));
    Nullable ended_at(commit.ended_at);
    Nullable next_due(commit.next_due);
    const std::int64_t declared_at = to_db(commit.declared_at);
    const std::int64_t newest = commit.events.back().seq;
    if (base == 0) {
        const std::string kind(to_string(commit.kind));
        sql << "INSERT INTO incident (id, version, status, declared_at, ended_at, next_due, chain, kind) "
               "VALUES (:id, :version, :status, :declared, :ended, :due, :chain, :kind)",
            use(commit.incident.str()), use(newest), use(status), use(declared_at), use(ended_at.value, ended_at.indicator),
            use(next_due.value, next_due.indicator), use(chain), use(kind);
        if (commit.recipient) insert_customer(sql, *commit.recipient);
    } else {
        sql << "UPDATE incident SET version = :version, status = :status, ended_at = :ended, next_due = :due, chain = :chain WHERE id = :id",
            use(newest), use(status), use(ended_at.value, ended_at.indicator), use(next_due.value, next_due.indicator), use(chain),
            use(commit.incident.str());
    }
    FAILPOINT("publish.after_incident");
    if (commit.publication) insert_publication(sql, commit, *commit.publication);
    for (const Publication& notice : commit.notices) insert_publication(sql, commit, notice);
    return true;
}

struct EventRow {
    std::int64_t seq = 0;
    Time at{};
    std::string actor;
    std::string type;
    std::string body;
    std::string hash;
};

EventRow read_row(const soci::row& row) {
    return {row.get<long long>(0), from_db(row.get<long long>(1)), row.get<std::string>(2), row.get<std::string>(3), row.get<std::string>(4), row.get<std::string>(5)};
}

constexpr auto events_of = "SELECT seq, at, actor, type, body, hash FROM event WHERE incident = :incident ORDER BY seq";

// As far as the chain holds and can be read.
StoredIncident read_incident(soci::session& sql, const IncidentId& id) {
    StoredIncident incident{id, {}};
    std::string chain;
    soci::rowset<soci::row> rows = (sql.prepare << events_of, use(id.str()));
    for (const soci::row& row : rows) {
        const EventRow event = read_row(row);
        chain = chain_hash(chain, id, event.seq, event.at, event.actor, event.type, event.body);
        auto body = event_body_from_text(event.type, event.body);
        const bool follows = event.seq == static_cast<std::int64_t>(incident.events.size()) + 1;
        incident.intact = follows && chain == event.hash && body.has_value();
        if (!incident.intact) return incident;
        incident.events.push_back({event.seq, event.at, event.actor, std::move(*body)});
    }
    std::string head;
    sql << "SELECT chain FROM incident WHERE id = :id", into(head), use(id.str());
    incident.intact = head == chain;
    return incident;
}

// Is what a COMMIT reported as failed there after all? Then it has happened.
bool is_there(soci::session& sql, const Commit& commit) {
    std::int64_t version = 0;
    sql << "SELECT version FROM incident WHERE id = :id", into(version), use(commit.incident.str());
    return sql.got_data() && version >= commit.events.back().seq;
}

}  // namespace

Store::Store(const std::string& path, FindZone zones, Schema schema) : state_(std::make_unique<State>()) {
    state_->zones = std::move(zones);
    open_sqlite(state_->sql, path);
    if (schema == Schema::brought_up_to_date) migrate(state_->sql);
}

Store::~Store() = default;

bool Store::commit(std::span<const Commit> commits) {
    return with_room(state_->ballast, [&] {
        Transaction transaction(state_->sql);
        for (const Commit& commit : commits) {
            if (!write(state_->sql, commit)) return false;
        }
        try {
            transaction.commit();
        } catch (const soci::soci_error&) {
            if (!std::all_of(commits.begin(), commits.end(), [&](const Commit& c) { return is_there(state_->sql, c); })) throw;
        }
        return true;
    });
}

void Store::keep_ballast(const std::string& file, std::uint64_t bytes, std::function<void()> on_full) {
    state_->ballast = Ballast(file, bytes, std::move(on_full));
}

void Store::take_on_ballast() {
    state_->ballast.take_on();
}

std::vector<StoredIncident> Store::live_incidents() {
    std::vector<StoredIncident> incidents;
    std::vector<IncidentId> live;
    soci::rowset<std::string> ids =
        (state_->sql.prepare << "SELECT id FROM incident WHERE status NOT IN ('resolved', 'closed', 'withdrawn', 'completed') OR next_due IS NOT NULL ORDER BY declared_at");
    for (const std::string& id : ids) live.emplace_back(id);
    for (const IncidentId& id : live) incidents.push_back(read_incident(state_->sql, id));
    return incidents;
}

std::optional<StoredIncident> Store::find_incident(const IncidentId& id) {
    StoredIncident incident = read_incident(state_->sql, id);
    if (incident.events.empty() && incident.intact) return std::nullopt;
    return incident;
}

// Maintenance and cases are no incidents: nothing is like them.
std::optional<Time> Store::first_declaration() {
    std::int64_t first = 0;
    const std::string kind(to_string(RecordKind::incident));
    state_->sql << "SELECT declared_at FROM incident WHERE kind = :kind ORDER BY declared_at LIMIT 1", into(first), use(kind);
    if (!state_->sql.got_data()) return std::nullopt;
    return from_db(first);
}

std::vector<IncidentId> Store::incident_ids(std::string_view prefix, std::size_t limit, std::optional<RecordKind> kind) {
    std::vector<IncidentId> ids;
    const std::string from(prefix);
    const std::string to = from + "~";  // after every letter and digit an id may have
    const auto most = static_cast<std::int64_t>(limit);
    const std::string wanted = kind ? std::string(to_string(*kind)) : std::string();
    soci::rowset<std::string> rows = (state_->sql.prepare << "SELECT id FROM incident WHERE id >= :from AND id < :to AND (:kind = '' OR kind = :same) "
                                                             "ORDER BY declared_at DESC, id LIMIT :most",
                                      use(from), use(to), use(wanted), use(wanted), use(most));
    for (const std::string& id : rows) ids.emplace_back(id);
    return ids;
}

std::vector<ListedRecord> Store::listed(std::size_t limit) {
    std::vector<ListedRecord> list;
    const std::string left_out(to_string(RecordKind::case_));
    const auto most = static_cast<std::int64_t>(limit);
    soci::rowset<soci::row> rows = (state_->sql.prepare << "SELECT id, kind, CAST(version AS TEXT), CAST(declared_at AS TEXT), CAST(COALESCE(ended_at, -1) AS TEXT) "
                                                           "FROM incident WHERE kind <> :left_out ORDER BY declared_at DESC, id LIMIT :most",
                                    use(left_out), use(most));
    for (const soci::row& row : rows) {
        const auto kind = parse_name<RecordKind>(row.get<std::string>(1));
        const auto number = [&](std::size_t column) { return std::stoll(row.get<std::string>(column)); };
        ListedRecord& one = list.emplace_back(ListedRecord{IncidentId(row.get<std::string>(0)), kind.value_or(RecordKind::incident), number(2), from_db(number(3)), {}});
        if (number(4) >= 0) one.ended_at = from_db(number(4));
    }
    return list;
}

std::vector<Ended> Store::ended_since(Time since, std::size_t limit) {
    std::vector<Ended> ended;
    const std::int64_t from = to_db(since);
    const auto most = static_cast<std::int64_t>(limit);
    soci::rowset<soci::row> rows = (state_->sql.prepare << "SELECT id, kind, CAST(version AS TEXT) FROM incident WHERE ended_at >= :since AND status <> 'withdrawn' "
                                                           "ORDER BY ended_at DESC, id LIMIT :most",
                                    use(from), use(most));
    for (const soci::row& row : rows) {
        const auto kind = parse_name<RecordKind>(row.get<std::string>(1));
        ended.push_back({IncidentId(row.get<std::string>(0)), kind.value_or(RecordKind::incident), std::stoll(row.get<std::string>(2))});
    }
    return ended;
}

std::string Store::address_of_case(const IncidentId& id) {
    std::string address;
    state_->sql << "SELECT address FROM recipient WHERE channel = :channel AND name = :name", into(address), use(case_channel().str()), use(id.str());
    return address;
}

std::vector<StoredMessage> Store::messages(const UpdateId& update) {
    std::vector<StoredMessage> messages;
    soci::rowset<soci::row> rows =
        (state_->sql.prepare << "SELECT variant, language, subject, text, html, json, provenance, hash FROM message WHERE update_id = :update ORDER BY variant",
         use(update.str()));
    for (const soci::row& row : rows) {
        StoredMessage stored;
        stored.variant = row.get<std::string>(0);
        stored.message = {row.get<std::string>(1), row.get<std::string>(2), row.get<std::string>(3), row.get<std::string>(4), row.get<std::string>(5)};
        stored.provenance = row.get<std::string>(6);
        stored.hash = row.get<std::string>(7);
        stored.intact = message_hash(update, stored.variant, stored.message) == stored.hash;
        messages.push_back(std::move(stored));
    }
    return messages;
}

std::optional<StoredMessage> Store::message(const UpdateId& update, std::string_view variant) {
    for (StoredMessage& stored : messages(update)) {
        if (stored.variant == variant) return std::move(stored);
    }
    return std::nullopt;
}

std::optional<IncidentId> Store::incident_of(const UpdateId& update) {
    std::string incident;
    state_->sql << "SELECT incident FROM message WHERE update_id = :update LIMIT 1", into(incident), use(update.str());
    if (!state_->sql.got_data() || incident.empty()) return std::nullopt;
    return IncidentId(incident);
}

std::optional<std::string> Store::event_hash(const IncidentId& incident, std::int64_t seq) {
    std::string hash;
    state_->sql << "SELECT hash FROM event WHERE incident = :incident AND seq = :seq", into(hash), use(incident.str()), use(seq);
    if (!state_->sql.got_data()) return std::nullopt;
    return hash;
}

std::optional<std::int64_t> Store::broken_link(const IncidentId& id) {
    const StoredIncident incident = read_incident(state_->sql, id);
    if (incident.intact) return std::nullopt;
    return static_cast<std::int64_t>(incident.events.size()) + 1;
}

}  // namespace candor::store
