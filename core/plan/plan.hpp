// The plan: what an organisation decides before anything breaks. For every situation, who gathers the facts and who
// steps in, how often whom is told, how fast, and what may be given, so that nobody has to ask while it burns.
#pragma once

#include "core/cadence.hpp"
#include "core/incident/remedy.hpp"
#include "core/money.hpp"
#include "core/plan/rota.hpp"

#include <optional>
#include <string>
#include <vector>

namespace candor::plan {

using PlaybookId = Id<struct PlaybookTag>;  // ids of the plan: as RoleId
using RemedyId = Id<struct RemedyTag>;
using ApprovalClassId = Id<struct ApprovalClassTag>;
using TemplateId = Id<struct TemplateTag>;

// A cell of the plan: how bad, for how many, and what kind of failure.
struct Situation {
    Impact impact = Impact::minor;
    ScopeLabel scope = ScopeLabel::unknown;
    CauseCategory cause = CauseCategory::unknown;
    friend bool operator==(const Situation&, const Situation&) = default;
};

// What every situation must have: minor, major and critical, by scope, by cause.
[[nodiscard]] std::vector<Situation> all_situations();

struct ServiceLevels {
    std::optional<Duration> first_update;   // from the declaration to the first update, at most
    std::optional<Duration> acknowledge;    // from a reminder to the owner's answer, at most; then the deputy is asked
    std::optional<Duration> remind_before;  // the owner, this long before an update is due
    std::optional<Duration> follow_up_after;  // the resolution: "is it fixed for you?"
    std::optional<Duration> soak;             // a check has passed, and it holds, for so long before it is called resolved; left open: 0
    friend bool operator==(const ServiceLevels&, const ServiceLevels&) = default;
};

// What is decided; empty: left open.
struct Decisions {
    std::optional<RoleId> owner;
    std::optional<RoleId> deputy;
    std::optional<RoleId> escalation;  // whom to ask when neither answers
    std::optional<Duration> social;    // how often social networks hear
    std::optional<Duration> direct;    // how often mail and webhooks do
    ServiceLevels levels;
    std::optional<std::vector<ChannelId>> audiences;
    std::optional<std::vector<RemedyId>> remedies;          // that may be given; left open: none
    std::optional<std::vector<ApprovalClassId>> approvals;  // that words may need; left open: none
    std::optional<std::vector<TemplateId>> templates;       // words that are ready to be said; left open: none
    friend bool operator==(const Decisions&, const Decisions&) = default;
};

// Decides for the situations that it matches; an empty list matches everything. For each thing to decide, the first
// playbook that matches and decides it counts.
struct Playbook {
    PlaybookId id;
    std::vector<Impact> impacts;
    std::vector<ScopeLabel> scopes;
    std::vector<CauseCategory> causes;
    Decisions decides;
};

// What customers can choose meanwhile, numbered from 1 in this order.
struct Options {
    ComponentId component;
    std::vector<std::string> choices;
};

struct Remedy {
    RemedyId id;
    RemedyKind kind = RemedyKind::other;
    std::string text;        // as customers read it; one line
    std::int64_t value = 0;  // to the customer, in minor units
    std::int64_t cost = 0;   // to the organisation, in minor units
    Currency currency;
    std::optional<Duration> within = {};  // from the promise until the customer has it; left open: the usual time
};

struct RoleCap {
    RoleId role;
    std::int64_t most = 0;
};

// Up to these sums of cost remedies are given without asking anybody. One for each currency.
struct Caps {
    Currency currency;
    std::int64_t per_customer = 0;
    std::int64_t per_incident = 0;
    std::vector<RoleCap> roles;  // what each may give in one incident
};

// Words that need a second person's yes. Where it does not come in time, a holding statement of facts goes out instead.
struct ApprovalClass {
    ApprovalClassId id;
    std::vector<std::string> words;  // that make it this class: "personal data", "breach*"; empty: only where the author says so
    std::vector<RoleId> approvers;
    Duration holding_after{};
};

// Words that were written in peace, in the organisation's language. They are held against the record like any others.
struct Template {
    TemplateId id;
    std::string text;  // one paragraph
};

struct Plan {
    std::string name;
    std::vector<Person> people;
    std::vector<Rota> rotas;
    std::vector<Playbook> playbooks;
    std::vector<Options> options;
    std::vector<Remedy> remedies;
    std::vector<Caps> caps;
    std::vector<ApprovalClass> approvals;
    std::vector<Template> templates;
};

// Impact none counts as minor: somebody must own that, too.
[[nodiscard]] Decisions resolve(const Plan& plan, const Situation& situation);
// Those that decide anything there, in their order.
[[nodiscard]] std::vector<PlaybookId> playbooks_for(const Plan& plan, const Situation& situation);

// The plan's rules of cadence in place of those of `base`.
[[nodiscard]] CadencePolicy cadence_of(const Plan& plan, CadencePolicy base);

[[nodiscard]] const Person* find_person(const Plan& plan, const RoleId& id);
[[nodiscard]] const Rota* find_rota(const Plan& plan, const RoleId& id);
[[nodiscard]] const Remedy* find_remedy(const Plan& plan, const RemedyId& id);
[[nodiscard]] const ApprovalClass* find_approval_class(const Plan& plan, const ApprovalClassId& id);
[[nodiscard]] const Template* find_template(const Plan& plan, const TemplateId& id);
// Those who can stand behind a role: a rota's people, or the person.
[[nodiscard]] std::vector<RoleId> people_of(const Plan& plan, const RoleId& id);

// Who is who at a moment; empty where the plan says nobody.
struct OnDuty {
    RoleId owner;
    RoleId deputy;  // never the owner: then it is the next in the deputy's rota
    RoleId escalation;
};
[[nodiscard]] OnDuty on_duty(const Plan& plan, const Situation& situation, Time now);

}  // namespace candor::plan
