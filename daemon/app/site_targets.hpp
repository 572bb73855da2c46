// Where the configuration wants the site written: the folder, the bucket, the repository.
#pragma once

#include "daemon/config/config.hpp"
#include "daemon/delivery/transfers.hpp"
#include "daemon/mirror/target.hpp"

#include <memory>

namespace candor::app {

// Null where the configuration names none.
[[nodiscard]] std::shared_ptr<mirror::Target> folder_target(const config::Config& config);
[[nodiscard]] std::shared_ptr<mirror::Target> bucket_target(const config::Config& config, delivery::Transfers& transfers);
[[nodiscard]] std::shared_ptr<mirror::Target> git_target(const config::Config& config);

}  // namespace candor::app
