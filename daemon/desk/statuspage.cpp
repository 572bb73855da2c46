#include "daemon/desk/statuspage.hpp"

#include "core/digest.hpp"
#include "core/link.hpp"
#include "core/statuspage/webhook.hpp"
#include "core/subscriber/subscriber.hpp"

#include <algorithm>

namespace candor::desk {

namespace {

bool is_statuspage(const RenderedFor& rendered) {
    return rendered.variant == statuspage_variant || rendered.variant == statuspage_hook_variant;
}

bool is_felt(const Record& record) {
    return record.kind == RecordKind::maintenance ? is_under_way(record) : is_open(record);
}

statuspage::State worst_of(const Record& after, std::span<const Record* const> open, Time now) {
    auto worst = is_felt(after) ? statuspage::state_of(after, now) : statuspage::State::operational;
    for (const Record* record : open) {
        if (record->kind == RecordKind::case_ || record->id == after.id || !is_felt(*record)) continue;
        worst = std::max(worst, statuspage::state_of(*record, now));
    }
    return worst;
}

std::vector<std::string> texts_with_new(const Setup& setup, const Dossier& after, const std::vector<RenderedFor>& variants) {
    std::vector<std::string> texts = after.texts;
    for (const RenderedFor& rendered : variants) {
        if (rendered.variant == page_variant(setup)) texts.push_back(rendered.rendered.message.text);
    }
    return texts;
}

// What both kinds of notification say; `shown` outlives it.
statuspage::Notification notification_of(const Setup& setup, Time now, const PublicRecord& shown, std::span<const Record* const> open) {
    statuspage::Notification what;
    what.shown = &shown;
    what.worst = worst_of(*shown.record, open, now);
    what.page_url = setup.url;
    what.zone = setup.zone.get();
    what.now = now;
    for (const auto& [id, name] : setup.components) what.components.push_back({id, name, {}});
    return what;
}

std::string leaving(const Setup& setup, bool own) {
    return own ? unsubscribe_url(setup) + personal_mark(LinkPurpose::leave) : setup.url + "/";
}

// The ways out of the update that have this shape and take in the component.
std::vector<store::Route> routes_of(const Setup& setup, const store::Publication& update, const ComponentId& component) {
    std::vector<store::Route> routes;
    for (const store::Route& route : update.routes) {
        const auto channel = std::find_if(setup.channels.begin(), setup.channels.end(), [&](const ChannelRoute& one) { return one.id == route.channel; });
        const bool wanted = route.variant == statuspage_hook_variant ||
                            (route.variant == statuspage_variant && channel != setup.channels.end() && takes_in(components_text(channel->components), components_text({component})));
        if (!wanted) continue;
        routes.push_back(route);
        if (!route.components.empty()) routes.back().components = {component};
    }
    return routes;
}

store::Publication publication_of(const Setup& setup, statuspage::Notification what, const statuspage::Change& change, const store::Publication& update) {
    store::Publication told;
    told.update = UpdateId(id_from_bits(first_bits(sha256_of({"candor/component_update", update.update.str(), change.component.str()}))));
    told.queue = IncidentId(statuspage::component_id(change.component));
    told.routes = routes_of(setup, update, change.component);
    for (const store::Route& route : told.routes) {
        const bool known = std::any_of(told.messages.begin(), told.messages.end(), [&](const store::RenderedVariant& one) { return one.variant == route.variant; });
        if (known) continue;
        what.unsubscribe = leaving(setup, route.variant == statuspage_hook_variant);
        Message message;
        message.language = setup.language;
        message.json = statuspage::component_notification(what, change, told.update.str());
        told.messages.push_back({route.variant, std::move(message), "[]"});
    }
    return told;
}

}  // namespace

bool has_statuspage(std::span<const RenderedFor> variants) {
    return std::any_of(variants.begin(), variants.end(), is_statuspage);
}

void put_statuspage(const Setup& setup, Time now, const Dossier& after, std::span<const Record* const> open, std::vector<RenderedFor>& variants) {
    const Record& record = after.record;
    const std::string title = record.updates.empty() ? record.title : shown_title(setup, record, record.updates.back().update);
    const PublicRecord shown = public_record(record, title, record_url(setup, record), texts_with_new(setup, after, variants));
    statuspage::Notification what = notification_of(setup, now, shown, open);
    for (RenderedFor& rendered : variants) {
        if (!is_statuspage(rendered)) continue;
        what.unsubscribe = leaving(setup, rendered.variant == statuspage_hook_variant);
        rendered.rendered.message.json = statuspage::webhook_notification(what);
    }
}

void tell_of_components(const Setup& setup, Time now, const Record& before, const Dossier& after, std::span<const Record* const> open, store::Commit& commit) {
    if (!commit.publication) return;
    PublicRecord shown;
    shown.record = &after.record;
    const auto what = notification_of(setup, now, shown, open);
    for (const statuspage::Change& change : statuspage::changes_between(before, after.record, open)) {
        store::Publication told = publication_of(setup, what, change, *commit.publication);
        if (!told.routes.empty()) commit.notices.push_back(std::move(told));
    }
}

}  // namespace candor::desk
