// Which network addresses may be contacted. Judged on the address that is about to be connected to, after every name
// has been resolved, so no notation and no rebinding name gets around it.
#pragma once

#include "core/network.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <vector>

namespace candor::delivery {

class AddressPolicy {
public:
    // For receivers whose addresses others choose: no private, local, reserved or translated address (after IANA's
    // special-purpose registries) but those of `exceptions`, and only these ports; a loopback address that is among the
    // exceptions may have any.
    AddressPolicy(std::vector<Network> exceptions, std::vector<std::uint16_t> ports);

    // For the one server that the operator has named (the mail relay).
    [[nodiscard]] static AddressPolicy anywhere();

    // One of our own listeners: nothing overrides this.
    void refuse(const AddressBytes& address, std::uint16_t port);

    // From now on only these may be contacted, whatever else is allowed.
    void only(const AddressBytes& address, std::uint16_t port);

    // Why it may not be contacted; nullopt where it may.
    [[nodiscard]] std::optional<std::string> refusal(const sockaddr& address) const;

private:
    struct Endpoint {
        AddressBytes address{};
        std::uint16_t port = 0;
        friend bool operator==(const Endpoint&, const Endpoint&) = default;
    };

    AddressPolicy() = default;
    [[nodiscard]] static std::optional<Endpoint> endpoint_of(const sockaddr& address);
    [[nodiscard]] bool port_allowed(const Endpoint& target) const;

    bool anywhere_ = false;
    std::vector<Network> exceptions_;
    std::vector<std::uint16_t> ports_;
    std::vector<Endpoint> ours_;
    std::vector<Endpoint> only_;  // empty: no such limit
};

}  // namespace candor::delivery
