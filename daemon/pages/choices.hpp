// What the link shows under which one recipient chooses between the options of an incident: pure.
#pragma once

#include "daemon/pages/render.hpp"

#include <optional>
#include <string>
#include <vector>

namespace candor::pages {

// `standing`: the number that they have chosen already.
[[nodiscard]] AnswerPage choice_page(const desk::Dossier& dossier, const desk::Setup& setup, const std::optional<std::string>& standing, Time now);

// May this be chosen now? Errors, in the language of the page: invalid_argument, wrong_state.
[[nodiscard]] Result<void> require_choosable(const desk::Setup& setup, const Record& record, const std::string& choice);
// Choices that are no longer to be had, so that whoever made one may choose again.
[[nodiscard]] std::vector<std::string> void_choices(const Record& record);

// What became of choosing `choice` where `standing` is what stands now: a first choice stays.
[[nodiscard]] AnswerPage choice_made(const desk::Dossier& dossier, const desk::Setup& setup, const std::string& choice, const std::string& standing);

}  // namespace candor::pages
