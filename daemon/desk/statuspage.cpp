#include "daemon/desk/statuspage.hpp"

#include "core/link.hpp"
#include "core/statuspage/webhook.hpp"

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

}  // namespace

void put_statuspage(const Setup& setup, Time now, const Dossier& after, std::span<const Record* const> open, std::vector<RenderedFor>& variants) {
    if (std::none_of(variants.begin(), variants.end(), is_statuspage)) return;
    const Record& record = after.record;
    const std::string title = record.updates.empty() ? record.title : shown_title(setup, record, record.updates.back().update);
    const PublicRecord shown = public_record(record, title, record_url(setup, record), texts_with_new(setup, after, variants));
    statuspage::Notification what;
    what.shown = &shown;
    what.worst = worst_of(record, open, now);
    what.page_url = setup.url;
    what.zone = setup.zone.get();
    what.now = now;
    for (const auto& [id, name] : setup.components) what.components.push_back({id, name, {}});
    for (RenderedFor& rendered : variants) {
        if (!is_statuspage(rendered)) continue;
        const bool own = rendered.variant == statuspage_hook_variant;
        what.unsubscribe = own ? unsubscribe_url(setup) + personal_mark(LinkPurpose::leave) : setup.url + "/";
        rendered.rendered.message.json = statuspage::webhook_notification(what);
    }
}

}  // namespace candor::desk
