#include "daemon/pages/render.hpp"

#include "core/message/compose_facts.hpp"
#include "core/page.hpp"
#include "daemon/listen/readback.hpp"
#include "daemon/pages/bars.hpp"
#include "daemon/pages/frame.hpp"
#include "daemon/pages/render_review.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::pages {

using desk::Dossier;
using desk::Setup;

namespace {

constexpr std::size_t most_ended = 10;  // on the first page; the history has them all

void set_every(Filling& filling, const Record& record, const Voice& voice) {
    std::optional<Duration> shortest;
    for (const auto& [audience, clock] : record.clocks) shortest = std::min(clock.every, shortest.value_or(clock.every));
    if (shortest) set(filling, "every", voice.pace(*shortest));
}

Filling open_card(const Dossier& dossier, const Setup& setup, Time now) {
    const Record& record = dossier.record;
    Filling card;
    set_standing(card, record, setup);
    set_promise(card, next_promised(record), setup, now);
    set_every(card, record, Voice(setup));
    if (record.updates.empty()) return card;
    const PublishedUpdate& last = record.updates.back();
    set(card, "update_number", fmt::format("{}", last.update.number));
    set_time(card, "update_at", "update_machine", last.at, Voice(setup));
    card.lists["said"] = said_in(dossier, record.updates.size() - 1, setup);
    return card;
}

Filling component_line(const ComponentStanding& standing, const Voice& voice) {
    Filling line;
    set(line, "name", standing.name);
    set(line, "state", std::string(to_string(standing.state)));
    set(line, "state_word", voice.word(PageWordGroup::state, standing.state));
    if (standing.unknown_since) set(line, "since", voice.moment(*standing.unknown_since));
    return line;
}

// The soonest promise that an update made, and what became of it.
void set_made_promise(Filling& filling, const Record& record, const UpdateId& update, const Voice& voice) {
    const Promise* soonest = nullptr;
    for (const Promise& promise : record.promises) {
        if (promise.made_by == update && (soonest == nullptr || promise.due < soonest->due)) soonest = &promise;
    }
    if (soonest == nullptr) return;
    set(filling, "promised", voice.moment(soonest->due));
    set(filling, "promised_machine", to_rfc3339(soonest->due));
    if (is_open(*soonest)) set(filling, "promise_open", "yes");
    if (std::holds_alternative<PromiseKept>(soonest->state)) set(filling, "promise_kept", "yes");
    if (const auto* missed = std::get_if<PromiseMissed>(&soonest->state)) {
        set(filling, "promise_missed", voice.duration(missed->lateness));
    }
}

// Beside what was wrong stands what corrects it.
FillingList corrections_of(const Record& record, const UpdateId& wrong, const Voice& voice) {
    FillingList list;
    for (const PublishedUpdate& published : record.updates) {
        if (published.update.corrects != wrong.str()) continue;
        Filling& correction = list.emplace_back();
        set(correction, "number", fmt::format("{}", published.update.number));
        set_time(correction, "at", "at_machine", published.at, voice);
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
    const Voice voice(setup);
    Filling entry;
    set(entry, "number", fmt::format("{}", published.update.number));
    set(entry, "mark", listen::page_mark(published.update.number, index < dossier.texts.size() ? std::string_view(dossier.texts[index]) : std::string_view()));
    set(entry, "kind", std::string(to_string(published.update.kind)));
    set(entry, "kind_word", voice.word(PageWordGroup::kind, published.update.kind));
    entry.lists["overrides"] = overrides_of(published.update);
    set(entry, "status_word", voice.status(published.status, record.kind));
    set_time(entry, "at", "at_machine", published.at, voice);
    if (published.update.scheduled) set(entry, "by_the_clock", "yes");
    if (const auto* wrong = find_update(record, UpdateId(published.update.corrects))) {
        set(entry, "corrects", fmt::format("{}", wrong->update.number));
    }
    set_made_promise(entry, record, published.update.id, voice);
    entry.lists["said"] = said_in(dossier, index, setup);
    entry.lists["corrections"] = corrections_of(record, published.update.id, voice);
    return entry;
}

// The colour of the headline; what is unknown is not coloured as if it were known.
std::string tone_of(const PageState& state) {
    const bool unknown = std::any_of(state.components.begin(), state.components.end(),
                                     [](const ComponentStanding& one) { return one.unknown_since.has_value(); });
    return unknown ? "unknown" : std::string(to_string(state.indicator));
}

}  // namespace

std::string render_index(const PageTemplates& templates, const Setup& setup, const Shown& shown, Time now) {
    const auto& [open, planned, ended, days] = shown;
    const Voice voice(setup);
    std::vector<const Record*> records;
    Filling page;
    for (const desk::DossierPtr& dossier : open) {
        records.push_back(&dossier->record);
        page.lists["open"].push_back(open_card(*dossier, setup, now));
    }
    for (const desk::DossierPtr& dossier : planned) {
        if (is_under_way(dossier->record)) records.push_back(&dossier->record);
        set_standing(page.lists["planned"].emplace_back(), dossier->record, setup);
    }
    if (!planned.empty()) set(page, "has_planned", "yes");
    const PageState state = page_state(records, setup.components, voice.words(), now);
    set_frame(page, setup, "./", now);
    set(page, "headline", state.headline);
    set(page, "indicator", tone_of(state));
    set_promise(page, state.next_update, setup, now);
    if (records.empty()) set(page, "calm", "yes");
    if (!state.components.empty()) set(page, "has_components", "yes");
    for (const ComponentStanding& standing : state.components) {
        Filling& line = page.lists["components"].emplace_back(component_line(standing, voice));
        if (const auto known = days.find(standing.id); known != days.end()) set_bars(line, standing.name, known->second, voice);
    }
    if (!ended.empty()) set(page, "has_ended", "yes");
    for (const desk::DossierPtr& dossier : ended.first(std::min(ended.size(), most_ended))) set_standing(page.lists["ended"].emplace_back(), dossier->record, setup);
    return templates.index.fill(page);
}

std::string render_incident(const PageTemplates& templates, const Setup& setup, const Dossier& dossier, Time now) {
    Filling page;
    set_frame(page, setup, "../", now);
    set_standing(page, dossier.record, setup);
    set_promise(page, next_promised(dossier.record), setup, now);
    set_every(page, dossier.record, Voice(setup));
    if (published_review(dossier.record) != nullptr) set(page, "review", "yes");
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
    if (!answer.options.empty()) set(page, "choose", "yes");
    for (const auto& [value, label] : answer.options) {
        Filling& option = page.lists["options"].emplace_back();
        set(option, "value", value);
        set(option, "label", label);
    }
    return templates.answer.fill(page);
}

std::string render_not_found(const PageTemplates& templates, const Setup& setup, const std::string& root, Time now) {
    Filling page;
    set_frame(page, setup, root, now);
    return templates.not_found.fill(page);
}

}  // namespace candor::pages
