#include "daemon/app/check.hpp"

#include "daemon/app/assemble.hpp"
#include "daemon/app/kept_lexicons.hpp"
#include "daemon/clock.hpp"
#include "daemon/config/load.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <functional>
#include <future>
#include <sstream>

namespace candor::app {

namespace {

config::Surroundings surroundings() {
    const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
    return {[](std::string_view name) { return locate_zone(name).has_value(); }, credentials == nullptr ? "" : credentials};
}

void add_lines(std::vector<std::string>& problems, const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) problems.push_back(line);
}

}  // namespace

Checked check(const std::filesystem::path& file, Proving proving) {
    auto loaded = config::load_file(file, surroundings());
    Checked checked;
    for (const config::Problem& problem : loaded.problems) checked.problems.push_back(describe(problem));
    if (!loaded.config) return checked;
    auto pages_to_be = std::async(make_page_templates, std::cref(*loaded.config));  // side by side: a start waits for all
    auto manners_to_be = std::async(make_manners, std::cref(*loaded.config));
    const honesty::Keeping kept = proving == Proving::once ? lexicons_kept_in(loaded.config->store.path.parent_path()) : honesty::Keeping{};
    auto setup = make_setup(*loaded.config, kept);
    if (!setup) add_lines(checked.problems, setup.error().message());
    auto pages = pages_to_be.get();
    if (!pages) checked.problems.push_back(pages.error().message());
    auto manners = manners_to_be.get();
    if (!manners) checked.problems.push_back(fmt::format("{}: {}", manners.error().field(), manners.error().message()));
    if (checked.problems.empty()) checked.prepared = {std::move(*loaded.config), std::move(*setup), std::move(*pages), std::move(*manners)};
    return checked;
}

std::optional<Prepared> load_checked(const std::filesystem::path& file, Proving proving) {
    Checked checked = check(file, proving);
    for (const std::string& problem : checked.problems) fmt::print(stderr, "{}\n", problem);
    if (!checked.problems.empty())
        fmt::print(stderr, "candord: {} problem{}; nothing was started\n", checked.problems.size(), checked.problems.size() == 1 ? "" : "s");
    return std::move(checked.prepared);
}

}  // namespace candor::app
