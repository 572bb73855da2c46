// The pages of listening: the form, what is answered at once, and how we communicate. Pure.
#pragma once

#include "daemon/desk/desk.hpp"
#include "daemon/listen/answer.hpp"
#include "daemon/pages/templates.hpp"

#include <span>
#include <string>

namespace candor::pages {

// What stands in the form: what was typed, where it has to be shown again.
struct ReportForm {
    Report typed;
    std::string title;    // of the incident that it is about; empty: none is named
    std::string problem;  // why it was not taken; empty: it was not sent yet
};

[[nodiscard]] std::string render_report_form(const PageTemplates& templates, const desk::Setup& setup, const ReportForm& form, Time now);
[[nodiscard]] std::string render_reported(const PageTemplates& templates, const desk::Setup& setup, const listen::Answer& answer);
// `incidents`: whose promises are counted.
[[nodiscard]] std::string render_how(const PageTemplates& templates, const desk::Setup& setup, std::span<const desk::DossierPtr> incidents, Time now);

}  // namespace candor::pages
