// Text for a terminal: nothing that came from a server reaches it raw, columns are counted as they are seen, and colour
// only ever repeats what the words already say.
#pragma once

#include "core/time.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace candor::ctl {

// How to print, decided once from the terminal and the options.
struct Look {
    std::size_t width = 80;
    bool colour = false;
    Time now{};
    const TimeZone* zone = &utc();
    std::string incident;  // the one that was asked about, for answers that do not name it
};

enum class Style { plain, bold, dim, good, warning, bad };

[[nodiscard]] std::string styled(std::string_view text, Style style, const Look& look);

// Control characters, invalid UTF-8 and characters that reorder or hide text become visible: \x1b, \u202e. Line feeds stay
// only where `lines` says so.
[[nodiscard]] std::string neutral(std::string_view text, bool lines = false);

// Columns that a terminal gives to `text`: two for wide East Asian characters, none for combining ones.
[[nodiscard]] std::size_t columns(std::string_view text);

// Breaks at spaces so that no line is wider than `width`; a word that is wider stands alone and runs over, so that an
// address or a command can still be copied whole. Line feeds are kept; what goes on is indented like its first line.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width);

[[nodiscard]] std::string padded(std::string_view text, std::size_t width);

}  // namespace candor::ctl
