#include "core/plan/offer.hpp"

#include "core/incident/goodwill.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace candor::plan {

namespace {

RemedyTerms terms_of(const Remedy& remedy) {
    return {remedy.id.str(), remedy.kind, remedy.text, remedy.value, remedy.cost, remedy.currency.code};
}

GivingLimits limits_of(const Caps& caps) {
    GivingLimits limits{caps.currency.code, caps.per_customer, caps.per_incident, {}};
    for (const RoleCap& cap : caps.roles) limits.roles.push_back({cap.role.str(), cap.most});
    return limits;
}

// Themselves, and the rotas they stand in.
std::vector<std::string> roles_of(const Plan& plan, std::string_view actor) {
    std::vector<std::string> roles;
    for (const Person& person : plan.people) {
        if (actor.empty() || (person.id.str() != actor && person.name != actor)) continue;
        roles.push_back(person.id.str());
        for (const Rota& rota : plan.rotas) {
            if (std::find(rota.people.begin(), rota.people.end(), person.id) != rota.people.end()) roles.push_back(rota.id.str());
        }
    }
    return roles;
}

}  // namespace

Situation situation_of(const Record& record) {
    return {record.impact, scope_of(record), cause_of(record)};
}

RemedyOffer offer_for(const Plan& plan, const Situation& situation, std::string_view actor) {
    RemedyOffer offer;
    for (const Remedy& remedy : plan.remedies) {
        offer.catalogue.push_back(terms_of(remedy));
        if (remedy.within) offer.within.emplace(remedy.id.str(), *remedy.within);
    }
    offer.catalogue = by_worth(std::move(offer.catalogue));
    const Decisions decisions = resolve(plan, situation);
    const auto decided = decisions.remedies.value_or(std::vector<RemedyId>{});
    for (const RemedyTerms& terms : offer.catalogue) {
        if (std::find(decided.begin(), decided.end(), RemedyId(terms.id)) != decided.end()) offer.allowed.push_back(terms.id);
    }
    for (const Caps& caps : plan.caps) offer.limits.push_back(limits_of(caps));
    offer.roles = roles_of(plan, actor);
    for (const Person& person : plan.people) offer.known.push_back(person.id.str());
    for (const Rota& rota : plan.rotas) offer.known.push_back(rota.id.str());
    return offer;
}

Result<std::string> prepared_words(const Plan& plan, const Situation& situation, const std::string& id) {
    const auto ready = resolve(plan, situation).templates.value_or(std::vector<TemplateId>{});
    const TemplateId wanted(id);
    const Template* found = find_template(plan, wanted);
    if (found != nullptr && std::find(ready.begin(), ready.end(), wanted) != ready.end()) return found->text;
    std::vector<std::string> names;
    for (const TemplateId& one : ready) names.push_back(one.str());
    return Error(ErrorCode::invalid_argument, fmt::format("The plan has no template \"{}\" for this situation.", id), "template",
                 names.empty() ? "Write your own words." : fmt::format("It has {}. candor plan show reads them out.", fmt::join(names, ", ")));
}

bool carries(const Plan& plan, const Situation& situation, const ChannelId& channel) {
    const auto audiences = resolve(plan, situation).audiences;
    return !audiences || std::find(audiences->begin(), audiences->end(), channel) != audiences->end();
}

std::vector<PlannedOption> options_for(const Plan& plan, const std::vector<ComponentId>& components) {
    std::vector<PlannedOption> planned;
    for (const Options& options : plan.options) {
        if (std::find(components.begin(), components.end(), options.component) == components.end()) continue;
        for (const std::string& choice : options.choices) {
            const bool known = std::any_of(planned.begin(), planned.end(), [&](const PlannedOption& one) { return one.text == choice; });
            if (!known) planned.push_back({options.component, choice});
        }
    }
    return planned;
}

}  // namespace candor::plan
