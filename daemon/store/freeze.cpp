// The brake, and what is given up when it is taken off.
#include "daemon/store/outbox.hpp"
#include "daemon/store/state.hpp"

namespace candor::store {

using soci::into;
using soci::use;

std::optional<Freeze> Store::freeze() {
    Freeze freeze;
    std::int64_t since = 0;
    int restored = 0;
    state_->sql << "SELECT since, actor, reason, restored FROM freeze WHERE lifted_at IS NULL ORDER BY restored DESC, id DESC LIMIT 1", into(since), into(freeze.by),
        into(freeze.reason), into(restored);
    if (!state_->sql.got_data()) return std::nullopt;
    freeze.since = from_db(since);
    freeze.restored = restored == 1;
    return freeze;
}

void Store::put_freeze(const Freeze& freeze) {
    Transaction transaction(state_->sql);
    const std::int64_t since = to_db(freeze.since);
    const int restored = freeze.restored ? 1 : 0;
    state_->sql << "INSERT INTO freeze (since, actor, reason, restored) VALUES (:since, :actor, :reason, :restored)", use(since), use(freeze.by),
        use(freeze.reason), use(restored);
    transaction.commit();
}

std::int64_t Store::lift_freeze(const std::string& by, Time now, std::optional<Time> give_up_until) {
    Transaction transaction(state_->sql);
    const std::int64_t given_up = give_up_until ? give_up(state_->sql, *give_up_until) : 0;
    const std::int64_t at = to_db(now);
    state_->sql << "UPDATE freeze SET lifted_at = :at, lifted_by = :by WHERE lifted_at IS NULL", use(at), use(by);
    transaction.commit();
    return given_up;
}

}  // namespace candor::store
