// What the operator sees of deliveries, and what may be done about them.
#include "daemon/store/state.hpp"

namespace candor::store {

using soci::into;
using soci::use;

namespace {

constexpr std::int64_t most_counted_one_by_one = 100'000;

Delivery read_delivery(const soci::row& row) {
    const auto optional_time = [&row](std::size_t column) -> std::optional<Time> {
        if (row.get_indicator(column) != soci::i_ok) return std::nullopt;
        return from_db(row.get<long long>(column));
    };
    Delivery delivery;
    delivery.state = static_cast<DeliveryState>(row.get<int>(1));
    delivery.attempts = row.get<int>(2);
    delivery.first_at = from_db(row.get<long long>(3));
    delivery.next_at = optional_time(4);
    delivery.settled_at = optional_time(5);
    delivery.last.status = row.get<int>(6);
    delivery.last.detail = row.get<std::string>(7);
    delivery.last.remote_ref = row.get<std::string>(8);
    return delivery;
}

}  // namespace

std::vector<ChannelCounts> Store::delivery_counts(const IncidentId& id) {
    std::vector<ChannelCounts> channels;
    soci::rowset<soci::row> rows =
        (state_->sql.prepare << "SELECT channel, CAST(SUM(" << not_yet_claimed << ") AS TEXT), "
                                "CAST(SUM(unsettled) AS TEXT), CAST(SUM(delivered) AS TEXT), CAST(SUM(failed) AS TEXT), CAST(SUM(gone) AS TEXT), "
                                "CAST(SUM(superseded) AS TEXT) FROM fanout WHERE incident = :incident AND channel NOT LIKE 'duty:%' GROUP BY channel ORDER BY channel",
         use(id.str()));
    for (const soci::row& row : rows) {
        const auto number = [&row](std::size_t column) { return std::stoll(row.get<std::string>(column)); };
        channels.push_back({ChannelId(row.get<std::string>(0)), {number(1), number(2), number(3), number(4), number(5), number(6)}});
    }
    return channels;
}

std::optional<std::map<ChannelId, std::int64_t>> Store::delivered_within(const IncidentId& id, Duration limit) {
    std::string all;
    state_->sql << "SELECT CAST(COALESCE(SUM(delivered), 0) AS TEXT) FROM fanout WHERE incident = :incident", use(id.str()), into(all);
    if (std::stoll(all) > most_counted_one_by_one) return std::nullopt;
    std::map<ChannelId, std::int64_t> counts;
    const std::int64_t milliseconds = limit.count();
    soci::rowset<soci::row> rows =
        (state_->sql.prepare << "SELECT f.channel, CAST(COUNT(*) AS TEXT) FROM fanout f JOIN delivery d ON d.id BETWEEN f.id * 4294967296 AND "
                                "f.id * 4294967296 + 4294967295 WHERE f.incident = :incident AND d.state = 3 AND d.settled_at <= f.created_at + :most "
                                "GROUP BY f.channel",
         use(id.str()), use(milliseconds));
    for (const soci::row& row : rows) counts[ChannelId(row.get<std::string>(0))] = std::stoll(row.get<std::string>(1));
    return counts;
}

std::optional<Reached> Store::reached(const IncidentId& id, Duration limit) {
    std::string all;
    state_->sql << "SELECT CAST(COALESCE(SUM(delivered), 0) AS TEXT) FROM fanout WHERE incident = :incident", use(id.str()), into(all);
    if (std::stoll(all) > most_counted_one_by_one) return std::nullopt;
    Reached reached;
    const std::int64_t milliseconds = limit.count();
    state_->sql << "SELECT COUNT(*), COALESCE(SUM(soon), 0), COALESCE(SUM(1 - active), 0) FROM (SELECT r.active AS active, "
                   "MAX(CASE WHEN d.settled_at <= f.created_at + :most THEN 1 ELSE 0 END) AS soon FROM fanout f JOIN delivery d ON d.id BETWEEN "
                   "f.id * 4294967296 AND f.id * 4294967296 + 4294967295 JOIN recipient r ON r.id = d.id % 4294967296 "
                   "WHERE f.incident = :incident AND f.channel NOT LIKE 'duty:%' AND d.state = 3 GROUP BY r.id, r.active) AS told",
        into(reached.recipients), into(reached.in_time), into(reached.left), use(milliseconds), use(id.str());
    return reached;
}

std::vector<DeliveryRow> Store::deliveries(const IncidentId& id, const DeliveryFilter& filter) {
    std::vector<DeliveryRow> found;
    const std::string channel = filter.channel ? filter.channel->str() : "";
    const int state = filter.state ? static_cast<int>(*filter.state) : -1;
    const auto limit = static_cast<std::int64_t>(filter.limit);
    const std::int64_t after = filter.after;
    soci::rowset<soci::row> rows =
        (state_->sql.prepare << "SELECT d.id, d.state, d.attempts, d.first_at, d.next_at, d.settled_at, d.status, d.detail, d.remote_ref, "
                                "f.update_id, f.channel, r.name FROM fanout f JOIN delivery d ON d.id BETWEEN f.id * 4294967296 AND f.id * 4294967296 + 4294967295 "
                                "JOIN recipient r ON r.id = d.id % 4294967296 WHERE f.incident = :incident AND d.id > :after "
                                "AND (:state1 < 0 OR d.state = :state2) AND (:channel1 = '' OR f.channel = :channel2) ORDER BY f.id, d.id LIMIT :most",
         use(id.str()), use(after), use(state), use(state), use(channel), use(channel), use(limit));
    for (const soci::row& row : rows) {
        found.push_back({row.get<long long>(0), UpdateId(row.get<std::string>(9)), ChannelId(row.get<std::string>(10)),
                         row.get<std::string>(11), read_delivery(row)});
    }
    return found;
}

std::size_t Store::retry_now(const IncidentId& id, Time now) {
    Transaction transaction(state_->sql);
    const std::int64_t at = to_db(now);
    std::size_t count = 0;
    std::vector<std::int64_t> fanouts;
    soci::rowset<long long> ids = (state_->sql.prepare << "SELECT id FROM fanout WHERE incident = :incident AND state <> 2 AND (failed > 0 OR unsettled > 0)", use(id.str()));
    for (const long long fanout : ids) fanouts.push_back(fanout);
    for (const std::int64_t fanout : fanouts) {
        const std::int64_t first = fanout << 32;
        const std::int64_t last = first | 0xFFFFFFFF;
        // Not to who has left meanwhile.
        soci::statement failed = (state_->sql.prepare << "UPDATE delivery SET state = 1, next_at = :now, settled_at = NULL WHERE id BETWEEN :first AND :last AND state = 4 "
                                                         "AND EXISTS (SELECT 1 FROM recipient WHERE recipient.id = delivery.id % 4294967296 AND recipient.active = 1)",
                                  use(at), use(first), use(last));
        failed.execute(true);
        const std::int64_t again = failed.get_affected_rows();
        state_->sql << "UPDATE fanout SET failed = failed - :n, unsettled = unsettled + :m WHERE id = :id", use(again), use(again), use(fanout);
        soci::statement due = (state_->sql.prepare << "UPDATE delivery SET next_at = :now WHERE id BETWEEN :first AND :last AND state = 1 AND attempts > 0", use(at), use(first), use(last));
        due.execute(true);
        count += static_cast<std::size_t>(due.get_affected_rows());
    }
    transaction.commit();
    return count;
}

}  // namespace candor::store
