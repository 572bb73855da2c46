// Who an organisation is, without how anybody is reached: what a drill copies of a configuration. There is no place in
// here for a network address, a secret or a store, so none can be copied by mistake.
#pragma once

#include "core/id.hpp"
#include "core/message/message.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace candor::config {

struct PortraitComponent {
    ComponentId id;
    std::string name;
    std::string description;
};

struct PortraitChannel {
    ChannelId id;
    ChannelKind kind = ChannelKind::webhook;
    std::string language;                // empty: the organisation's
    std::vector<ComponentId> components;  // of its route; empty: all
    std::string min_impact;               // of its route; empty: every one
};

struct Portrait {
    std::string name;
    std::string time_zone;  // empty: UTC
    std::string language;   // empty: en
    std::vector<PortraitComponent> components;
    std::vector<PortraitChannel> channels;  // of the kinds that a drill can stand in for
    std::vector<std::string> left_out;      // ids of the others
    std::filesystem::path templates;        // absolute; empty: the usual ones
    std::filesystem::path honesty;
    bool strict = false;
    std::filesystem::path plan;
};

// Nothing where the file cannot be read, or is not YAML. No other file is opened: secrets stay where they are.
[[nodiscard]] std::optional<Portrait> read_portrait(const std::filesystem::path& file);

}  // namespace candor::config
