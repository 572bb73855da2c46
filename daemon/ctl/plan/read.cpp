#include "core/plan/load.hpp"
#include "daemon/config/outline.hpp"
#include "daemon/config/text_file.hpp"
#include "daemon/ctl/exit_code.hpp"
#include "daemon/ctl/plan/plan.hpp"

#include <fmt/format.h>

namespace candor::ctl {

namespace {

constexpr const char* daemons_config = "/etc/candor/candor.yaml";

PlanOutcome usage(const std::string& what, const std::string& mend) {
    return {exit_code::usage, {}, fmt::format("candor: {}\n  to mend it    {}\n", neutral(what), neutral(mend))};
}

}  // namespace

std::variant<PlanReading, PlanOutcome> read_plan(const PlanOptions& options) {
    const bool config_typed = !options.config.empty();
    const std::string config = config_typed ? options.config : daemons_config;
    const auto outline = config_typed || options.file.empty() ? config::read_outline(config) : std::nullopt;
    if (config_typed && !outline)
        return usage(fmt::format("{} cannot be read", config), "candord --config FILE --check-config says why");
    PlanReading reading;
    reading.file = options.file;
    if (options.file.empty()) {
        if (!outline || outline->plan.empty()) {
            return usage(config + (outline ? " names no plan" : " cannot be read, and no plan is given"),
                         "candor plan check FILE, or --config FILE");
        }
        reading.file = outline->plan;
    }
    const auto text = config::read_text_file(reading.file);
    if (!text)
        return usage(fmt::format("{} {}", reading.file.string(), text.error().message()), "give the path of a plan");
    plan::Known known{options.zone, std::nullopt, std::nullopt};
    if (outline) {
        known.channels = outline->channels;
        known.components = outline->components;
        reading.components = outline->components;
        reading.held_against_config = true;
    }
    auto loaded = plan::load_plan(*text, reading.file.string(), known);
    reading.plan = std::move(loaded.plan);
    reading.problems = std::move(loaded.problems);
    return reading;
}

std::string short_duration(Duration duration) {
    using namespace std::chrono_literals;
    std::string text;
    int units = 0;
    const auto take = [&](Duration unit, const char* name) {
        if (units == 2 || duration < unit) return;
        text += fmt::format("{}{}", duration / unit, name);
        duration %= unit;
        ++units;
    };
    take(24h, "d");
    take(1h, "h");
    take(1min, "m");
    take(1s, "s");
    return text.empty() ? "0s" : text;
}

}  // namespace candor::ctl
