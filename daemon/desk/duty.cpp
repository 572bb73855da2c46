#include "daemon/desk/duty.hpp"

#include "core/digest.hpp"
#include "core/incident/duty.hpp"
#include "core/plan/offer.hpp"
#include "daemon/log.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::desk {

namespace {

constexpr std::string_view notice_variant = "notice";

// The record keeps a notice under a number of its own; what is delivered needs a name that no other incident has.
UpdateId name_of(std::initializer_list<std::string_view> about) {
    return UpdateId(id_from_bits(first_bits(sha256_of(about))));
}

std::vector<store::Route> ways_to(const Setup& setup, const plan::Person& person) {
    const std::string variant(notice_variant);
    std::vector<store::Route> routes;
    if (!person.mail.empty() && has_relay(setup)) routes.push_back({duty_mail, variant, person.id.str()});
    if (!person.webhook.empty()) routes.push_back({duty_webhook, variant, person.id.str()});
    return routes;
}

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

bool has_relay(const Setup& setup) {
    return std::any_of(setup.channels.begin(), setup.channels.end(), [](const ChannelRoute& channel) { return channel.kind == ChannelKind::email; });
}

plan::Situation situation_after(const Record& record, const Command& command) {
    if (const auto* declare = std::get_if<Declare>(&command)) return situation_of(*declare);
    plan::Situation situation = plan::situation_of(record);
    if (const auto* publish = std::get_if<Publish>(&command)) situation.impact = publish->impact.value_or(situation.impact);
    return situation;
}

std::optional<DutyPolicy> duty_of(const Setup& setup, const Record& record, Time now) {
    if (!setup.plan) return std::nullopt;
    const plan::Situation situation = plan::situation_of(record);
    const plan::ServiceLevels levels = plan::resolve(*setup.plan, situation).levels;
    DutyPolicy duty;
    duty.remind_before = levels.remind_before.value_or(duty.remind_before);
    duty.acknowledge = levels.acknowledge.value_or(duty.acknowledge);
    duty.follow_up_after = levels.follow_up_after;
    duty.escalation = plan::on_duty(*setup.plan, situation, now).escalation.str();
    return duty;
}

Duration soak_of(const Setup& setup, const Record& record) {
    if (!setup.plan || record.kind != RecordKind::incident) return Duration{0};
    return plan::resolve(*setup.plan, plan::situation_of(record)).levels.soak.value_or(Duration{0});
}

std::optional<Time> next_tick_of(const Setup& setup, const Record& record, Time now) {
    const auto update = next_due(record, setup.cadence);
    const auto duty = duty_of(setup, record, now);
    const auto notice = duty ? next_notice(record, setup.cadence, *duty) : std::nullopt;
    if (!update || !notice) return update ? update : notice;
    return std::min(*update, *notice);
}

std::vector<store::Publication> notices_of(const Setup& setup, const Record& after, std::span<const Event> events) {
    std::vector<store::Publication> publications;
    for (const Event& event : events) {
        const auto* noticed = std::get_if<Noticed>(&event.body);
        if (noticed == nullptr || !setup.plan) continue;
        const plan::Person* person = plan::find_person(*setup.plan, plan::RoleId(noticed->to));
        const auto routes = person == nullptr ? std::vector<store::Route>{} : ways_to(setup, *person);
        if (routes.empty()) {
            log::warning("someone on duty could not be written to: the plan has no address", {{"incident", after.id.str()}, {"person", noticed->to}});
            continue;
        }
        const std::string name = person->name.empty() ? noticed->to : person->name;
        const review::NoticeContext context{setup.organisation, name, incident_url(setup, after.id), answer_url(setup), *setup.zone, event.at};
        const std::string variant(notice_variant);
        publications.push_back({name_of({"notice", after.id.str(), noticed->id.str()}), true, {{variant, review::write_notice(after, *noticed, context), "[]"}}, routes});
    }
    return publications;
}

namespace {

// To the owner and the deputy of whatever would be declared now; none: nobody can be reached.
template <class News>
std::optional<store::Publication> notice_to_all(const Setup& setup, const News& news, std::string_view about, Time now) {
    if (!setup.plan) return std::nullopt;
    const std::string variant(notice_variant);
    const plan::OnDuty duty = plan::on_duty(*setup.plan, {}, now);
    store::Publication publication{name_of({about, std::to_string(now.time_since_epoch().count())}), true, {}, {}};
    for (const plan::RoleId& role : {duty.owner, duty.deputy}) {
        const plan::Person* person = plan::find_person(*setup.plan, role);
        if (person == nullptr) continue;
        for (store::Route& route : ways_to(setup, *person)) publication.routes.push_back(std::move(route));
    }
    if (publication.routes.empty()) return std::nullopt;
    const review::NoticeContext context{setup.organisation, "To those on duty", setup.url + "/", answer_url(setup), *setup.zone, now};
    publication.messages.push_back({variant, review::write_notice(news, context), "[]"});
    return publication;
}

}  // namespace

std::optional<store::Publication> notice_of(const Setup& setup, const review::UnansweredReports& reports, Time now) {
    return notice_to_all(setup, reports, "reports " + reports.component.str(), now);
}

std::optional<store::Publication> notice_of(const Setup& setup, const review::WebhooksPutAside& webhooks, Time now) {
    return notice_to_all(setup, webhooks, "webhooks put aside", now);
}

void name_responsible(Command& command, const Setup& setup, const std::string& actor, Time now) {
    auto* declare = std::get_if<Declare>(&command);
    if (declare == nullptr) return;
    if (declare->kind == RecordKind::case_) {
        if (declare->owner.empty()) declare->owner = actor;
        return;
    }
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
