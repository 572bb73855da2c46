#include "daemon/http/auth.hpp"

#include "daemon/http/token.hpp"

#include <algorithm>
#include <openssl/crypto.h>

namespace candor::http {

namespace {

// The credentials of `Bearer <token>`, the scheme in any case (RFC 9110, 11.1).
std::optional<std::string_view> bearer(std::string_view authorization) {
    static constexpr std::string_view scheme = "bearer ";
    if (authorization.size() < scheme.size()) return std::nullopt;
    const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; };
    if (!std::equal(scheme.begin(), scheme.end(), authorization.begin(), [&](char b, char a) { return same(a, b); })) {
        return std::nullopt;
    }
    authorization.remove_prefix(std::min(authorization.find_first_not_of(' ', scheme.size()), authorization.size()));
    return authorization;
}

Error unknown_token() {
    return {ErrorCode::unauthenticated, "This token is not known, or it has expired.", "authorization",
            "Ask an administrator for a new one."};
}

}  // namespace

std::optional<TokenInfo> TokenTable::find(std::string_view sha256_hex, Time now) const {
    const Entry* match = nullptr;
    for (const Entry& entry : entries_) {
        if (entry.sha256_hex.size() == sha256_hex.size() &&
            CRYPTO_memcmp(entry.sha256_hex.data(), sha256_hex.data(), sha256_hex.size()) == 0) {
            match = &entry;
        }
    }
    if (match == nullptr || (match->info.expires && now >= *match->info.expires)) return std::nullopt;
    return match->info;
}

Result<Identity> identify(const Request& request, const TokenSource& tokens, Time now) {
    if (request.peer.local) return Identity{request.peer.user, Scope::admin};
    const std::string* authorization = request.header("authorization");
    if (authorization == nullptr) return Identity{};
    const auto token = bearer(*authorization);
    if (!token) {
        return Error(ErrorCode::unauthenticated, "Only bearer tokens are understood.", "authorization",
                     "Send `Authorization: Bearer cdr_...`.");
    }
    if (!is_well_formed_token(*token)) return unknown_token();
    const auto info = tokens.find(token_hash(*token), now);
    if (!info) return unknown_token();
    return Identity{info->name, info->scope};
}

std::optional<Error> authorise(const Identity& who, Scope needed) {
    if (who.scope >= needed) return std::nullopt;
    if (who.scope == Scope::none && who.name.empty()) {
        return Error(ErrorCode::unauthenticated, "This needs a token.", "authorization", "Send `Authorization: Bearer cdr_...`.");
    }
    return Error(ErrorCode::forbidden,
                 "This needs the scope `" + std::string(to_string(needed)) + "`; the token has `" +
                     std::string(to_string(who.scope)) + "`.",
                 "authorization", "Use a token with a wider scope.");
}

}  // namespace candor::http
