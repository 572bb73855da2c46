#include "daemon/store/state.hpp"

namespace candor::store {

using soci::use;

std::vector<Token> Store::tokens() {
    std::vector<Token> tokens;
    soci::rowset<soci::row> rows =
        (state_->sql.prepare << "SELECT name, sha256, scope, created_at, expires_at, last_used_at FROM token ORDER BY name");
    const auto optional_time = [](const soci::row& row, std::size_t column) -> std::optional<Time> {
        if (row.get_indicator(column) != soci::i_ok) return std::nullopt;
        return from_db(row.get<long long>(column));
    };
    for (const soci::row& row : rows) {
        tokens.push_back({row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2), from_db(row.get<long long>(3)),
                          optional_time(row, 4), optional_time(row, 5)});
    }
    return tokens;
}

bool Store::add_token(const Token& token) {
    const std::int64_t created_at = to_db(token.created_at);
    Nullable expires_at(token.expires_at);
    Transaction transaction(state_->sql);
    soci::statement insert = (state_->sql.prepare << "INSERT INTO token (name, sha256, scope, created_at, expires_at) "
                                                     "VALUES (:name, :sha256, :scope, :created, :expires) ON CONFLICT (name) DO NOTHING",
                              use(token.name), use(token.sha256), use(token.scope), use(created_at), use(expires_at.value, expires_at.indicator));
    insert.execute(true);
    const bool added = insert.get_affected_rows() > 0;
    transaction.commit();
    return added;
}

bool Store::remove_token(std::string_view name) {
    Transaction transaction(state_->sql);
    const std::string wanted(name);
    soci::statement remove = (state_->sql.prepare << "DELETE FROM token WHERE name = :name", use(wanted));
    remove.execute(true);
    const bool removed = remove.get_affected_rows() > 0;
    transaction.commit();
    return removed;
}

}  // namespace candor::store
