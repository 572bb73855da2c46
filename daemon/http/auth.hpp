// Who asks, and whether that is enough. Default deny: what no rule lets through is refused.
#pragma once

#include "core/error.hpp"
#include "core/time.hpp"
#include "daemon/http/request.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candor::http {

struct TokenInfo {
    std::string name;             // who it was given to: the author of what it records
    Scope scope = Scope::none;
    std::optional<Time> expires;  // from then on it is refused
};

// Where tokens are known. Only hashes are stored; expired ones are not found.
class TokenSource {
public:
    virtual ~TokenSource() = default;
    [[nodiscard]] virtual std::optional<TokenInfo> find(std::string_view sha256_hex, Time now) const = 0;
};

// Tokens in memory, from the configuration. Every entry is compared, in constant time.
class TokenTable final : public TokenSource {
public:
    struct Entry {
        std::string sha256_hex;
        TokenInfo info;
    };

    explicit TokenTable(std::vector<Entry> entries) : entries_(std::move(entries)) {}
    [[nodiscard]] std::optional<TokenInfo> find(std::string_view sha256_hex, Time now) const override;

private:
    std::vector<Entry> entries_;
};

// The local user of the unix socket is an admin: whoever may open the socket may do everything (its mode and group say
// who). Over TCP a bearer token (RFC 6750) says who asks; without one a request is nobody's, with a bad one it is refused.
[[nodiscard]] Result<Identity> identify(const Request& request, const TokenSource& tokens, Time now);

// nullopt: allowed.
[[nodiscard]] std::optional<Error> authorise(const Identity& who, Scope needed);

}  // namespace candor::http
