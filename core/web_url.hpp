// The URLs that people hand us, and which of them may be written to as far as the text of one can tell. What a name resolves to
// is judged at connect, every time (daemon/delivery/address_policy.hpp): this here is the early and friendly no.
#pragma once

#include "core/error.hpp"
#include "core/network.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace candor {

struct WebUrl {
    std::string scheme;  // lower case
    std::string host;    // without brackets, lower case
    long port = 0;       // as written, or the scheme's own
    std::string target;  // path and query as written, "/" at least: what a request asks for
    bool has_path = false;
    bool has_query = false;
};

// RFC 1123: labels of letters, digits and hyphens, with the international ones in their xn-- form; no final dot. What
// resolvers would take for an address in some notation (127.1, 0x7f000001) is none.
[[nodiscard]] bool is_host_name(std::string_view text);

// Absolute, with a host, without credentials and without a fragment; at most 2,048 bytes. Errors: invalid_config; the message is
// the second half of a sentence ("is not an absolute URL").
[[nodiscard]] Result<WebUrl> parse_web_url(std::string_view text);

// "localhost", or a loopback address.
[[nodiscard]] bool is_loopback_host(std::string_view host);

struct EndpointRules {
    std::span<const Network> exceptions;    // non-public addresses that may be contacted all the same
    std::span<const std::uint16_t> ports;   // that a URL may name; an excepted loopback host may name any
};

// An endpoint that is written to: https (plain http only to an excepted loopback host), an allowed port, no address that is not
// public. Errors as above.
[[nodiscard]] Result<WebUrl> check_endpoint(std::string_view text, const EndpointRules& rules);

// The same for an endpoint that a stranger names: nor a name that can only mean something inside a network (one label,
// *.local, *.internal ...), unless there are exceptions that it might lead to.
[[nodiscard]] Result<WebUrl> check_strangers_endpoint(std::string_view text, const EndpointRules& rules);

}  // namespace candor
