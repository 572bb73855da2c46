// The key that signs the links which answer for one recipient. It lives beside the database, in a file of its own, so that
// a copy of the database is worth no answer.
#pragma once

#include "core/error.hpp"
#include "core/link.hpp"

#include <filesystem>

namespace candor::app {

// Reads it, or makes it where there is none yet (32 random bytes, mode 0600). Errors: store_failed.
[[nodiscard]] Result<Secret> link_key(const std::filesystem::path& file);
// With the one before it, where it was moved to `file`.previous; that one is never made.
[[nodiscard]] Result<LinkKeys> link_keys(const std::filesystem::path& file);

}  // namespace candor::app
