// `candor plan check` and `candor plan show`: the plan without a daemon.
#pragma once

#include "core/plan/plan.hpp"
#include "core/yaml/problem.hpp"
#include "daemon/ctl/terminal.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace candor::ctl {

struct PlanOptions {
    std::string file;    // empty: the one that the daemon's configuration names
    std::string config;  // empty: /etc/candor/candor.yaml; where it is typed, the plan's names are held against it
    bool json = false;
    std::function<std::shared_ptr<const TimeZone>(std::string_view)> zone;
};

struct PlanOutcome {
    int exit_code = 0;  // 0: no gap; 1: problems or gaps; 2: usage, or there is no such file
    std::string out;
    std::string err;
};

// What was read, and what is wrong with it.
struct PlanReading {
    std::filesystem::path file;
    std::optional<plan::Plan> plan;  // none: there are problems
    std::vector<yaml::Problem> problems;
    std::vector<ComponentId> components;  // of the configuration, where that was at hand
    bool held_against_config = false;     // otherwise the names of channels and components are not known to be right
};

// Or why it cannot be read at all.
[[nodiscard]] std::variant<PlanReading, PlanOutcome> read_plan(const PlanOptions& options);

[[nodiscard]] PlanOutcome check_plan(const PlanOptions& options, const Look& look);
[[nodiscard]] PlanOutcome show_plan(const PlanOptions& options, const plan::Situation& situation, const Look& look);

// 10m, 1h30m, 2d: two units at most, as a table wants it.
[[nodiscard]] std::string short_duration(Duration duration);

}  // namespace candor::ctl
