// From YAML to a Config, or to every problem in it at once. Nothing is half-loaded: what has a problem is no Config.
#pragma once

#include "daemon/config/config.hpp"
#include "core/yaml/problem.hpp"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace candor::config {

using yaml::describe;
using yaml::Problem;

struct LoadResult {
    std::optional<Config> config;   // only where there are no problems
    std::vector<Problem> problems;  // in the order of their lines
};

// What the loader must ask of the machine.
struct Surroundings {
    std::function<bool(std::string_view)> zone_exists;  // an IANA time zone name
    std::filesystem::path credentials_directory;        // $CREDENTIALS_DIRECTORY; empty: there is none
};

// Limits: 1 MiB of YAML, nested 32 deep, 100,000 nodes after aliases are expanded.
[[nodiscard]] LoadResult load_file(const std::filesystem::path& file, const Surroundings& surroundings);
// `file` names the text in problems; relative paths in it are relative to its folder.
[[nodiscard]] LoadResult load_text(std::string_view yaml, const std::filesystem::path& file,
                                   const Surroundings& surroundings);

}  // namespace candor::config
