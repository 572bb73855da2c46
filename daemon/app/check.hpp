// The configuration and everything it names, checked as a whole and made once.
#pragma once

#include "daemon/app/manners.hpp"
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
    Manners manners;
};

struct Checked {
    std::optional<Prepared> prepared;   // only where there are no problems
    std::vector<std::string> problems;  // each a line: "file:line: path: what is wrong; what is expected"
};

// Whether the lexicons must show that they hold their fixtures: each time, or once, which is kept beside the database (kept_lexicons.hpp).
enum class Proving { each_time, once };

// Reads the file, and all that it names. It takes some tenths of a second, and may be done on any thread.
[[nodiscard]] Checked check(const std::filesystem::path& file, Proving proving);

// The same; problems are printed to stderr.
[[nodiscard]] std::optional<Prepared> load_checked(const std::filesystem::path& file, Proving proving);

}  // namespace candor::app
