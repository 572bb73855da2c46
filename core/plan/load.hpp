// From YAML to a Plan, or to every problem in it at once. docs/plan.md says what each key means.
#pragma once

#include "core/plan/plan.hpp"
#include "core/yaml/problem.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace candor::plan {

// What the plan refers to, and does not say itself. Without a list its names are not checked.
struct Known {
    std::function<std::shared_ptr<const TimeZone>(std::string_view name)>
        zone;  // IANA; null: there is none of this name
    std::optional<std::vector<ChannelId>> channels;
    std::optional<std::vector<ComponentId>> components;
};

struct LoadedPlan {
    std::optional<Plan> plan;             // only where there are no problems
    std::vector<yaml::Problem> problems;  // in the order of their lines
};

// `file` names the text in problems. Limits: as every YAML file of ours, 200 items of each kind, and 1,000 playbooks.
[[nodiscard]] LoadedPlan load_plan(std::string_view yaml, const std::string& file, const Known& known);

}  // namespace candor::plan
