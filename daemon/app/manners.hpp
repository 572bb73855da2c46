// How what is outside is met: at which addresses, and whom to believe about its name.
#pragma once

#include "core/error.hpp"
#include "daemon/config/config.hpp"
#include "daemon/delivery/address_policy.hpp"
#include "daemon/delivery/http_client.hpp"

#include <memory>

namespace candor::app {

struct Manners {
    std::shared_ptr<const delivery::AddressPolicy> outside;  // where what somebody else names may be, and what the configuration allows
    std::shared_ptr<const delivery::AddressPolicy> relays;   // the operator's own mail servers are wherever they are
    std::shared_ptr<const delivery::HttpManners> webhooks;
};

// Reads the authorities, which takes some hundredths of a second. Errors: invalid_config, where they cannot be read.
[[nodiscard]] Result<Manners> make_manners(const config::Config& config);

}  // namespace candor::app
