// After a crash: what became of the attempts that were under way is not known.
#include "daemon/store/state.hpp"

#include <vector>

namespace candor::store {

using soci::use;

namespace {

// What was under way at so many stops may be what brings the daemon down. It is never given up for that, for a machine that is
// switched off looks the same; but at each start the others go first.
constexpr int few = 2;
constexpr Duration let_others_go = std::chrono::seconds{10};

// Attempts without an outcome, of updates that were replaced meanwhile: a newer one may have arrived since, so they are not repeated.
void give_up_replaced_attempts(soci::session& sql, std::int64_t now) {
    soci::rowset<long long> rows = (sql.prepare << "SELECT id FROM fanout WHERE state = 2 AND unsettled > 0");
    for (const std::int64_t id : std::vector<std::int64_t>(rows.begin(), rows.end())) {
        const std::int64_t first = id << 32;
        const std::int64_t last = first | 0xFFFFFFFF;
        soci::statement give_up =
            (sql.prepare << "UPDATE delivery SET state = 6, next_at = NULL, settled_at = :now WHERE id BETWEEN :first AND :last AND state = 0", use(now), use(first), use(last));
        give_up.execute(true);
        const std::int64_t n = give_up.get_affected_rows();
        sql << "UPDATE fanout SET unsettled = unsettled - :n, superseded = superseded + :m WHERE id = :id", use(n), use(n), use(id);
    }
}

}  // namespace

std::size_t Store::recover_attempts(Time now) {
    soci::session& sql = state_->sql;
    Transaction transaction(sql);
    const std::int64_t at = to_db(now);
    const std::int64_t later = to_db(now + let_others_go);
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::size_t count = 0;
    soci::statement log = (sql.prepare << "INSERT INTO attempt (delivery, number, ended_at, verdict, status, detail) "
                                          "SELECT id, attempts, :now, 'ambiguous', 0, 'the daemon stopped during this attempt' FROM delivery "
                                          "WHERE id BETWEEN :first AND :last AND state = 0 ON CONFLICT (delivery, number) DO NOTHING",
                           use(at), use(first), use(last));
    soci::statement recover = (sql.prepare << "UPDATE delivery SET state = 1, interrupted = interrupted + 1, next_at = CASE WHEN interrupted < :few THEN :now ELSE :later END "
                                              "WHERE id BETWEEN :first AND :last AND state = 0",
                               use(few), use(at), use(later), use(first), use(last));
    give_up_replaced_attempts(sql, at);
    std::vector<std::int64_t> fanouts;
    soci::rowset<long long> ids = (sql.prepare << "SELECT id FROM fanout WHERE unsettled > 0");
    for (const long long id : ids) fanouts.push_back(id);
    for (const std::int64_t id : fanouts) {
        first = id << 32;
        last = first | 0xFFFFFFFF;
        log.execute(true);
        recover.execute(true);
        count += static_cast<std::size_t>(recover.get_affected_rows());
    }
    transaction.commit();
    return count;
}

}  // namespace candor::store
