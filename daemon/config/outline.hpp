// What of a configuration can be read by somebody who may not read its secrets: what a plan is held against.
#pragma once

#include "core/id.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace candor::config {

struct Outline {
    std::filesystem::path plan;      // absolute; empty: it names none
    std::filesystem::path database;  // the same
    std::vector<ChannelId> channels;
    std::vector<ComponentId> components;
};

// Nothing where the file cannot be read, or is not YAML. What else is wrong in it, `candord --check-config` says.
[[nodiscard]] std::optional<Outline> read_outline(const std::filesystem::path& file);

}  // namespace candor::config
