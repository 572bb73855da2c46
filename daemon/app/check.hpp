// The configuration and everything it names, checked as a whole.
#pragma once

#include "daemon/config/config.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace candor::app {

struct Checked {
    std::optional<config::Config> config;  // only where there are no problems
    std::vector<std::string> problems;     // each a line: "file:line: path: what is wrong; what is expected"
};

// Reads the file, and the templates that it names.
[[nodiscard]] Checked check(const std::filesystem::path& file);

// The same; problems are printed to stderr.
[[nodiscard]] std::optional<config::Config> load_checked(const std::filesystem::path& file);

}  // namespace candor::app
