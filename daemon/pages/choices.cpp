#include "daemon/pages/choices.hpp"

#include "core/incident/choice.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::pages {

namespace {

AnswerPage about(const desk::Dossier& dossier, const desk::Setup& setup, std::string heading) {
    AnswerPage page;
    page.heading = std::move(heading);
    page.incident = dossier.record.title;
    if (!dossier.record.updates.empty()) page.incident = desk::shown_title(setup, dossier.record, dossier.record.updates.back().update);
    page.incident_href = desk::incident_url(setup, dossier.record.id);
    return page;
}

std::string words_of(const OfferedOption& option) {
    return fmt::format("Option {}: {}", option.number, option.text);
}

const OfferedOption* chosen(const Record& record, const std::string& choice) {
    const auto found = std::find_if(record.options.begin(), record.options.end(), [&](const OfferedOption& option) { return std::to_string(option.number) == choice; });
    return found == record.options.end() ? nullptr : &*found;
}

std::string standing_line(const OfferedOption& option) {
    return fmt::format("You have chosen: {}.", words_of(option));
}

std::string how_it_stands(const desk::Dossier& dossier, const desk::Setup& setup, Time now) {
    std::string line = fmt::format("The status is: {}.", setup.templates.of(setup.language).phrases.word({"status", std::string(to_string(dossier.record.status))}));
    std::optional<Time> next;
    for (const auto& [audience, clock] : dossier.record.clocks) next = std::min(next.value_or(clock.due), clock.due);
    if (next && *next > now) line += fmt::format(" The next update comes by {}.", moment_text(*next, now - std::chrono::days(2), *setup.zone));
    return line;
}

}  // namespace

AnswerPage choice_page(const desk::Dossier& dossier, const desk::Setup& setup, const std::optional<std::string>& standing, Time now) {
    const Record& record = dossier.record;
    const OfferedOption* before = standing ? chosen(record, *standing) : nullptr;
    AnswerPage page = about(dossier, setup, "Which do you choose?");
    page.lines.push_back(how_it_stands(dossier, setup, now));
    if (before != nullptr && before->is_offered()) page.lines.push_back(standing_line(*before));
    if (!is_open(record)) {
        page.heading = "There is nothing to choose any more";
        page.lines.emplace_back("This has ended.");
        return page;
    }
    if (before != nullptr && before->is_offered()) {
        page.heading = "You have chosen";
        page.lines.emplace_back("Your choice stands.");
        return page;
    }
    if (before != nullptr) page.lines.push_back(fmt::format("What you chose, option {}, is no longer offered: {}. You can choose again.", before->number, before->withdrawal));
    for (const OfferedOption* option : choosable(record)) page.options.emplace_back(std::to_string(option->number), words_of(*option));
    if (!page.options.empty()) return page;
    page.heading = "There is nothing to choose at the moment";
    page.lines.emplace_back("None of the options is offered any more.");
    return page;
}

Result<void> require_choosable(const Record& record, const std::string& choice) {
    if (!is_open(record)) return Error(ErrorCode::wrong_state, "This has ended; there is nothing to choose any more.", "", "The page of the incident says how it ended.");
    const OfferedOption* option = chosen(record, choice);
    if (option == nullptr) return Error(ErrorCode::invalid_argument, "That is none of the options.", "choice", "Go back, and choose one of them.");
    if (option->is_offered()) return {};
    return Error(ErrorCode::wrong_state, fmt::format("Option {} is no longer offered: {}.", option->number, option->withdrawal), "choice", "Go back, reload the page, and choose another one.");
}

std::vector<std::string> void_choices(const Record& record) {
    std::vector<std::string> choices;
    for (const OfferedOption& option : record.options) {
        if (!option.is_offered()) choices.push_back(std::to_string(option.number));
    }
    return choices;
}

AnswerPage choice_made(const desk::Dossier& dossier, const desk::Setup& setup, const std::string& choice, const std::string& standing) {
    const OfferedOption* option = chosen(dossier.record, standing);
    const bool first = choice == standing;
    AnswerPage page = about(dossier, setup, first ? "Your choice is recorded" : "You have chosen before");
    if (option != nullptr) page.lines.push_back(standing_line(*option));
    if (first) page.lines.emplace_back("Thank you. You need do nothing more.");
    else page.lines.emplace_back("Your first choice stands; this one is not recorded. Tell us if it has to change: people can see to that, a link cannot.");
    return page;
}

}  // namespace candor::pages
