#include "daemon/pages/render_listening.hpp"

#include "daemon/pages/frame.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace candor::pages {

using desk::Setup;

namespace {

// As it begins a sentence.
std::string first_upper(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
    return text;
}

Filling known_card(const listen::Known& known, const Setup& setup, Time now) {
    Filling card;
    set(card, "id", known.id.str());
    set(card, "title", known.title);
    set(card, "status_word", status_word(known.status));
    set_time(card, "ended_at", "ended_machine", known.ended_at, *setup.zone);
    set_promise(card, known.next, setup, now);
    if (known.update == 0) return card;
    set(card, "update_number", fmt::format("{}", known.update));
    set_time(card, "update_at", "update_machine", known.updated_at, *setup.zone);
    card.lists["said"] = said(known.text, known.title, known.url);
    return card;
}

std::string group_word(ChannelGroup group) {
    switch (group) {
        case ChannelGroup::any: return "Everybody";
        case ChannelGroup::social: return "Social networks";
        case ChannelGroup::direct: return "Mail and webhooks";
    }
    return {};
}

template <class E>
std::string any_of_words(const std::vector<E>& values) {
    std::vector<std::string> words;
    for (const E value : values) words.emplace_back(to_string(value));
    return fmt::format("{}", fmt::join(words, " or "));
}

std::string situation_of(const CadenceRule& rule) {
    std::vector<std::string> parts;
    if (!rule.scopes.empty()) parts.push_back(any_of_words(rule.scopes) + " customers affected");
    if (!rule.impacts.empty()) parts.push_back("impact " + any_of_words(rule.impacts));
    if (!rule.causes.empty()) parts.push_back("cause " + any_of_words(rule.causes));
    return fmt::format("{}", fmt::join(parts, ", "));
}

FillingList cadence_lines(const CadencePolicy& policy) {
    FillingList lines;
    const auto add = [&](std::string who, std::string situation, Duration every) {
        Filling& line = lines.emplace_back();
        set(line, "who", std::move(who));
        set(line, "situation", std::move(situation));
        set(line, "every", duration_text(every));
    };
    for (const CadenceRule& rule : policy.rules) add(group_word(rule.group), situation_of(rule), rule.every);
    add("Everybody", policy.rules.empty() ? "" : "otherwise", policy.otherwise);
    return lines;
}

FillingList blocking_rules(const Setup& setup) {
    FillingList lines;
    if (!setup.honesty) return lines;
    const bool strict = setup.honesty->strictness == honesty::Strictness::strict;
    for (const honesty::Rule& rule : setup.honesty->catalogue.rules) {
        const bool blocks = rule.severity == honesty::Severity::block || (strict && rule.severity == honesty::Severity::warn);
        if (!blocks) continue;
        Filling& line = lines.emplace_back();
        set(line, "id", rule.id);
        set(line, "detects", first_upper(rule.detects));
        if (rule.legitimate_if != "never") set(line, "unless", rule.legitimate_if);
        set(line, "bad", rule.bad);
        set(line, "good", rule.good);
    }
    return lines;
}

}  // namespace

std::string render_report_form(const PageTemplates& templates, const Setup& setup, const ReportForm& form, Time now) {
    Filling page;
    set_frame(page, setup, "./", now);
    set(page, "read_by", first_upper(setup.reports_read_by));
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

std::string render_how(const PageTemplates& templates, const Setup& setup, std::span<const desk::DossierPtr> incidents, Time now) {
    Filling page;
    set_frame(page, setup, "./", now);
    set(page, "read_by", first_upper(setup.reports_read_by));
    set(page, "follow_up", duration_text(setup.cadence.follow_up_after));
    page.lists["cadence"] = cadence_lines(setup.cadence);
    page.lists["rules"] = blocking_rules(setup);
    if (incidents.empty()) return templates.how.fill(page);
    PromiseTally all;
    for (const desk::DossierPtr& dossier : incidents) {
        const PromiseTally one = tally(dossier->record.promises);
        all.kept += one.kept;
        all.missed += one.missed;
        if (one.worst) all.worst = std::max(*one.worst, all.worst.value_or(*one.worst));
    }
    set(page, "incidents", incidents.size() == 1 ? "1 incident" : fmt::format("{} incidents", incidents.size()));
    set_ledger(page, all);
    if (all.kept + all.missed > 0) set(page, "ratio", fmt::format("{:.1f} %", 100.0 * static_cast<double>(all.kept) / static_cast<double>(all.kept + all.missed)));
    return templates.how.fill(page);
}

}  // namespace candor::pages
