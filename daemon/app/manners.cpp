#include "daemon/app/manners.hpp"

#include "core/network.hpp"

namespace candor::app {

Result<Manners> make_manners(const config::Config& config) {
    const auto outside = std::make_shared<delivery::AddressPolicy>(config.delivery.allow_addresses, config.delivery.ports);
    const auto relays = std::make_shared<delivery::AddressPolicy>(delivery::AddressPolicy::anywhere());
    for (const config::ListenAddress& ours : config.http.listen) {
        if (const auto address = parse_address(ours.address)) outside->refuse(*address, ours.port);
    }
    for (const config::ListenAddress& one : config.delivery.only_to) {
        const auto address = parse_address(one.address);
        if (!address) continue;
        outside->only(*address, one.port);
        relays->only(*address, one.port);
    }
    delivery::HttpSettings settings;
    settings.allow_plain_http = true;  // whoever lets an endpoint in (check_endpoint()) lets http only to loopback hosts
    settings.ca_file = config.delivery.ca_file.string();
    settings.timeout = config.delivery.attempt_timeout;
    auto webhooks = delivery::HttpManners::create(std::move(settings), outside);
    if (!webhooks) return webhooks.error();
    return Manners{outside, relays, std::move(*webhooks)};
}

}  // namespace candor::app
