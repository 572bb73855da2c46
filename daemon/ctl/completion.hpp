// Completion scripts, made from the commands themselves: what can be typed is what completes.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace candor::ctl {

// `shell` is bash, zsh or fish.
[[nodiscard]] std::string completion_script(const CLI::App& app, const std::string& shell);

}  // namespace candor::ctl
