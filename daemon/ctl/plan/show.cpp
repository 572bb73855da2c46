// One situation: who, when, how, and what may be given.
#include "core/plan/gaps.hpp"
#include "daemon/ctl/exit_code.hpp"
#include "daemon/ctl/plan/plan.hpp"
#include "daemon/ctl/sheet.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace candor::ctl {

namespace {

namespace json = boost::json;
using plan::Decisions;
using plan::Plan;
using plan::RoleId;

// Somebody's part in an incident, now.
struct Part {
    std::string role;  // as the plan names it: a person or a rota
    const plan::Person* person = nullptr;
    std::optional<Time> until;  // where the role is a rota: the next handover
};

std::optional<Part> part_of(const Plan& plan, const std::optional<RoleId>& role, const RoleId& on_duty, Time now) {
    if (!role) return std::nullopt;
    Part part{role->str(), find_person(plan, on_duty), std::nullopt};
    if (const plan::Rota* rota = find_rota(plan, *role)) part.until = plan::on_duty(*rota, now).until;
    return part;
}

struct Parts {
    std::optional<Part> owner;
    std::optional<Part> deputy;
    std::optional<Part> escalation;
};

Parts parts_of(const Plan& plan, const plan::Situation& situation, Time now) {
    const Decisions decisions = resolve(plan, situation);
    const plan::OnDuty duty = on_duty(plan, situation, now);
    return {part_of(plan, decisions.owner, duty.owner, now), part_of(plan, decisions.deputy, duty.deputy, now),
            part_of(plan, decisions.escalation, duty.escalation, now)};
}

void add_part(Sheet& sheet, const char* label, const std::optional<Part>& part) {
    if (!part) return sheet.field(label, "nobody");
    std::string text = part->role;
    if (part->person != nullptr) {
        const plan::Person& person = *part->person;
        if (person.id.str() != part->role) text += ": " + person.id.str();
        if (!person.name.empty()) text += fmt::format(" ({})", neutral(person.name));
        if (part->until)
            text += fmt::format(", until {}", moment_text(*part->until, sheet.look().now, *sheet.look().zone));
        for (const std::string* way : {&person.mail, &person.webhook}) text += way->empty() ? "" : "\n" + *way;
    }
    sheet.field(label, text);
}

std::string words(const std::optional<Duration>& duration, const char* before, const char* after = "") {
    return duration ? fmt::format("{}{}{}", before, duration_text(*duration), after) : "not decided";
}

template <class Id>
std::string list(const std::vector<Id>& ids) {
    std::string text;
    for (const Id& id : ids) text += (text.empty() ? "" : ", ") + id.str();
    return text;
}

void add_remedies(Sheet& sheet, const Plan& plan, const Decisions& decisions) {
    if (!decisions.remedies || decisions.remedies->empty()) return sheet.paragraph("Nothing without asking.", 2);
    std::vector<std::vector<Cell>> rows;
    for (const plan::RemedyId& id : *decisions.remedies) {
        const plan::Remedy* remedy = find_remedy(plan, id);
        if (remedy == nullptr) continue;
        std::string worth;
        if (remedy->value > 0) worth += fmt::format("; worth {}", money_text(remedy->value, remedy->currency));
        if (remedy->cost > 0) worth += fmt::format("; costs {}", money_text(remedy->cost, remedy->currency));
        rows.push_back(
            {{id.str(), Style::bold}, {std::string(to_string(remedy->kind))}, {neutral(remedy->text) + worth}});
    }
    sheet.table(rows);
    for (const plan::Caps& caps : plan.caps) {
        std::string text =
            fmt::format("Without asking, costs of up to {} a customer and {} an incident",
                        money_text(caps.per_customer, caps.currency), money_text(caps.per_incident, caps.currency));
        for (const plan::RoleCap& role : caps.roles)
            text += fmt::format("; by {} up to {}", role.role.str(), money_text(role.most, caps.currency));
        sheet.paragraph(text + ".", 2);
    }
}

void add_options(Sheet& sheet, const Plan& plan) {
    if (plan.options.empty()) return;
    sheet.section("What customers can do meanwhile");
    for (const plan::Options& options : plan.options) {
        std::string text;
        for (std::size_t i = 0; i < options.choices.size(); ++i)
            text += fmt::format("{}{}. {}", i == 0 ? "" : "\n", i + 1, neutral(options.choices[i]));
        sheet.field(options.component.str(), text);
    }
}

void add_approvals(Sheet& sheet, const Plan& plan, const Decisions& decisions) {
    if (!decisions.approvals || decisions.approvals->empty()) return;
    sheet.section("What needs a second person's yes");
    for (const plan::ApprovalClassId& id : *decisions.approvals) {
        if (const plan::ApprovalClass* one = find_approval_class(plan, id))
            sheet.field(id.str(), fmt::format("{}; without an answer after {} the facts go out alone",
                                              list(one->approvers), duration_text(one->holding_after)));
    }
}

void add_templates(Sheet& sheet, const Plan& plan, const Decisions& decisions) {
    if (!decisions.templates || decisions.templates->empty()) return;
    sheet.section("Words that are ready");
    for (const plan::TemplateId& id : *decisions.templates) {
        if (const plan::Template* one = find_template(plan, id)) sheet.field(id.str(), neutral(one->text));
    }
}

std::string shown(const Plan& plan, const plan::Situation& situation, const Look& look) {
    const Decisions decisions = resolve(plan, situation);
    const Parts parts = parts_of(plan, situation, look.now);
    Sheet sheet(look);
    sheet.title(fmt::format("{}: {}", neutral(plan.name), plan::situation_text(situation)));
    sheet.section("Who");
    add_part(sheet, "owner", parts.owner);
    add_part(sheet, "deputy", parts.deputy);
    add_part(sheet, "escalation", parts.escalation);
    sheet.section("When");
    sheet.field("first update", words(decisions.levels.first_update, "within "));
    sheet.field("social", words(decisions.social, "every "));
    sheet.field("mail, webhook", words(decisions.direct, "every "));
    sheet.field("reminder", words(decisions.levels.remind_before, "", " before an update is due"));
    sheet.field("answer", words(decisions.levels.acknowledge, "within "));
    sheet.field("watched", words(decisions.levels.soak, "", " after a check has passed, before it is resolved"));
    sheet.field("follow-up", words(decisions.levels.follow_up_after, "", " after it is resolved"));
    sheet.section("To whom");
    sheet.field("channels", decisions.audiences ? list(*decisions.audiences) : "not decided");
    sheet.section("What may be given");
    add_remedies(sheet, plan, decisions);
    add_options(sheet, plan);
    add_approvals(sheet, plan, decisions);
    add_templates(sheet, plan, decisions);
    sheet.section("Decided by");
    sheet.paragraph("playbooks " + list(playbooks_for(plan, situation)), 2, Style::dim);
    return sheet.take();
}

json::value to_json(const std::optional<Part>& part) {
    if (!part) return nullptr;
    json::object object{{"role", part->role}};
    if (part->person != nullptr) {
        object["person"] = part->person->id.str();
        if (!part->person->mail.empty()) object["mail"] = part->person->mail;
        if (!part->person->webhook.empty()) object["webhook"] = part->person->webhook;
    }
    if (part->until) object["until"] = to_rfc3339(*part->until);
    return object;
}

json::value seconds_or_null(const std::optional<Duration>& duration) {
    if (!duration) return nullptr;
    return std::chrono::duration_cast<std::chrono::seconds>(*duration).count();
}

template <class Id>
json::array ids(const std::optional<std::vector<Id>>& list) {
    json::array array;
    if (list) {
        for (const Id& id : *list) array.emplace_back(id.str());
    }
    return array;
}

json::object to_json(const Plan& plan, const plan::Situation& situation, Time now) {
    const Decisions decisions = resolve(plan, situation);
    const Parts parts = parts_of(plan, situation, now);
    return {{"impact", to_string(situation.impact)},
            {"scope", to_string(situation.scope)},
            {"cause", to_string(situation.cause)},
            {"owner", to_json(parts.owner)},
            {"deputy", to_json(parts.deputy)},
            {"escalation", to_json(parts.escalation)},
            {"social_seconds", seconds_or_null(decisions.social)},
            {"direct_seconds", seconds_or_null(decisions.direct)},
            {"first_update_seconds", seconds_or_null(decisions.levels.first_update)},
            {"acknowledge_seconds", seconds_or_null(decisions.levels.acknowledge)},
            {"remind_before_seconds", seconds_or_null(decisions.levels.remind_before)},
            {"follow_up_after_seconds", seconds_or_null(decisions.levels.follow_up_after)},
            {"soak_seconds", seconds_or_null(decisions.levels.soak)},
            {"audiences", ids(decisions.audiences)},
            {"remedies", ids(decisions.remedies)},
            {"approvals", ids(decisions.approvals)},
            {"templates", ids(decisions.templates)}};
}

}  // namespace

PlanOutcome show_plan(const PlanOptions& options, const plan::Situation& situation, const Look& look) {
    const auto read = read_plan(options);
    if (const auto* refused = std::get_if<PlanOutcome>(&read)) return *refused;
    const auto& reading = std::get<PlanReading>(read);
    if (!reading.plan)
        return {exit_code::refused,
                {},
                "candor: the plan has problems\n  to mend it    candor plan check says each of them\n"};
    if (options.json) return {exit_code::ok, json::serialize(to_json(*reading.plan, situation, look.now)) + "\n", {}};
    return {exit_code::ok, shown(*reading.plan, situation, look), {}};
}

}  // namespace candor::ctl
