#include "core/plan/plan.hpp"

#include <algorithm>

namespace candor::plan {

namespace {

template <class T>
bool matches(const std::vector<T>& wanted, T value) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

bool matches(const Playbook& playbook, const Situation& situation) {
    return matches(playbook.impacts, situation.impact) && matches(playbook.scopes, situation.scope) &&
           matches(playbook.causes, situation.cause);
}

Situation in_plan(Situation situation) {
    situation.impact = std::max(situation.impact, Impact::minor);
    return situation;
}

template <class T>
void fill(std::optional<T>& open, const std::optional<T>& decided) {
    if (!open) open = decided;
}

void fill(Decisions& open, const Decisions& decided) {
    fill(open.owner, decided.owner);
    fill(open.deputy, decided.deputy);
    fill(open.escalation, decided.escalation);
    fill(open.social, decided.social);
    fill(open.direct, decided.direct);
    fill(open.levels.first_update, decided.levels.first_update);
    fill(open.levels.acknowledge, decided.levels.acknowledge);
    fill(open.levels.remind_before, decided.levels.remind_before);
    fill(open.levels.follow_up_after, decided.levels.follow_up_after);
    fill(open.levels.soak, decided.levels.soak);
    fill(open.audiences, decided.audiences);
    fill(open.remedies, decided.remedies);
    fill(open.approvals, decided.approvals);
    fill(open.templates, decided.templates);
}

template <class T, class Key>
const T* find(const std::vector<T>& items, const Key& id) {
    const auto found = std::find_if(items.begin(), items.end(), [&](const T& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

// Of a rota, from whose turn it is on; of a person, the person.
std::vector<RoleId> in_turn(const Plan& plan, const RoleId& role, Time now) {
    std::vector<RoleId> people = people_of(plan, role);
    if (const Rota* rota = find_rota(plan, role)) {
        const auto turn = static_cast<std::ptrdiff_t>(on_duty(*rota, now).turn);
        std::rotate(people.begin(), people.begin() + turn, people.end());
    }
    return people;
}

// Whose turn it is, passing over those who have another part already.
RoleId first_besides(const std::vector<RoleId>& people, const std::vector<RoleId>& taken) {
    for (const RoleId& person : people) {
        if (std::find(taken.begin(), taken.end(), person) == taken.end()) return person;
    }
    return {};
}

}  // namespace

std::vector<Situation> all_situations() {
    std::vector<Situation> all;
    for (const Impact impact : {Impact::minor, Impact::major, Impact::critical}) {
        for (std::size_t scope = 0; scope < enum_names<ScopeLabel>.size(); ++scope) {
            for (std::size_t cause = 0; cause < enum_names<CauseCategory>.size(); ++cause) {
                all.push_back({impact, static_cast<ScopeLabel>(scope), static_cast<CauseCategory>(cause)});
            }
        }
    }
    return all;
}

Decisions resolve(const Plan& plan, const Situation& situation) {
    Decisions decisions;
    for (const Playbook& playbook : plan.playbooks) {
        if (matches(playbook, in_plan(situation))) fill(decisions, playbook.decides);
    }
    return decisions;
}

std::vector<PlaybookId> playbooks_for(const Plan& plan, const Situation& situation) {
    std::vector<PlaybookId> found;
    Decisions decisions;
    for (const Playbook& playbook : plan.playbooks) {
        if (!matches(playbook, in_plan(situation))) continue;
        const Decisions before = decisions;
        fill(decisions, playbook.decides);
        if (decisions != before) found.push_back(playbook.id);
    }
    return found;
}

CadencePolicy cadence_of(const Plan& plan, CadencePolicy base) {
    base.rules.clear();
    for (const Playbook& playbook : plan.playbooks) {
        std::vector<Impact> impacts = playbook.impacts;
        if (!impacts.empty() && matches(impacts, Impact::minor)) impacts.push_back(Impact::none);
        const auto add = [&](ChannelGroup group, const std::optional<Duration>& every) {
            if (every) base.rules.push_back({group, playbook.scopes, impacts, *every, playbook.causes});
        };
        add(ChannelGroup::social, playbook.decides.social);
        add(ChannelGroup::direct, playbook.decides.direct);
    }
    return base;
}

const Person* find_person(const Plan& plan, const RoleId& id) {
    return find(plan.people, id);
}

const Rota* find_rota(const Plan& plan, const RoleId& id) {
    return find(plan.rotas, id);
}

const Remedy* find_remedy(const Plan& plan, const RemedyId& id) {
    return find(plan.remedies, id);
}

const ApprovalClass* find_approval_class(const Plan& plan, const ApprovalClassId& id) {
    return find(plan.approvals, id);
}

const Template* find_template(const Plan& plan, const TemplateId& id) {
    return find(plan.templates, id);
}

std::vector<RoleId> people_of(const Plan& plan, const RoleId& id) {
    if (const Rota* rota = find_rota(plan, id)) return rota->people;
    if (find_person(plan, id) != nullptr) return {id};
    return {};
}

OnDuty on_duty(const Plan& plan, const Situation& situation, Time now) {
    const Decisions decisions = resolve(plan, situation);
    const auto pick = [&](const std::optional<RoleId>& role, const std::vector<RoleId>& taken) {
        return role ? first_besides(in_turn(plan, *role, now), taken) : RoleId{};
    };
    OnDuty duty;
    duty.owner = pick(decisions.owner, {});
    duty.deputy = pick(decisions.deputy, {duty.owner});
    duty.escalation = pick(decisions.escalation, {duty.owner, duty.deputy});
    return duty;
}

}  // namespace candor::plan
