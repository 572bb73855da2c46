#include "daemon/api/stored_tokens.hpp"

#include "daemon/http/token.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>

namespace candor::api {

Task<> StoredTokens::load() {
    auto job = [&store = store_] { return store.tokens(); };
    auto stored = co_await database_.run(std::move(job));
    tokens_.clear();
    for (store::Token& token : stored) {
        std::string name = token.name;
        tokens_.emplace(std::move(name), std::move(token));
    }
}

std::optional<http::TokenInfo> StoredTokens::find(std::string_view sha256_hex, Time now) const {
    const store::Token* match = nullptr;
    for (const auto& [name, token] : tokens_) {
        if (token.sha256.size() == sha256_hex.size() && CRYPTO_memcmp(token.sha256.data(), sha256_hex.data(), sha256_hex.size()) == 0) {
            match = &token;
        }
    }
    if (match == nullptr || (match->expires_at && now >= *match->expires_at)) return std::nullopt;
    used_[match->name] = now;
    return http::TokenInfo{match->name, http::parse_scope(match->scope).value_or(http::Scope::none), match->expires_at};
}

Task<Result<std::string>> StoredTokens::make(std::string name, http::Scope scope, std::optional<Time> expires, Time now) {
    std::array<std::uint8_t, 32> random{};
    fill_random_(random);
    std::string secret = http::make_token(random);
    OPENSSL_cleanse(random.data(), random.size());
    store::Token token{name, http::token_hash(secret), std::string(http::to_string(scope)), now, expires, std::nullopt};
    auto job = [&store = store_, token] { return store.add_token(token); };
    if (!co_await database_.run(std::move(job))) {
        co_return Error(ErrorCode::conflict, fmt::format("There is a token called {} already.", name), "name",
                        "Choose another name, or revoke that one first.");
    }
    tokens_.insert_or_assign(std::move(name), std::move(token));
    co_return secret;
}

Task<bool> StoredTokens::remove(std::string name) {
    auto job = [&store = store_, name] { return store.remove_token(name); };
    const bool removed = co_await database_.run(std::move(job));
    tokens_.erase(name);
    used_.erase(name);
    co_return removed;
}

std::vector<store::Token> StoredTokens::list() const {
    std::vector<store::Token> tokens;
    for (const auto& [name, token] : tokens_) {
        tokens.push_back(token);
        if (const auto used = used_.find(name); used != used_.end()) tokens.back().last_used_at = used->second;
    }
    return tokens;
}

}  // namespace candor::api
