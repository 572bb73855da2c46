#include "daemon/pages/frame.hpp"

#include "core/message/compose_facts.hpp"
#include "core/update_text.hpp"
#include "daemon/desk/publish.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::pages {

using desk::Setup;

namespace {

// Where a contact leads: a page, or a mailbox; nowhere if it is neither. No other scheme ever becomes a link.
std::string contact_link(const std::string& contact) {
    static constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.@_+-";
    if (contact.starts_with("https://") && contact.find_first_of(" \"<>\\^`{|}") == std::string::npos) return contact;
    const auto at = contact.find('@');
    const bool mailbox = at != std::string::npos && at > 0 && at + 1 < contact.size() && contact.find('@', at + 1) == std::string::npos;
    return mailbox && contact.find_first_not_of(plain) == std::string::npos ? "mailto:" + contact : std::string();
}

std::string component_names(const Record& record, const Setup& setup) {
    const auto known = desk::component_names(setup);
    std::string names;
    for (const ComponentId& id : record.components) {
        const auto name = known.find(id);
        names += (names.empty() ? "" : ", ") + (name == known.end() ? id.str() : name->second);
    }
    return names;
}

void set_impact(Filling& filling, const Record& record, const Voice& voice) {
    if (record.status == Status::withdrawn) return set(filling, "withdrawn", "yes");
    const bool confirmed = impact_confirmed(record, record.version);
    set(filling, "impact", confirmed ? std::string(to_string(record.impact)) : "unknown");
    set(filling, "impact_word", voice.words().word(PageWordGroup::impact, confirmed ? to_string(record.impact) : "unconfirmed"));
}

std::string ended_word(const Record& record, const Voice& voice) {
    const bool maintenance = record.kind == RecordKind::maintenance;
    if (record.status == Status::withdrawn) return voice.text(maintenance ? PageText("ended.cancelled") : PageText("ended.withdrawn"));
    return voice.text(maintenance ? PageText("ended.completed") : PageText("ended.resolved"));
}

}  // namespace

void set(Filling& filling, const char* name, std::string text) {
    if (!text.empty()) filling.texts[name] = std::move(text);
}

Time to_minute(Time time) {
    return std::chrono::floor<std::chrono::minutes>(time);
}

void set_time(Filling& filling, const char* name, const char* machine, const std::optional<Time>& time, const Voice& voice) {
    if (!time) return;
    set(filling, name, voice.moment(std::chrono::floor<std::chrono::seconds>(*time)));
    set(filling, machine, to_rfc3339(*time));
}

std::string first_upper(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
    return text;
}

void set_frame(Filling& filling, const Setup& setup, std::string root, Time now) {
    set(filling, "root", std::move(root));
    set(filling, "language", Voice(setup).words().language());
    set(filling, "organisation", setup.organisation);
    if (setup.has_logo) set(filling, "logo", "logo");
    if (setup.has_colours) set(filling, "colours", "yes");
    set(filling, "contact", setup.contact);
    set(filling, "contact_href", contact_link(setup.contact));
    if (setup.subscription_form) set(filling, "subscribe", "yes");
    if (setup.frozen) set_time(filling, "frozen_at", "frozen_machine", to_minute(setup.frozen->since), Voice(setup));
    if (setup.frozen && setup.frozen->restored) set(filling, "restored", "yes");
    set_time(filling, "made_at", "made_at_machine", to_minute(now), Voice(setup));
}

void set_promise(Filling& filling, const std::optional<Time>& due, const Setup& setup, Time now) {
    if (!due) return;
    set(filling, "next_clock", clock_text(*due, *setup.zone));
    set(filling, "next_day", Voice(setup).day(*due));
    set(filling, "next_machine", to_rfc3339(*due));
    if (now > *due) set(filling, "overdue", "yes");
}

void set_ledger(Filling& filling, const PromiseTally& ledger, const Voice& voice) {
    if (ledger.kept + ledger.missed == 0) return;
    set(filling, "kept", fmt::format("{}", ledger.kept));
    if (ledger.missed == 0) return;
    set(filling, "missed", fmt::format("{}", ledger.missed));
    if (ledger.worst) set(filling, "latest_lateness", voice.duration(*ledger.worst));
}

FillingList said(std::string_view text, std::string_view title, std::string_view url) {
    FillingList list;
    for (Block& block : blocks_of(text, title, url)) {
        Filling& filling = list.emplace_back();
        set(filling, "paragraph", std::move(block.paragraph));
        if (block.items.empty()) continue;
        set(filling, "has_items", "yes");
        for (std::string& item : block.items) set(filling.lists["items"].emplace_back(), "text", std::move(item));
    }
    return list;
}

FillingList said_in(const desk::Dossier& dossier, std::size_t index, const Setup& setup) {
    if (index >= dossier.texts.size()) return {};
    const Record& record = dossier.record;
    return said(dossier.texts[index], desk::shown_title(setup, record, record.updates.at(index).update), desk::incident_url(setup, record.id));
}

// A maintenance begins when it begins, not when it is announced.
Time began(const Record& record) {
    const RecordedFact* started = record.window ? current_fact<Started>(record) : nullptr;
    return started == nullptr ? record.declared_at : std::get<Started>(started->fact.body).time;
}

void set_standing(Filling& filling, const Record& record, const Setup& setup) {
    const Voice voice(setup);
    set(filling, "id", record.id.str());
    set(filling, "title", record.updates.empty() ? record.title : desk::shown_title(setup, record, record.updates.back().update));
    set(filling, "status", std::string(to_string(record.status)));
    set(filling, "status_word", voice.status(record.status, record.kind));
    if (is_under_way(record)) set(filling, "under_way", "yes");
    set_impact(filling, record, voice);
    set_time(filling, "declared_at", "declared_machine", record.declared_at, voice);
    set_time(filling, "ended_at", "ended_machine", record.ended_at, voice);
    if (record.ended_at) {
        set(filling, "ended_word", ended_word(record, voice));
        if (record.status != Status::withdrawn) set(filling, "lasted", voice.duration(*record.ended_at - began(record)));
    }
    if (record.window) {
        set(filling, "planned_from", "yes");
        set_time(filling, "from", "from_machine", record.window->from, voice);
        set_time(filling, "until", "until_machine", record.window->until, voice);
        // Within one day, the day is said once.
        if (voice.day(record.window->from) == voice.day(record.window->until)) set(filling, "until", clock_text(record.window->until, *setup.zone));
    }
    set(filling, "names", component_names(record, setup));
    set_ledger(filling, tally(record.promises), voice);
}

}  // namespace candor::pages
