// What a drill's daemon runs by: an organisation's names, languages, templates and plan, and nothing that leads to anybody.
// Written from scratch: the only addresses in it are those of the receivers on this machine.
#pragma once

#include "core/plan/plan.hpp"
#include "daemon/config/portrait.hpp"
#include "daemon/ctl/sandbox/setup.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace candor::ctl {

// How often an audience hears in a drill that rehearses the shortest cadence; every other is in proportion.
inline constexpr Duration drill_cadence = std::chrono::seconds{6};

// How many times faster time goes, so that the shortest cadence of the situation takes drill_cadence.
[[nodiscard]] std::int64_t times_faster(const plan::Plan& plan, const plan::Situation& situation);

// The plan with its people made up (there is nobody to reach under their addresses) and its times shortened. What the
// drill does not know of a plan is left out. Nothing where it is not YAML.
[[nodiscard]] std::optional<std::string> drill_plan(std::string_view yaml, std::int64_t faster);

// The configuration, complete. Its plan, where there is one, is plan.yaml beside it.
[[nodiscard]] std::string drill_config(const config::Portrait& portrait, const SandboxSetup& setup, bool planned);

}  // namespace candor::ctl
