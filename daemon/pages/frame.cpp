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

// A maintenance begins when it begins, not when it is announced.
Time began(const Record& record) {
    const RecordedFact* started = record.window ? current_fact<Started>(record) : nullptr;
    return started == nullptr ? record.declared_at : std::get<Started>(started->fact.body).time;
}

}  // namespace

void set(Filling& filling, const char* name, std::string text) {
    if (!text.empty()) filling.texts[name] = std::move(text);
}

std::string full_text(Time time, const TimeZone& zone) {
    return moment_text(time, time - std::chrono::days(2), zone);
}

std::string day_text(Time time, const TimeZone& zone) {
    const std::string full = full_text(time, zone);
    return full.substr(0, full.find(','));
}

Time to_minute(Time time) {
    return std::chrono::floor<std::chrono::minutes>(time);
}

void set_time(Filling& filling, const char* name, const char* machine, const std::optional<Time>& time, const TimeZone& zone) {
    if (!time) return;
    set(filling, name, full_text(std::chrono::floor<std::chrono::seconds>(*time), zone));
    set(filling, machine, to_rfc3339(*time));
}

std::string capital(std::string_view word) {
    std::string text(word);
    std::replace(text.begin(), text.end(), '_', ' ');
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
    return text;
}

std::string status_word(Status status, RecordKind kind) {
    if (status != Status::withdrawn) return capital(to_string(status));
    return kind == RecordKind::maintenance ? "Cancelled" : "Withdrawn: opened in error";
}

void set_frame(Filling& filling, const Setup& setup, std::string root, Time now) {
    set(filling, "root", std::move(root));
    set(filling, "language", setup.language);
    set(filling, "organisation", setup.organisation);
    set(filling, "contact", setup.contact);
    set(filling, "contact_href", contact_link(setup.contact));
    if (setup.subscription_form) set(filling, "subscribe", "yes");
    set_time(filling, "made_at", "made_at_machine", to_minute(now), *setup.zone);
}

void set_promise(Filling& filling, const std::optional<Time>& due, const Setup& setup, Time now) {
    if (!due) return;
    set(filling, "next_clock", clock_text(*due, *setup.zone));
    set(filling, "next_day", day_text(*due, *setup.zone));
    set(filling, "next_machine", to_rfc3339(*due));
    if (now > *due) set(filling, "overdue", "yes");
}

void set_ledger(Filling& filling, const PromiseTally& ledger) {
    if (ledger.kept + ledger.missed == 0) return;
    set(filling, "kept", fmt::format("{}", ledger.kept));
    if (ledger.missed == 0) return;
    set(filling, "missed", fmt::format("{}", ledger.missed));
    if (ledger.worst) set(filling, "latest_lateness", *ledger.worst < std::chrono::seconds(1) ? "less than 1 s" : duration_text(*ledger.worst));
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

std::string kind_word(UpdateKind kind) {
    switch (kind) {
        case UpdateKind::first: return "First update";
        case UpdateKind::progress: return "Update";
        case UpdateKind::holding: return "Update with nothing new";
        case UpdateKind::correction: return "Correction";
        case UpdateKind::resolution: return "Resolution";
        case UpdateKind::withdrawal: return "Withdrawal";
        case UpdateKind::follow_up: return "Is it over for you?";
        case UpdateKind::review: return "Review";
    }
    return {};
}

void set_standing(Filling& filling, const Record& record, const Setup& setup) {
    set(filling, "id", record.id.str());
    set(filling, "title", record.updates.empty() ? record.title : desk::shown_title(setup, record, record.updates.back().update));
    set(filling, "status", std::string(to_string(record.status)));
    set(filling, "status_word", status_word(record.status, record.kind));
    if (record.status == Status::withdrawn) {
        set(filling, "withdrawn", "yes");
    } else if (impact_confirmed(record, record.version)) {
        set(filling, "impact", std::string(to_string(record.impact)));
        set(filling, "impact_word", record.impact == Impact::none ? "No known impact" : capital(to_string(record.impact)) + " impact");
    } else {
        set(filling, "impact", "unknown");
        set(filling, "impact_word", "Reported, not confirmed");
    }
    set_time(filling, "declared_at", "declared_machine", record.declared_at, *setup.zone);
    set_time(filling, "ended_at", "ended_machine", record.ended_at, *setup.zone);
    if (record.ended_at) set(filling, "lasted", duration_text(*record.ended_at - began(record)));
    if (record.window) {
        set_time(filling, "from", "from_machine", record.window->from, *setup.zone);
        set_time(filling, "until", "until_machine", record.window->until, *setup.zone);
    }
    set(filling, "names", component_names(record, setup));
    set_ledger(filling, tally(record.promises));
}

}  // namespace candor::pages
