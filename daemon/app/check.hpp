// The configuration and everything it names, checked as a whole and made once.
#pragma once

#include "daemon/config/config.hpp"
#include "daemon/desk/setup.hpp"
#include "daemon/pages/templates.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace candor::app {

// A configuration in which nothing is wrong, and what is made of the templates, rules and plan that it names.
struct Prepared {
    config::Config config;
    desk::Setup setup;
    pages::PageTemplates pages;
};

struct Checked {
    std::optional<Prepared> prepared;   // only where there are no problems
    std::vector<std::string> problems;  // each a line: "file:line: path: what is wrong; what is expected"
};

// Reads the file, and all that it names. It takes some tenths of a second, and may be done on any thread.
[[nodiscard]] Checked check(const std::filesystem::path& file);

// The same; problems are printed to stderr.
[[nodiscard]] std::optional<Prepared> load_checked(const std::filesystem::path& file);

}  // namespace candor::app
