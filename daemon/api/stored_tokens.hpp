// The API tokens, by name: kept in the database as hashes, and in memory, where every request looks.
#pragma once

#include "daemon/async/worker_thread.hpp"
#include "daemon/http/auth.hpp"
#include "daemon/store/store.hpp"

#include <functional>
#include <map>
#include <span>

namespace candor::api {

class StoredTokens final : public http::TokenSource {
public:
    using FillRandom = std::function<void(std::span<std::uint8_t>)>;

    StoredTokens(store::Store& store, WorkerThread& database, FillRandom fill_random)
        : store_(store), database_(database), fill_random_(std::move(fill_random)) {}

    // Reads what is stored. Once, before the first request; until then nobody is let in.
    [[nodiscard]] Task<> load();

    // Every hash is compared, in constant time.
    [[nodiscard]] std::optional<http::TokenInfo> find(std::string_view sha256_hex, Time now) const override;

    // Makes a token, and stores its hash; the token itself is in what is returned and nowhere else. Error conflict: the
    // name is taken.
    [[nodiscard]] Task<Result<std::string>> make(std::string name, http::Scope scope, std::optional<Time> expires, Time now);
    [[nodiscard]] Task<bool> remove(std::string name);  // false: there is none of this name

    // In the order of their names. last_used_at is known since the daemon started, and before that as far as stored.
    [[nodiscard]] std::vector<store::Token> list() const;

private:
    store::Store& store_;
    WorkerThread& database_;
    FillRandom fill_random_;
    std::map<std::string, store::Token> tokens_;
    mutable std::map<std::string, Time> used_;  // by name; a note on the side, not what find() decides by
};

}  // namespace candor::api
