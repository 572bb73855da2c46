#include "daemon/delivery/address_policy.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstring>
#include <fmt/format.h>
#include <netinet/in.h>
#include <string_view>
#include <utility>

namespace candor::delivery {

namespace {

bool any_contains(const std::vector<Network>& networks, const AddressBytes& address) {
    return std::any_of(networks.begin(), networks.end(),
                       [&](const Network& network) { return network.contains(address); });
}

std::string print(const AddressBytes& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const bool v4 = Network::parse("0.0.0.0/0").value().contains(address);
    inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? &address[12] : address.data(), text.data(), text.size());
    return text.data();
}

}  // namespace

AddressPolicy::AddressPolicy(std::vector<Network> exceptions, std::vector<std::uint16_t> ports)
    : exceptions_(std::move(exceptions)), ports_(std::move(ports)) {}

AddressPolicy AddressPolicy::anywhere() {
    AddressPolicy policy;
    policy.anywhere_ = true;
    return policy;
}

void AddressPolicy::refuse(const AddressBytes& address, std::uint16_t port) {
    ours_.push_back({address, port});
}

void AddressPolicy::only(const AddressBytes& address, std::uint16_t port) {
    only_.push_back({address, port});
}

std::optional<std::string> AddressPolicy::refusal(const sockaddr& address) const {
    const auto target = endpoint_of(address);
    if (!target) return "it is not an internet address";
    if (std::find(ours_.begin(), ours_.end(), *target) != ours_.end()) return "it is this daemon itself";
    if (!only_.empty() && std::find(only_.begin(), only_.end(), *target) == only_.end()) {
        return fmt::format("{} port {} is not among the few that delivery.only_to names", print(target->address), target->port);
    }
    if (anywhere_) return std::nullopt;
    if (!any_contains(exceptions_, target->address) && !is_public(target->address)) {
        return fmt::format("{} is in a range that may not be contacted", print(target->address));
    }
    if (port_allowed(*target)) return std::nullopt;
    return fmt::format("port {} is not among the allowed ones", target->port);
}

bool AddressPolicy::port_allowed(const Endpoint& target) const {
    return is_loopback(target.address) || std::find(ports_.begin(), ports_.end(), target.port) != ports_.end();
}

std::optional<AddressPolicy::Endpoint> AddressPolicy::endpoint_of(const sockaddr& address) {
    Endpoint endpoint;
    if (address.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        endpoint.address[10] = endpoint.address[11] = 0xFF;
        std::memcpy(&endpoint.address[12], &v4.sin_addr, 4);
        endpoint.port = ntohs(v4.sin_port);
        return endpoint;
    }
    if (address.sa_family != AF_INET6) return std::nullopt;
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    std::memcpy(endpoint.address.data(), &v6.sin6_addr, endpoint.address.size());
    endpoint.port = ntohs(v6.sin6_port);
    return endpoint;
}

}  // namespace candor::delivery
