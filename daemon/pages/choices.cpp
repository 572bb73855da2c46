#include "daemon/pages/choices.hpp"

#include "core/incident/choice.hpp"
#include "daemon/pages/voice.hpp"

#include <algorithm>

namespace candor::pages {

namespace {

AnswerPage about_choices(const desk::Dossier& dossier, const desk::Setup& setup, PageText heading) {
    AnswerPage page;
    page.heading = Voice(setup).text(heading);
    page.incident = dossier.record.title;
    if (!dossier.record.updates.empty()) page.incident = desk::shown_title(setup, dossier.record, dossier.record.updates.back().update);
    page.incident_href = desk::incident_url(setup, dossier.record.id);
    return page;
}

std::string words_of(const OfferedOption& option, const Voice& voice) {
    return voice.text("choice.option", {{"number", std::to_string(option.number)}, {"text", option.text}});
}

const OfferedOption* chosen(const Record& record, const std::string& choice) {
    const auto found = std::find_if(record.options.begin(), record.options.end(), [&](const OfferedOption& option) { return std::to_string(option.number) == choice; });
    return found == record.options.end() ? nullptr : &*found;
}

std::string standing_line(const OfferedOption& option, const Voice& voice) {
    return voice.text("choice.chosen", {{"option", words_of(option, voice)}});
}

std::string how_it_stands(const desk::Dossier& dossier, const desk::Setup& setup, Time now) {
    const Voice voice(setup);
    std::string line = voice.text("choice.status", {{"status", voice.status(dossier.record.status)}});
    std::optional<Time> next;
    for (const auto& [audience, clock] : dossier.record.clocks) next = std::min(next.value_or(clock.due), clock.due);
    if (next && *next > now) line += " " + voice.text("choice.next_by", {{"time", voice.moment(*next)}});
    return line;
}

}  // namespace

AnswerPage choice_page(const desk::Dossier& dossier, const desk::Setup& setup, const std::optional<std::string>& standing, Time now) {
    const Record& record = dossier.record;
    const OfferedOption* before = standing ? chosen(record, *standing) : nullptr;
    AnswerPage page = about_choices(dossier, setup, "choice.which");
    const Voice voice(setup);
    page.lines.push_back(how_it_stands(dossier, setup, now));
    if (before != nullptr && before->is_offered()) page.lines.push_back(standing_line(*before, voice));
    if (!is_open(record)) {
        page.heading = voice.text("choice.nothing_any_more");
        page.lines.push_back(voice.text("choice.has_ended"));
        return page;
    }
    if (before != nullptr && before->is_offered()) {
        page.heading = voice.text("choice.you_have_chosen");
        page.lines.push_back(voice.text("choice.stands"));
        return page;
    }
    if (before != nullptr) {
        page.lines.push_back(voice.text("choice.no_longer", {{"number", std::to_string(before->number)}, {"reason", before->withdrawal}}));
    }
    for (const OfferedOption* option : choosable(record)) page.options.emplace_back(std::to_string(option->number), words_of(*option, voice));
    if (!page.options.empty()) return page;
    page.heading = voice.text("choice.nothing_now");
    page.lines.push_back(voice.text("choice.none_offered"));
    return page;
}

Result<void> require_choosable(const desk::Setup& setup, const Record& record, const std::string& choice) {
    const Voice voice(setup);
    if (!is_open(record)) return Error(ErrorCode::wrong_state, voice.text("problem.nothing_to_choose"));
    const OfferedOption* option = chosen(record, choice);
    if (option == nullptr) return Error(ErrorCode::invalid_argument, voice.text("problem.no_such_option"), "choice");
    if (option->is_offered()) return {};
    return Error(ErrorCode::wrong_state, voice.text("problem.option_withdrawn", {{"number", std::to_string(option->number)}, {"reason", option->withdrawal}}), "choice");
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
    AnswerPage page = about_choices(dossier, setup, first ? PageText("choice.recorded") : PageText("choice.chosen_before"));
    const Voice voice(setup);
    if (option != nullptr) page.lines.push_back(standing_line(*option, voice));
    if (first) page.lines.push_back(voice.text("choice.thank_you"));
    else page.lines.push_back(voice.text("choice.first_stands"));
    return page;
}

}  // namespace candor::pages
