// Plans for tests: small ones as text, those that are shipped, and zones without a tz database.
#pragma once

#include "core/plan/gaps.hpp"
#include "core/plan/load.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

namespace candor::test {

using namespace std::chrono_literals;

// Central Europe in 2026: an hour ahead, two in summer.
class MiddleZone final : public TimeZone {
public:
    [[nodiscard]] ZoneOffset at(Time time) const override {
        const bool summer =
            time >= *parse_rfc3339("2026-03-29T01:00:00Z") && time < *parse_rfc3339("2026-10-25T01:00:00Z");
        return summer ? ZoneOffset{2h, "CEST"} : ZoneOffset{1h, "CET"};
    }
    [[nodiscard]] std::string_view name() const override { return "Europe/Berlin"; }
};

inline plan::Known known_zones() {
    return {[](std::string_view name) -> std::shared_ptr<const TimeZone> {
                if (name == "UTC") return {&utc(), [](const TimeZone*) {}};
                if (name == "Europe/Berlin" || name == "Europe/Zurich") return std::make_shared<MiddleZone>();
                return nullptr;
            },
            std::nullopt, std::nullopt};
}

inline std::vector<std::string> plan_problems(const std::string& yaml, const plan::Known& known = known_zones()) {
    std::vector<std::string> lines;
    for (const auto& problem : plan::load_plan(yaml, "plan.yaml", known).problems)
        lines.push_back(yaml::describe(problem));
    return lines;
}

inline plan::Plan plan_of(const std::string& yaml, const plan::Known& known = known_zones()) {
    auto loaded = plan::load_plan(yaml, "plan.yaml", known);
    for (const auto& problem : loaded.problems) UNSCOPED_INFO(yaml::describe(problem));
    if (!loaded.plan) FAIL("the plan does not load");
    return std::move(*loaded.plan);
}

inline std::string shipped_plan(const std::string& name) {
    std::ifstream file(CANDOR_SOURCE_DIR "/etc/plans/" + name + ".yaml", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Every gap, as people read it.
inline std::vector<std::string> gaps_of(const plan::Plan& plan) {
    std::vector<std::string> lines;
    for (const plan::Gap& gap : plan::find_gaps(plan)) {
        for (std::string& line : plan::describe(gap)) lines.push_back(std::move(line));
    }
    return lines;
}

inline std::string without(std::string text, const std::string& part) {
    const auto at = text.find(part);
    if (at == std::string::npos) FAIL("not in the text: " << part);
    return text.erase(at, part.size());
}

// A plan that one playbook decides; what is added goes below it, or before it where it is a playbook.
inline const std::string people_of_small_plan = R"(name: Small
people:
  - {id: one, mail: one@example.org}
  - {id: two, mail: two@example.org}
  - {id: three, mail: three@example.org}
)";
inline const std::string everyday =
    "  - {id: everyday, owner: one, deputy: two, escalation: three, cadence: 30m, audiences: mail,"
    " service_levels: {first_update: 1m, acknowledge: 5m, remind_before: 10m, follow_up_after: 1d}}\n";

inline std::string small_plan(const std::string& playbooks_before = {}, const std::string& more = {}) {
    return people_of_small_plan + "playbooks:\n" + playbooks_before + everyday + more;
}

}  // namespace candor::test
