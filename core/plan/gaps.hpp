// What a plan leaves open: it loads, and yet somebody would have to ask while it burns.
#pragma once

#include "core/plan/plan.hpp"

namespace candor::plan {

// One decision that is missing, and in which situations.
struct Gap {
    std::vector<Situation> situations;  // 1 or more, in the order of all_situations()
    std::string missing;                // "no deputy"
    std::string mend;                   // "deputy: who gathers facts where the owner does not answer"
};

// No gap: every situation has an owner, a cadence for social networks and for mail and webhooks, service levels and an
// audience; from major up a deputy who is not the owner, and somebody to escalate to.
[[nodiscard]] std::vector<Gap> find_gaps(const Plan& plan);

// As people say it, with what repeats put together: "major x many, cause people: no deputy". One line for each part.
[[nodiscard]] std::vector<std::string> describe(const Gap& gap);

// "major x many, cause people"
[[nodiscard]] std::string situation_text(const Situation& situation);

// What is worth a second look, one line each: components with fewer than two options, playbooks that decide nothing.
// `components`: all there are; empty: those that the plan names.
[[nodiscard]] std::vector<std::string> find_warnings(const Plan& plan, const std::vector<ComponentId>& components);

}  // namespace candor::plan
