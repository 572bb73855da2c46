#include "daemon/desk/duty.hpp"

namespace candor::desk {

namespace {

// As far as it is known when it is declared.
plan::Situation situation_of(const Declare& declare) {
    plan::Situation situation{declare.impact, ScopeLabel::unknown, CauseCategory::unknown};
    for (const NewFact& fact : declare.facts) {
        if (const auto* scope = std::get_if<Scope>(&fact.body)) situation.scope = scope->label;
        if (const auto* cause = std::get_if<Cause>(&fact.body)) situation.cause = cause->category;
    }
    return situation;
}

}  // namespace

void name_responsible(Command& command, const Setup& setup, Time now) {
    auto* declare = std::get_if<Declare>(&command);
    if (declare == nullptr) return;
    if (!setup.plan) {
        if (declare->owner.empty()) declare->owner = setup.default_owner;
        if (declare->deputy.empty()) declare->deputy = setup.default_deputy;
        return;
    }
    const plan::OnDuty duty = plan::on_duty(*setup.plan, situation_of(*declare), now);
    const bool owner_steps_in = duty.owner.str() == declare->deputy && !duty.deputy.empty();
    if (declare->owner.empty()) declare->owner = (owner_steps_in ? duty.deputy : duty.owner).str();
    // Where the one who would step in owns it already, the one who would have owned it steps in.
    if (declare->deputy.empty() && !duty.deputy.empty())
        declare->deputy = (duty.deputy.str() == declare->owner ? duty.owner : duty.deputy).str();
}

}  // namespace candor::desk
