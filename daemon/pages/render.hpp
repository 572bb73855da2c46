// The pages, from the records: pure. Only absolute times, with their date: a page that is read long after it was made
// still says nothing untrue.
#pragma once

#include "core/component_history.hpp"
#include "daemon/desk/desk.hpp"
#include "daemon/pages/templates.hpp"

#include <map>
#include <span>
#include <string>

namespace candor::pages {

// What the first page shows. Customers' own cases are on no page.
struct Shown {
    std::span<const desk::DossierPtr> open;     // incidents, oldest first
    std::span<const desk::DossierPtr> planned;  // maintenance, scheduled or being carried out
    std::span<const desk::DossierPtr> ended;    // newest first
    std::map<ComponentId, std::vector<ComponentDay>> days;  // of each component, oldest first; none: no bars
};
// `now`: when the page is made.
[[nodiscard]] std::string render_index(const PageTemplates& templates, const desk::Setup& setup, const Shown& shown, Time now);
[[nodiscard]] std::string render_incident(const PageTemplates& templates, const desk::Setup& setup, const desk::Dossier& dossier, Time now);
// `root`: the way from the page to the root, "./" or "../".
[[nodiscard]] std::string render_not_found(const PageTemplates& templates, const desk::Setup& setup, const std::string& root, Time now);

// What a recipient's own link shows: a question, or what became of the answer.
struct AnswerPage {
    std::string heading;
    std::string incident;              // its title; empty: none
    std::string incident_href;         // its public page
    std::vector<std::string> lines;
    std::vector<std::pair<std::string, std::string>> choices;  // value and label of each button; none: no question
    std::vector<std::pair<std::string, std::string>> options;  // value and label: one of them is chosen; none: no question
    bool takes_fact = false;           // a fact can be recorded here
};
[[nodiscard]] std::string render_answer(const PageTemplates& templates, const desk::Setup& setup, const AnswerPage& page, Time now);

}  // namespace candor::pages
