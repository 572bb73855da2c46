#include "daemon/desk/publish.hpp"

#include "core/incident/fold.hpp"
#include "core/plan/offer.hpp"
#include "core/link.hpp"
#include "daemon/desk/duty.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <iterator>
#include <stdexcept>

namespace candor::desk {

namespace {

std::string subscriber_variant(std::string_view language) {
    return fmt::format("subscriber/{}", language);
}

std::string variant_name(const ChannelRoute& channel) {
    if (channel.format == WebhookFormat::statuspage) return std::string(statuspage_variant);
    return fmt::format("{}/{}", to_string(channel.kind), channel.language);
}

Limits limits_of(const Setup& setup, ChannelKind kind) {
    const auto found = setup.limits.find(kind);
    return found == setup.limits.end() ? default_limits(kind) : found->second;
}

std::string hook_variant(std::string_view hook) {
    return fmt::format("hook/{}", hook);
}

// Where a subscriber's own token belongs is marked.
SubscriptionLinks links_of_subscribers(const Setup& setup) {
    return {subscription_url(setup) + personal_mark(LinkPurpose::manage), unsubscribe_url(setup) + personal_mark(LinkPurpose::leave)};
}

Rendered render_in(const Setup& setup, const Record& record, const Statement& statement, ChannelKind form, const std::string& language,
                   SubscriptionLinks links = {}) {
    const RenderContext context{setup.organisation, *setup.zone, language, record_url(setup, record), setup.contact, limits_of(setup, form), std::move(links)};
    return candor::render(statement, setup.templates, form, context);
}

class Renderer {
public:
    Renderer(const Setup& setup, const Record& before, const Record& after, const UpdatePublished& update)
        : setup_(setup), before_(before), after_(shown_record(setup, after, update)), update_(update), names_(component_names(setup)) {}

    // The page: for everybody, and nobody's own.
    [[nodiscard]] Rendered render_page(ChannelKind audience) const { return render(audience, ChannelKind::webhook, setup_.language, {}); }

    [[nodiscard]] Rendered render(ChannelKind audience, const ChannelRoute& channel) const {
        const bool personal = !is_social(channel.kind);
        return render(audience, channel.kind, channel.language, personal ? answer_url(setup_) : std::string{});
    }

    // To those who reported it. Nothing was promised to them but that they hear the end.
    [[nodiscard]] Rendered render_for_reporters(ChannelKind audience) const {
        ComposeContext context = context_for(audience, answer_url(setup_));
        context.reporter = true;
        if (context.before) context.before->every = Duration{0};
        return render_in(setup_, after_, compose(after_, update_, audience, context), ChannelKind::email, setup_.language);
    }

    // To the webhooks of those who subscribed: `hook` as wanted_variant() has it.
    [[nodiscard]] Rendered render_for_hooks(const std::string& hook) const {
        const Statement statement = compose(after_, update_, ChannelKind::webhook, context_for(ChannelKind::webhook, {}));
        return render_in(setup_, after_, statement, ChannelKind::webhook, language_for(setup_, hook), links_of_subscribers(setup_));
    }

    // To those who subscribed: as the mails of the channels, with the ways to change and to leave.
    [[nodiscard]] Rendered render_for_subscribers(const std::string& language) const {
        const Statement statement = compose(after_, update_, ChannelKind::email, context_for(ChannelKind::email, answer_url(setup_)));
        return render_in(setup_, after_, statement, ChannelKind::email, language_for(setup_, language), links_of_subscribers(setup_));
    }

private:
    [[nodiscard]] Rendered render(ChannelKind audience, ChannelKind form, const std::string& language, const std::string& answer) const {
        return render_in(setup_, after_, compose(after_, update_, audience, context_for(audience, answer)), form, language);
    }

    [[nodiscard]] ComposeContext context_for(ChannelKind audience, const std::string& answer) const {
        ComposeContext context;
        context.answer = answer;
        context.before = last_heard(before_, audience);
        if (before_.version > 0) context.impact_before = before_.impact;
        context.component_names = names_;
        context.responsible = owner_name(setup_, after_);
        return context;
    }

    const Setup& setup_;
    const Record& before_;
    const Record after_;
    const UpdatePublished& update_;
    std::map<ComponentId, std::string> names_;
};

// The page is for everybody: it shows the soonest time that anybody was promised.
const Promised& soonest(const UpdatePublished& update) {
    return *std::min_element(update.audiences.begin(), update.audiences.end(),
                             [](const Promised& a, const Promised& b) { return a.next.value_or(Time::max()) < b.next.value_or(Time::max()); });
}

// What has to be admitted to whoever asks, as they may have been told otherwise.
bool is_admission(Slot slot) {
    return slot == Slot::late || slot == Slot::late_several || slot == Slot::eta_passed || slot == Slot::eta_missed || slot == Slot::retracted;
}

bool goes_to(const UpdatePublished& update, const ChannelId& channel) {
    return std::find(update.channels.begin(), update.channels.end(), channel) != update.channels.end();
}

bool leaves_out(const UpdatePublished& update, std::string_view what) {
    return std::any_of(update.withheld.begin(), update.withheld.end(), [&](const Withheld& one) { return one.what == what; });
}

// What an incident is about where its title does not hold: this cannot be wrong.
std::string names_of_affected(const Setup& setup, const Record& record) {
    if (record.kind == RecordKind::case_) return record.id.str();
    const auto names = component_names(setup);
    std::vector<std::string> affected;
    for (const ComponentId& id : record.components) affected.push_back(names.contains(id) ? names.at(id) : id.str());
    return fmt::format("{}", fmt::join(affected, ", "));
}

std::string provenance_text(const Rendered& rendered) {
    boost::json::array sentences;
    for (const SentenceProvenance& sentence : rendered.sentences) {
        boost::json::array facts;
        for (const FactId& fact : sentence.facts) facts.emplace_back(fact.str());
        boost::json::array fields;
        for (const std::string& field : sentence.fields) fields.emplace_back(field);
        sentences.push_back({{"text", sentence.text}, {"slot", to_string(sentence.slot)}, {"facts", facts}, {"fields", fields}});
    }
    return boost::json::serialize(sentences);
}

// The one recipient of a case goes by its id.
std::optional<std::string> customer_of(const Record& record) {
    return record.customer ? std::optional(record.id.str()) : std::nullopt;
}

store::Publication make_publication(const Setup& setup, const Record& record, const UpdatePublished& update, std::vector<RenderedFor> variants) {
    store::Publication publication;
    publication.update = update.id;
    publication.is_protected = is_protected(update.kind);
    publication.kind = update.kind;
    for (RenderedFor& variant : variants) {
        publication.messages.push_back({variant.variant, variant.rendered.message, provenance_text(variant.rendered)});
    }
    for (const ChannelRoute& channel : ways_to(setup, record)) {
        if (goes_to(update, channel.id)) publication.routes.push_back({channel.id, variant_name(channel), customer_of(record)});
    }
    if (goes_to(update, subscriber_mail_channel())) {
        for (const std::string& language : setup.subscriber_languages) {
            publication.routes.push_back({subscriber_mail_channel(), subscriber_variant(language), {}, false, language, record.components});
        }
    }
    if (goes_to(update, subscriber_webhook_channel())) {
        for (const std::string& hook : setup.subscriber_hooks) {
            publication.routes.push_back({subscriber_webhook_channel(), hook_variant(hook), {}, false, hook, record.components});
        }
    }
    if (goes_to(update, report_channel())) publication.routes.push_back({report_channel(), report_variant(setup), {}, true});
    return publication;
}

}  // namespace

const UpdatePublished* update_among(std::span<const Event> events) {
    for (const Event& event : events) {
        if (const auto* update = std::get_if<UpdatePublished>(&event.body)) return update;
    }
    return nullptr;
}

UpdatePublished* update_among(std::vector<Event>& events) {
    for (Event& event : events) {
        if (auto* update = std::get_if<UpdatePublished>(&event.body)) return update;
    }
    return nullptr;
}

bool sets_aside(const UpdatePublished& update, std::string_view rule) {
    return std::any_of(update.overrides.begin(), update.overrides.end(), [&](const Override& one) { return one.rule == rule; });
}

std::string incident_url(const Setup& setup, const IncidentId& id) {
    return fmt::format("{}/incidents/{}", setup.url, id.str());
}

std::string record_url(const Setup& setup, const Record& record) {
    if (!record.customer) return incident_url(setup, record.id);
    return record.customer->about.empty() ? setup.url + "/" : incident_url(setup, record.customer->about);
}

std::vector<ChannelRoute> ways_to(const Setup& setup, const Record& record) {
    if (!record.customer) return setup.channels;
    const auto& offered = setup.case_languages;
    const std::string& wanted = record.customer->language;
    // It may have been taken out of the configuration since.
    const bool is_offered = std::find(offered.begin(), offered.end(), wanted) != offered.end();
    return {{case_channel(), ChannelKind::email, is_offered ? wanted : setup.language, {}, Impact::none}};
}

std::vector<ChannelRoute> planned_channels(const Setup& setup, const plan::Situation& situation) {
    if (!setup.plan) return setup.channels;
    std::vector<ChannelRoute> planned;
    std::copy_if(setup.channels.begin(), setup.channels.end(), std::back_inserter(planned),
                 [&](const ChannelRoute& channel) { return plan::carries(*setup.plan, situation, channel.id); });
    return planned;
}

std::string subscription_url(const Setup& setup) {
    return fmt::format("{}/subscriptions/", setup.url);
}

std::string confirmation_url(const Setup& setup) {
    return fmt::format("{}/subscribe/confirm/", setup.url);
}

std::string unsubscribe_url(const Setup& setup) {
    return fmt::format("{}/unsubscribe/", setup.url);
}

bool has_hooks(const Setup& setup, RecordKind kind) {
    return kind != RecordKind::case_ && !setup.subscription_languages.empty() && !setup.subscriber_hooks.empty();
}

bool has_subscribers(const Setup& setup, RecordKind kind) {
    return kind != RecordKind::case_ && !setup.subscription_languages.empty() && !setup.subscriber_languages.empty();
}

const std::string& language_for(const Setup& setup, const std::string& wanted) {
    const auto& offered = setup.subscription_languages;
    return std::find(offered.begin(), offered.end(), wanted) == offered.end() ? setup.language : wanted;
}

std::string answer_url(const Setup& setup) {
    return fmt::format("{}/answer/", setup.url);
}

std::map<ComponentId, std::string> component_names(const Setup& setup) {
    return {setup.components.begin(), setup.components.end()};
}

std::string owner_name(const Setup& setup, const Record& record) {
    if (!setup.names_owner) return {};
    const plan::Person* person = setup.plan ? plan::find_person(*setup.plan, plan::RoleId(record.owner)) : nullptr;
    return person == nullptr || person->name.empty() ? record.owner : person->name;
}

bool tells_reporters(const Record& before, const Record& after, const UpdatePublished& update) {
    if (after.kind != RecordKind::incident) return false;
    switch (update.kind) {
        case UpdateKind::correction:
        case UpdateKind::resolution:
        case UpdateKind::withdrawal:
        case UpdateKind::follow_up: return true;
        case UpdateKind::first:
        case UpdateKind::progress:
        case UpdateKind::holding: return is_over(before) && is_open(after);  // they were told that it had ended
        case UpdateKind::review: return false;
    }
    return false;
}

std::string report_variant(const Setup& setup) {
    return fmt::format("report/{}", setup.language);
}

std::string page_variant(const Setup& setup) {
    return fmt::format("page/{}", setup.language);
}

std::vector<RenderedFor> render_update(const Setup& setup, const Record& before, const Record& after, std::span<const Event> events) {
    const UpdatePublished* update = update_among(events);
    if (update == nullptr) return {};
    const Renderer renderer(setup, before, after, *update);
    std::vector<RenderedFor> variants;
    for (const Promised& promised : update->audiences) {
        for (const ChannelRoute& channel : ways_to(setup, after)) {
            if (channel.kind != promised.audience || !goes_to(*update, channel.id)) continue;
            const std::string variant = variant_name(channel);
            const bool rendered =
                std::any_of(variants.begin(), variants.end(), [&](const RenderedFor& other) { return other.variant == variant; });
            if (!rendered) variants.push_back({variant, promised, renderer.render(promised.audience, channel)});
        }
    }
    for (const Promised& promised : update->audiences) {
        if (promised.audience != ChannelKind::email || !goes_to(*update, subscriber_mail_channel())) continue;
        for (const std::string& language : setup.subscriber_languages) {
            variants.push_back({subscriber_variant(language), promised, renderer.render_for_subscribers(language)});
        }
    }
    for (const Promised& promised : update->audiences) {
        if (promised.audience != ChannelKind::webhook || !goes_to(*update, subscriber_webhook_channel())) continue;
        for (const std::string& hook : setup.subscriber_hooks) variants.push_back({hook_variant(hook), promised, renderer.render_for_hooks(hook)});
    }
    const Promised& shown = soonest(*update);
    if (goes_to(*update, report_channel())) {
        const Promised nothing{shown.audience, shown.kind, std::nullopt, Duration{0}};
        variants.push_back({report_variant(setup), nothing, renderer.render_for_reporters(shown.audience)});
    }
    variants.push_back({page_variant(setup), shown, renderer.render_page(shown.audience)});
    return variants;
}

std::string shown_title(const Setup& setup, const Record& record, const UpdatePublished& update) {
    return leaves_out(update, "title") ? names_of_affected(setup, record) : record.title;
}

Record shown_record(const Setup& setup, const Record& after, const UpdatePublished& update) {
    Record shown = after;
    if (update.withheld.empty()) return shown;
    std::erase_if(shown.facts, [&](const RecordedFact& recorded) { return leaves_out(update, recorded.fact.id.str()); });
    if (leaves_out(update, options_left_out)) shown.options.clear();
    shown.title = shown_title(setup, after, update);
    return shown;
}

Statement statement_for_newcomers(const Setup& setup, const IncidentId& incident, std::span<const Event> events, const UpdateId& update,
                                  bool reporter) {
    Record before;
    Record record;
    record.id = incident;
    for (const Event& event : events) {
        before = record;
        record = fold(std::move(record), event);
        if (find_update(record, update) != nullptr) break;  // what was recorded later is not said yet
    }
    const PublishedUpdate* published = find_update(record, update);
    if (published == nullptr) throw std::logic_error("the update is not among the events");
    const UpdatePublished said = published->update;
    const Record shown = shown_record(setup, record, said);
    const ChannelKind audience = said.audiences.empty() ? ChannelKind::webhook : soonest(said).audience;
    ComposeContext context;
    context.component_names = component_names(setup);
    context.responsible = owner_name(setup, shown);
    context.reporter = reporter;
    if (reporter) context.answer = answer_url(setup);
    Statement statement = compose(shown, said, audience, context);
    context.before = last_heard(before, audience);
    for (Line& line : compose(shown, said, audience, context).lines) {
        if (is_admission(line.slot)) statement.lines.push_back(std::move(line));
    }
    std::stable_sort(statement.lines.begin(), statement.lines.end(), [](const Line& a, const Line& b) { return a.section < b.section; });
    return statement;
}

store::RenderedVariant greeting_of(const Setup& setup, const IncidentId& incident, std::span<const Event> events, const UpdateId& update) {
    Record record;
    record.id = incident;
    const Statement statement = statement_for_newcomers(setup, incident, events, update, true);
    const Rendered rendered = render_in(setup, record, statement, ChannelKind::email, setup.language);
    return {report_variant(setup), rendered.message, provenance_text(rendered)};
}

store::Commit make_commit(const Setup& setup, const Record& after, std::vector<Event> events, std::vector<RenderedFor> variants) {
    store::Commit commit;
    commit.incident = after.id;
    commit.kind = after.kind;
    commit.status = after.status;
    commit.declared_at = after.declared_at;
    commit.ended_at = after.ended_at;
    commit.next_due = next_tick_of(setup, after, after.last_event_at);
    if (const UpdatePublished* update = update_among(events)) {
        commit.publication = make_publication(setup, after, *update, std::move(variants));
    }
    commit.notices = notices_of(setup, after, events);
    commit.events = std::move(events);
    return commit;
}

}  // namespace candor::desk
