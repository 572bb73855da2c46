#include "core/yaml/problem.hpp"

#include <fmt/format.h>
#include <string_view>

namespace candor::yaml {

namespace {

// What a file contains must not draw on the operator's terminal.
std::string printable(std::string_view text) {
    std::string shown;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            shown += fmt::format("\\x{:02x}", byte);
        } else {
            shown += c;
        }
    }
    return shown;
}

}  // namespace

std::string describe(const Problem& problem) {
    std::string text = problem.file;
    if (problem.line > 0) text += fmt::format(":{}", problem.line);
    if (!problem.path.empty()) text += ": " + problem.path;
    text += ": " + problem.message;
    if (!problem.expected.empty()) text += "; expected " + problem.expected;
    return printable(text);
}

}  // namespace candor::yaml
