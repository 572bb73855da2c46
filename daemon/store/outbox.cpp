#include "daemon/store/outbox.hpp"

#include "daemon/store/state.hpp"

#include "core/digest.hpp"
#include "core/subscriber/subscriber.hpp"

#include <algorithm>

namespace candor::store {

using soci::into;
using soci::use;

namespace {

std::vector<std::int64_t> replaceable_fanouts(soci::session& sql, const IncidentId& incident, const ChannelId& channel, const UpdateId& by) {
    std::vector<std::int64_t> ids;
    soci::rowset<long long> rows = (sql.prepare << "SELECT id FROM fanout WHERE incident = :incident AND channel = :channel AND protected = 0 "
                                                   "AND update_id <> :update AND (state = 0 OR (state = 1 AND unsettled > 0))",
                                    use(incident.str()), use(channel.str()), use(by.str()));
    for (const long long id : rows) ids.push_back(id);
    return ids;
}

// How many of a fan-out's recipients were not claimed yet.
std::int64_t unclaimed(soci::session& sql, std::int64_t id) {
    std::int64_t count = 0;
    sql << "SELECT COUNT(*) FROM fanout JOIN recipient ON recipient.channel = fanout.channel AND recipient.language = fanout.language "
           "AND recipient.incident IN ('', fanout.incident) AND recipient.active = 1 AND recipient.id > fanout.position AND recipient.id <= fanout.last "
           "WHERE fanout.id = :id AND fanout.state = 0",
        into(count), use(id);
    return count;
}

// What was not claimed yet, and what waits for its next attempt, is not sent. Attempts under way end as they end. Returns
// how many deliveries that are.
std::int64_t end_fanout(soci::session& sql, std::int64_t id) {
    const std::int64_t never_claimed = unclaimed(sql, id);
    const std::int64_t first = id << 32;
    const std::int64_t last = first | 0xFFFFFFFF;
    soci::statement give_way = (sql.prepare << "UPDATE delivery SET state = 6, next_at = NULL WHERE id BETWEEN :first AND :last AND state IN (1, 2)",
                                use(first), use(last));
    give_way.execute(true);
    const std::int64_t claimed = give_way.get_affected_rows();
    const std::int64_t ended = never_claimed + claimed;
    sql << "UPDATE fanout SET state = 2, unsettled = unsettled - :claimed, superseded = superseded + :ended WHERE id = :id", use(claimed), use(ended), use(id);
    return ended;
}

// Replaceable updates give way to the newer one. Those of the same update, in other languages, are no older.
void supersede_older(soci::session& sql, const IncidentId& incident, const ChannelId& channel, const UpdateId& by) {
    for (const std::int64_t id : replaceable_fanouts(sql, incident, channel, by)) end_fanout(sql, id);
}

// The recipients that a fan-out goes over: those after the first of the two ids, up to the second.
std::pair<std::int64_t, std::int64_t> reach_of(soci::session& sql, const IncidentId& incident, const Route& route) {
    std::int64_t last = 0;
    if (route.to_reporters) {
        sql << "SELECT COALESCE(MAX(id), 0) FROM recipient WHERE about = :incident", into(last), use(incident.str());
        return {0, last};
    }
    if (!route.recipient) {
        sql << "SELECT COALESCE(MAX(id), 0) FROM recipient WHERE channel = :channel", into(last), use(route.channel.str());
        return {0, last};
    }
    sql << "SELECT COALESCE(MAX(id), 0) FROM recipient WHERE channel = :channel AND name = :name", into(last), use(route.channel.str()),
        use(*route.recipient);
    return {last > 0 ? last - 1 : 0, last};
}

}  // namespace

void start_fanout(soci::session& sql, const Sending& sending, const Publication& publication, const Route& route) {
    supersede_older(sql, sending.incident, route.channel, publication.update);
    std::int64_t id = 0;
    auto [position, last] = reach_of(sql, sending.incident, route);
    position = std::max(position, sending.after);
    sql << "SELECT COALESCE(MAX(id), 0) + 1 FROM fanout", into(id);
    const int is_protected = publication.is_protected || route.to_reporters ? 1 : 0;
    const std::string components = components_text(route.components);
    const std::string about = route.to_reporters ? sending.incident.str() : std::string();
    const std::int64_t created_at = to_db(sending.at);
    const std::string kind = publication.kind ? std::string(to_string(*publication.kind)) : std::string();
    sql << "INSERT INTO fanout (id, update_id, incident, channel, variant, protected, created_at, position, last, state, blocking, "
           "unsettled, delivered, failed, gone, superseded, kind, about, language, components) "
           "VALUES (:id, :update, :incident, :channel, :variant, :protected, :created, :position, :last, 0, 0, 0, 0, 0, 0, 0, :kind, :about, :language, :components)",
        use(id), use(publication.update.str()), use(sending.incident.str()), use(route.channel.str()), use(route.variant),
        use(is_protected), use(created_at), use(position), use(last), use(kind), use(about), use(route.language), use(components);
}

std::string message_hash(const UpdateId& update, const std::string& variant, const Message& message) {
    return to_hex(sha256_of({update.str(), variant, message.language, message.subject, message.text, message.html, message.json}));
}

void insert_message(soci::session& sql, const IncidentId& incident, const Publication& publication, const RenderedVariant& rendered) {
    const Message& message = rendered.message;
    const std::string hash = message_hash(publication.update, rendered.variant, message);
    sql << "INSERT INTO message (update_id, variant, language, subject, text, html, json, provenance, hash, incident) "
           "VALUES (:update, :variant, :language, :subject, :text, :html, :json, :provenance, :hash, :incident)",
        use(publication.update.str()), use(rendered.variant), use(message.language), use(message.subject), use(message.text),
        use(message.html), use(message.json), use(rendered.provenance), use(hash), use(incident.str());
}

std::int64_t give_up(soci::session& sql, Time until) {
    const std::int64_t newest = to_db(until);
    std::vector<std::int64_t> ids;
    soci::rowset<long long> rows = (sql.prepare << "SELECT id FROM fanout WHERE created_at <= :newest AND (state = 0 OR (state = 1 AND unsettled > 0))", use(newest));
    for (const long long id : rows) ids.push_back(id);
    std::int64_t ended = 0;
    for (const std::int64_t id : ids) ended += end_fanout(sql, id);
    return ended;
}

}  // namespace candor::store
