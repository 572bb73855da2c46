#include "daemon/pages/render.hpp"

#include "core/message/compose_facts.hpp"
#include "core/page.hpp"
#include "daemon/pages/update_text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::pages {

using desk::Dossier;
using desk::Setup;

namespace {

// Fills in what there is: a field that is empty skips its section.
void set(Filling& filling, const char* name, std::string text) {
    if (!text.empty()) filling.texts[name] = std::move(text);
}

// "22 Nov 2026, 14:30 UTC": always with its date.
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

std::string status_word(Status status) {
    return status == Status::withdrawn ? "Withdrawn: opened in error" : capital(to_string(status));
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

// Where a contact leads: a page, or a mailbox; nowhere if it is neither. No other scheme ever becomes a link.
std::string contact_link(const std::string& contact) {
    static constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.@_+-";
    if (contact.starts_with("https://") && contact.find_first_of(" \"<>\\^`{|}") == std::string::npos) return contact;
    const auto at = contact.find('@');
    const bool mailbox = at != std::string::npos && at > 0 && at + 1 < contact.size() && contact.find('@', at + 1) == std::string::npos;
    return mailbox && contact.find_first_not_of(plain) == std::string::npos ? "mailto:" + contact : std::string();
}

void set_frame(Filling& filling, const Setup& setup, std::string root, Time now) {
    set(filling, "root", std::move(root));
    set(filling, "language", setup.language);
    set(filling, "organisation", setup.organisation);
    set(filling, "contact", setup.contact);
    set(filling, "contact_href", contact_link(setup.contact));
    set_time(filling, "made_at", "made_at_machine", to_minute(now), *setup.zone);
}

// Minutes where they are whole, so that a promise is never read as earlier or later than it is.
void set_promise(Filling& filling, const std::optional<Time>& due, const Setup& setup, Time now) {
    if (!due) return;
    set(filling, "next_clock", clock_text(*due, *setup.zone));
    set(filling, "next_day", day_text(*due, *setup.zone));
    set(filling, "next_machine", to_rfc3339(*due));
    if (now > *due) set(filling, "overdue", "yes");
}

void set_every(Filling& filling, const Record& record) {
    std::optional<Duration> shortest;
    for (const auto& [audience, clock] : record.clocks) shortest = std::min(clock.every, shortest.value_or(clock.every));
    if (shortest) set(filling, "every", duration_text(*shortest));
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

void set_ledger(Filling& filling, const Record& record) {
    const PromiseTally ledger = tally(record.promises);
    if (ledger.kept + ledger.missed == 0) return;
    set(filling, "kept", fmt::format("{}", ledger.kept));
    if (ledger.missed == 0) return;
    set(filling, "missed", fmt::format("{}", ledger.missed));
    if (ledger.worst) set(filling, "latest_lateness", *ledger.worst < std::chrono::seconds(1) ? "less than 1 s" : duration_text(*ledger.worst));
}

void set_standing(Filling& filling, const Record& record, const Setup& setup) {
    set(filling, "id", record.id.str());
    set(filling, "title", record.updates.empty() ? record.title : desk::shown_title(setup, record, record.updates.back().update));
    set(filling, "status", std::string(to_string(record.status)));
    set(filling, "status_word", status_word(record.status));
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
    if (record.ended_at) set(filling, "lasted", duration_text(*record.ended_at - record.declared_at));
    set(filling, "names", component_names(record, setup));
    set_ledger(filling, record);
}

FillingList said(const Dossier& dossier, std::size_t index, const Setup& setup) {
    FillingList list;
    if (index >= dossier.texts.size()) return list;
    const Record& record = dossier.record;
    for (Block& block : blocks_of(dossier.texts[index], desk::shown_title(setup, record, record.updates.at(index).update), desk::incident_url(setup, record.id))) {
        Filling& filling = list.emplace_back();
        set(filling, "paragraph", std::move(block.paragraph));
        if (block.items.empty()) continue;
        set(filling, "has_items", "yes");
        for (std::string& item : block.items) set(filling.lists["items"].emplace_back(), "text", std::move(item));
    }
    return list;
}

Filling open_card(const Dossier& dossier, const Setup& setup, Time now) {
    const Record& record = dossier.record;
    Filling card;
    set_standing(card, record, setup);
    set_promise(card, next_promised(record), setup, now);
    set_every(card, record);
    if (record.updates.empty()) return card;
    const PublishedUpdate& last = record.updates.back();
    set(card, "update_number", fmt::format("{}", last.update.number));
    set_time(card, "update_at", "update_machine", last.at, *setup.zone);
    card.lists["said"] = said(dossier, record.updates.size() - 1, setup);
    return card;
}

Filling component_line(const ComponentStanding& standing, const TimeZone& zone) {
    Filling line;
    set(line, "name", standing.name);
    set(line, "state", std::string(to_string(standing.state)));
    set(line, "state_word", std::string(words_of(standing.state)));
    if (standing.unknown_since) set(line, "since", full_text(*standing.unknown_since, zone));
    return line;
}

// The soonest promise that an update made, and what became of it.
void set_made_promise(Filling& filling, const Record& record, const UpdateId& update, const TimeZone& zone) {
    const Promise* soonest = nullptr;
    for (const Promise& promise : record.promises) {
        if (promise.made_by == update && (soonest == nullptr || promise.due < soonest->due)) soonest = &promise;
    }
    if (soonest == nullptr) return;
    set(filling, "promised", full_text(soonest->due, zone));
    set(filling, "promised_machine", to_rfc3339(soonest->due));
    if (is_open(*soonest)) set(filling, "promise_open", "yes");
    if (std::holds_alternative<PromiseKept>(soonest->state)) set(filling, "promise_kept", "yes");
    if (const auto* missed = std::get_if<PromiseMissed>(&soonest->state)) {
        set(filling, "promise_missed", missed->lateness < std::chrono::seconds(1) ? "less than 1 s" : duration_text(missed->lateness));
    }
}

// Beside what was wrong stands what corrects it.
FillingList corrections_of(const Record& record, const UpdateId& wrong, const TimeZone& zone) {
    FillingList list;
    for (const PublishedUpdate& published : record.updates) {
        if (published.update.corrects != wrong.str()) continue;
        Filling& correction = list.emplace_back();
        set(correction, "number", fmt::format("{}", published.update.number));
        set_time(correction, "at", "at_machine", published.at, zone);
        set(correction, "words", published.update.words);
    }
    return list;
}

// Words that went out though a rule found fault with them are marked for as long as they stand here.
FillingList overrides_of(const UpdatePublished& update) {
    FillingList list;
    for (const Override& one : update.overrides) {
        Filling& mark = list.emplace_back();
        set(mark, "rule", one.rule);
        set(mark, "reason", one.reason);
        if (!one.approved_by.empty()) set(mark, "two_people", "yes");
    }
    return list;
}

Filling timeline_entry(const Dossier& dossier, std::size_t index, const Setup& setup) {
    const Record& record = dossier.record;
    const PublishedUpdate& published = record.updates[index];
    Filling entry;
    set(entry, "number", fmt::format("{}", published.update.number));
    set(entry, "kind", std::string(to_string(published.update.kind)));
    set(entry, "kind_word", kind_word(published.update.kind));
    entry.lists["overrides"] = overrides_of(published.update);
    set(entry, "status_word", status_word(published.status));
    set_time(entry, "at", "at_machine", published.at, *setup.zone);
    if (published.update.scheduled) set(entry, "by_the_clock", "yes");
    if (const auto* wrong = find_update(record, UpdateId(published.update.corrects))) {
        set(entry, "corrects", fmt::format("{}", wrong->update.number));
    }
    set_made_promise(entry, record, published.update.id, *setup.zone);
    entry.lists["said"] = said(dossier, index, setup);
    entry.lists["corrections"] = corrections_of(record, published.update.id, *setup.zone);
    return entry;
}

// The colour of the headline; what is unknown is not coloured as if it were known.
std::string tone_of(const PageState& state) {
    const bool unknown = std::any_of(state.components.begin(), state.components.end(),
                                     [](const ComponentStanding& one) { return one.unknown_since.has_value(); });
    return unknown ? "unknown" : std::string(to_string(state.indicator));
}

}  // namespace

std::string render_index(const PageTemplates& templates, const Setup& setup, std::span<const desk::DossierPtr> open,
                         std::span<const desk::DossierPtr> ended, Time now) {
    std::vector<const Record*> records;
    Filling page;
    for (const desk::DossierPtr& dossier : open) {
        records.push_back(&dossier->record);
        page.lists["open"].push_back(open_card(*dossier, setup, now));
    }
    const PageState state = page_state(records, setup.components, now);
    set_frame(page, setup, "./", now);
    set(page, "headline", state.headline);
    set(page, "indicator", tone_of(state));
    set_promise(page, state.next_update, setup, now);
    if (open.empty()) set(page, "calm", "yes");
    if (!state.components.empty()) set(page, "has_components", "yes");
    for (const ComponentStanding& standing : state.components) page.lists["components"].push_back(component_line(standing, *setup.zone));
    if (!ended.empty()) set(page, "has_ended", "yes");
    for (const desk::DossierPtr& dossier : ended) set_standing(page.lists["ended"].emplace_back(), dossier->record, setup);
    return templates.index.fill(page);
}

std::string render_incident(const PageTemplates& templates, const Setup& setup, const Dossier& dossier, Time now) {
    Filling page;
    set_frame(page, setup, "../", now);
    set_standing(page, dossier.record, setup);
    set_promise(page, next_promised(dossier.record), setup, now);
    set_every(page, dossier.record);
    for (std::size_t i = dossier.record.updates.size(); i-- > 0;) page.lists["updates"].push_back(timeline_entry(dossier, i, setup));
    return templates.incident.fill(page);
}

std::string render_answer(const PageTemplates& templates, const Setup& setup, const AnswerPage& answer, Time now) {
    Filling page;
    set_frame(page, setup, "../", now);
    set(page, "heading", answer.heading);
    set(page, "incident", answer.incident);
    set(page, "incident_href", answer.incident_href);
    if (!answer.choices.empty()) set(page, "form", "yes");
    if (answer.takes_fact) set(page, "fact", "yes");
    for (const std::string& line : answer.lines) set(page.lists["lines"].emplace_back(), "text", line);
    for (const auto& [value, label] : answer.choices) {
        Filling& choice = page.lists["choices"].emplace_back();
        set(choice, "value", value);
        set(choice, "label", label);
    }
    return templates.answer.fill(page);
}

std::string render_not_found(const PageTemplates& templates, const Setup& setup, const std::string& root, Time now) {
    Filling page;
    set_frame(page, setup, root, now);
    return templates.not_found.fill(page);
}

}  // namespace candor::pages
