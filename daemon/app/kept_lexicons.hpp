// Lexicons that were read and have held their fixtures, kept beside the database from one start to the next: reading and proving them is
// most of what a start takes.
#pragma once

#include "core/honesty/engine.hpp"

#include <filesystem>

namespace candor::app {

// Which program this is: its build, and the version of ICU that it runs with. Empty where it was linked without a build id.
[[nodiscard]] std::string this_program();

// honesty.<name>.kept in that folder, by each program for itself. What the folder does not take is not kept: then the next start takes a
// little longer.
[[nodiscard]] honesty::Keeping lexicons_kept_in(std::filesystem::path folder);

}  // namespace candor::app
