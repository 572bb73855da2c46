#include "daemon/config/text_file.hpp"

#include "core/yaml/document.hpp"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>

namespace candor::config {

Result<std::string> read_text_file(const std::filesystem::path& file) {
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    std::string text(yaml::largest_document + 1, '\0');
    if (stream) stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    // A folder opens, and fails when it is read.
    if (!stream.eof() && stream.gcount() == 0)
        return Error(ErrorCode::invalid_config, fmt::format("cannot be read: {}", std::strerror(errno)));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return text;
}

}  // namespace candor::config
