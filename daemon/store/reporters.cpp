// Those who reported an incident and left an address; and what is sent because of reports.
#include "core/audience.hpp"
#include "daemon/store/outbox.hpp"
#include "daemon/store/state.hpp"

namespace candor::store {

using soci::into;
using soci::use;

namespace {

// By the first report from each address.
std::vector<Recipient> new_reporters(soci::session& sql, const IncidentId& incident, std::int64_t most) {
    std::vector<Recipient> found;
    soci::rowset<soci::row> rows =
        (sql.prepare << "SELECT first.reference, LOWER(first.contact) FROM (SELECT MIN(id) AS id FROM report WHERE incident = :incident AND contact <> '' "
                        "GROUP BY LOWER(contact)) AS own JOIN report AS first ON first.id = own.id WHERE NOT EXISTS "
                        "(SELECT 1 FROM recipient WHERE recipient.about = :about AND recipient.address = LOWER(first.contact)) ORDER BY first.id LIMIT :most",
         use(incident.str()), use(incident.str()), use(most));
    for (const soci::row& row : rows) found.push_back({row.get<std::string>(0), row.get<std::string>(1)});
    return found;
}

// Makes them recipients; their rows follow each other. Returns the last row before them.
std::int64_t add_reporters(soci::session& sql, const IncidentId& incident, const std::vector<Recipient>& reporters) {
    std::int64_t last = 0;
    sql << "SELECT COALESCE(MAX(id), 0) FROM recipient", into(last);
    std::int64_t id = last;
    for (const Recipient& reporter : reporters) {
        ++id;
        sql << "INSERT INTO recipient (id, channel, name, address, active, about) VALUES (:id, :channel, :name, :address, 1, :about)", use(id),
            use(report_channel().str()), use(reporter.name), use(reporter.address), use(incident.str());
    }
    return last;
}

// The greeting that tells of the same update goes to them, too, where there is one.
bool reach_further(soci::session& sql, const IncidentId& incident, const UpdateId& greeting) {
    soci::statement reach =
        (sql.prepare << "UPDATE fanout SET state = 0, last = (SELECT MAX(id) FROM recipient WHERE about = :about) WHERE incident = :incident AND update_id = :update",
         use(incident.str()), use(incident.str()), use(greeting.str()));
    reach.execute(true);
    return reach.get_affected_rows() > 0;
}

void send(soci::session& sql, const Sending& sending, const Publication& publication) {
    for (const RenderedVariant& rendered : publication.messages) insert_message(sql, sending.incident, publication, rendered);
    for (const Route& route : publication.routes) start_fanout(sql, sending, publication, route);
}

constexpr std::int64_t most_at_once = 100'000;

}  // namespace

bool Store::has_reporters(const IncidentId& incident) {
    std::int64_t one = 0;
    state_->sql << "SELECT 1 FROM recipient WHERE about = :incident AND about <> '' LIMIT 1", into(one), use(incident.str());
    return state_->sql.got_data();
}

bool Store::has_new_reporters(const IncidentId& incident) {
    return !new_reporters(state_->sql, incident, 1).empty();
}

std::size_t Store::greet_reporters(const IncidentId& incident, const std::optional<Publication>& greeting, Time now) {
    soci::session& sql = state_->sql;
    Transaction transaction(sql);
    const auto reporters = new_reporters(sql, incident, most_at_once);
    if (reporters.empty()) return 0;
    const std::int64_t before = add_reporters(sql, incident, reporters);
    if (greeting && !reach_further(sql, incident, greeting->update)) {
        send(sql, {incident, now, before}, *greeting);
    }
    transaction.commit();
    return reporters.size();
}

void Store::tell(const Publication& notice, Time now) {
    Transaction transaction(state_->sql);
    send(state_->sql, {IncidentId(), now}, notice);
    transaction.commit();
}

}  // namespace candor::store
