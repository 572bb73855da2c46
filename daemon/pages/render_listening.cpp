#include "daemon/pages/render_listening.hpp"

#include "daemon/pages/frame.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::pages {

using desk::Setup;

namespace {

Filling known_card(const listen::Known& known, const Setup& setup, Time now) {
    const Voice voice(setup);
    Filling card;
    set(card, "id", known.id.str());
    set(card, "title", known.title);
    set(card, "status_word", voice.status(known.status));
    set_time(card, "ended_at", "ended_machine", known.ended_at, voice);
    set_promise(card, known.next, setup, now);
    if (known.update == 0) return card;
    set(card, "update_number", fmt::format("{}", known.update));
    set_time(card, "update_at", "update_machine", known.updated_at, voice);
    card.lists["said"] = said(known.text, known.title, known.url);
    return card;
}

}  // namespace

std::string render_report_form(const PageTemplates& templates, const Setup& setup, const ReportForm& form, Time now) {
    Filling page;
    set_frame(page, setup, "./", now);
    set(page, "read_by", setup.reports_read_by);
    set(page, "longest", fmt::format("{}", longest_report));
    set(page, "text", form.typed.text);
    set(page, "blocked_task", form.typed.blocked_task);
    set(page, "reporter", form.typed.contact);
    set(page, "incident", form.typed.incident.str());
    set(page, "title", form.title);
    set(page, "problem", form.problem);
    for (const auto& [id, name] : setup.components) {
        Filling& choice = page.lists["components"].emplace_back();
        set(choice, "id", id.str());
        set(choice, "name", name);
        if (id == form.typed.component) set(choice, "chosen", "yes");
    }
    return templates.report.fill(page);
}

std::string render_reported(const PageTemplates& templates, const Setup& setup, const listen::Answer& answer) {
    Filling page;
    set_frame(page, setup, "./", answer.at);
    set(page, "reference", answer.reference.str());
    set(page, "component", answer.component_name);
    set(page, "read_by", answer.read_by);
    if (answer.known.empty()) set(page, "unknown", "yes");
    for (const listen::Known& known : answer.known) page.lists["known"].push_back(known_card(known, setup, answer.at));
    return templates.reported.fill(page);
}

}  // namespace candor::pages
