// A file as one text: what the configuration, the plan and whoever asks about them are read from.
#pragma once

#include "core/error.hpp"

#include <filesystem>
#include <string>

namespace candor::config {

// No more of it than one byte past what parse_document() takes, so that this refuses it. Errors: invalid_config;
// "cannot be read: No such file or directory".
[[nodiscard]] Result<std::string> read_text_file(const std::filesystem::path& file);

}  // namespace candor::config
