// What this program has seen of the lexicons, kept beside the database: that they hold their fixtures is a third of what a start takes,
// and the same program finds the same in the same files.
#pragma once

#include "core/honesty/engine.hpp"

#include <filesystem>

namespace candor::app {

// Which program this is: its build, and the version of ICU that it runs with. Empty where it was linked without a build id.
[[nodiscard]] std::string this_program();

// Of this program; without `held` where there is no such file, or another program wrote it.
[[nodiscard]] honesty::Proofs kept_proofs(const std::filesystem::path& file);
// As far as the folder lets it: without them the next start takes a little longer.
void keep_proofs(const std::filesystem::path& file, const honesty::Proofs& proofs);

}  // namespace candor::app
