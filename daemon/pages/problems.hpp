// What is wrong with what somebody sent in a form, in the language of the page. The errors themselves speak English, as the API
// and the command line do.
#pragma once

#include "core/error.hpp"
#include "daemon/pages/voice.hpp"

#include <string>

namespace candor::pages {

// The whole: what is wrong, and what mends it. An error that no form is known to have keeps its English.
[[nodiscard]] std::string problem_text(const Voice& voice, const Error& error);

}  // namespace candor::pages
