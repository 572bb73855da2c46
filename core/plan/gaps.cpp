#include "core/plan/gaps.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <set>

namespace candor::plan {

namespace {

using People = std::vector<RoleId>;

// One thing that must be decided, and whether it is missing.
struct Need {
    const char* missing;
    const char* mend;
    std::function<bool(const Plan& plan, const Situation& situation, const Decisions& decisions)> is_missing;
};

// Somebody who stands behind the role whatever others are taken.
bool has_besides(const People& people, std::initializer_list<RoleId> taken) {
    return std::any_of(people.begin(), people.end(), [&](const RoleId& person) {
        return std::find(taken.begin(), taken.end(), person) == taken.end();
    });
}

bool deputy_may_be_owner(const Plan& plan, const Decisions& decisions) {
    if (!decisions.owner || !decisions.deputy) return false;
    const People deputies = people_of(plan, *decisions.deputy);
    const People owners = people_of(plan, *decisions.owner);
    return std::any_of(owners.begin(), owners.end(),
                       [&](const RoleId& owner) { return !has_besides(deputies, {owner}); });
}

bool escalation_may_be_nobody_new(const Plan& plan, const Decisions& decisions) {
    if (!decisions.owner || !decisions.deputy || !decisions.escalation) return false;
    const People further = people_of(plan, *decisions.escalation);
    for (const RoleId& owner : people_of(plan, *decisions.owner)) {
        for (const RoleId& deputy : people_of(plan, *decisions.deputy)) {
            if (!has_besides(further, {owner, deputy})) return true;
        }
    }
    return false;
}

bool is_serious(const Situation& situation) {
    return situation.impact >= Impact::major;
}

// A reminder that comes before the promise it is about is none.
bool reminder_is_too_early(const Decisions& decisions) {
    if (!decisions.levels.remind_before || !decisions.social || !decisions.direct) return false;
    return *decisions.levels.remind_before >= std::min(*decisions.social, *decisions.direct);
}

template <class Member>
Need level(const char* missing, const char* mend, Member member) {
    return {missing, mend, [member](const Plan&, const Situation&, const Decisions& decisions) {
                return !(decisions.levels.*member);
            }};
}

template <class Member>
Need decision(const char* missing, const char* mend, Member member, bool only_if_serious = false) {
    return {missing, mend,
            [member, only_if_serious](const Plan&, const Situation& situation, const Decisions& decisions) {
                return !(decisions.*member) && (!only_if_serious || is_serious(situation));
            }};
}

std::vector<Need> needs() {
    return {
        decision("no owner", "owner: who gathers the facts", &Decisions::owner),
        decision("no deputy", "deputy: who steps in when the owner does not answer", &Decisions::deputy, true),
        {"the deputy may be the owner", "deputy: a rota with somebody who cannot own it at the same time",
         [](const Plan& plan, const Situation&, const Decisions& decisions) {
             return deputy_may_be_owner(plan, decisions);
         }},
        decision("nobody to escalate to", "escalation: whom to ask when neither answers", &Decisions::escalation, true),
        {"escalation may end with the owner or the deputy", "escalation: somebody else",
         [](const Plan& plan, const Situation&, const Decisions& decisions) {
             return escalation_may_be_nobody_new(plan, decisions);
         }},
        decision("no cadence for social networks", "cadence: {social: 15m}", &Decisions::social),
        decision("no cadence for mail and webhooks", "cadence: {direct: 30m}", &Decisions::direct),
        level("no time for the first update", "service_levels: {first_update: 1m}", &ServiceLevels::first_update),
        level("no time to acknowledge", "service_levels: {acknowledge: 5m}", &ServiceLevels::acknowledge),
        level("no time of the reminder", "service_levels: {remind_before: 10m}", &ServiceLevels::remind_before),
        level("no time of the follow-up", "service_levels: {follow_up_after: 1d}", &ServiceLevels::follow_up_after),
        {"the reminder comes before the update it is for is promised", "remind_before: less than the shortest cadence",
         [](const Plan&, const Situation&, const Decisions& decisions) { return reminder_is_too_early(decisions); }},
        decision("no audience", "audiences: the channels that carry it", &Decisions::audiences),
    };
}

// Situations of one impact, as a grid of scopes and causes.
class Grid {
public:
    Grid(Impact impact, const std::vector<Situation>& situations) : impact_(impact) {
        for (const Situation& situation : situations) {
            if (situation.impact == impact)
                open_.insert({static_cast<int>(situation.scope), static_cast<int>(situation.cause)});
        }
    }

    // All of it, then whole scopes, then whole causes, then what is left.
    std::vector<std::string> texts() {
        std::vector<std::string> found;
        const std::string impact(to_string(impact_));
        if (open_.size() == width * width) return {impact};
        for (int scope = 0; scope < width; ++scope) {
            if (take([&](const Cell& cell) { return cell.first == scope; }))
                found.push_back(fmt::format("{} x {}", impact, to_string(static_cast<ScopeLabel>(scope))));
        }
        for (int cause = 0; cause < width; ++cause) {
            if (take([&](const Cell& cell) { return cell.second == cause; }))
                found.push_back(fmt::format("{}, cause {}", impact, to_string(static_cast<CauseCategory>(cause))));
        }
        for (const auto& [scope, cause] : open_)
            found.push_back(
                situation_text({impact_, static_cast<ScopeLabel>(scope), static_cast<CauseCategory>(cause)}));
        return found;
    }

private:
    using Cell = std::pair<int, int>;  // scope, cause
    static constexpr int width = 5;
    static_assert(enum_names<ScopeLabel>.size() == width && enum_names<CauseCategory>.size() == width);

    template <class In>
    bool take(In in_line) {
        if (std::count_if(open_.begin(), open_.end(), in_line) != width) return false;
        std::erase_if(open_, in_line);
        return true;
    }

    Impact impact_;
    std::set<Cell> open_;
};

}  // namespace

std::vector<Gap> find_gaps(const Plan& plan) {
    const std::vector<Situation> all = all_situations();
    std::vector<Decisions> resolved;
    for (const Situation& situation : all) resolved.push_back(resolve(plan, situation));
    std::vector<Gap> gaps;
    for (const Need& need : needs()) {
        Gap gap{{}, need.missing, need.mend};
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (need.is_missing(plan, all[i], resolved[i])) gap.situations.push_back(all[i]);
        }
        if (!gap.situations.empty()) gaps.push_back(std::move(gap));
    }
    return gaps;
}

std::string situation_text(const Situation& situation) {
    return fmt::format("{} x {}, cause {}", to_string(situation.impact), to_string(situation.scope),
                       to_string(situation.cause));
}

std::vector<std::string> describe(const Gap& gap) {
    if (gap.situations.size() == all_situations().size()) return {fmt::format("everywhere: {}", gap.missing)};
    std::vector<std::string> lines;
    for (const Impact impact : {Impact::minor, Impact::major, Impact::critical}) {
        for (const std::string& where : Grid(impact, gap.situations).texts())
            lines.push_back(fmt::format("{}: {}", where, gap.missing));
    }
    return lines;
}

std::vector<std::string> find_warnings(const Plan& plan, const std::vector<ComponentId>& components) {
    std::vector<std::string> warnings;
    for (const Options& options : plan.options) {
        if (options.choices.size() < 2)
            warnings.push_back(
                fmt::format("{}: only one option; staff need two or more to offer", options.component.str()));
    }
    for (const ComponentId& component : components) {
        const bool has_options = std::any_of(plan.options.begin(), plan.options.end(),
                                             [&](const Options& options) { return options.component == component; });
        if (!has_options)
            warnings.push_back(fmt::format("{}: no options; staff have nothing to offer meanwhile", component.str()));
    }
    std::set<PlaybookId> used;
    for (const Situation& situation : all_situations()) {
        for (PlaybookId& id : playbooks_for(plan, situation)) used.insert(std::move(id));
    }
    for (const Playbook& playbook : plan.playbooks) {
        if (!used.contains(playbook.id))
            warnings.push_back(fmt::format("{}: this playbook decides nothing that those before it have not decided",
                                           playbook.id.str()));
    }
    return warnings;
}

}  // namespace candor::plan
