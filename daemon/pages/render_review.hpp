// What happened, looked back on for everybody: what was said apart from what was repaired. Only what the public was told is
// on it: no person, no customer's words, nothing that people on duty wrote to one another.
#pragma once

#include "core/public_record.hpp"
#include "core/review/review.hpp"
#include "daemon/desk/dossier.hpp"
#include "daemon/desk/setup.hpp"
#include "daemon/pages/templates.hpp"

#include <string>

namespace candor::pages {

// `dossier`: of a record whose review is published. `review`: of the same.
[[nodiscard]] std::string render_review(const PageTemplates& templates, const desk::Setup& setup, const desk::Dossier& dossier,
                                        const review::Review& review, Time now);

}  // namespace candor::pages
