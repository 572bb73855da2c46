// Text from outside: what may be in it, and how long it is as people count.
#pragma once

#include "core/error.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace candor {

// Code points that no honest text of one language needs: bidirectional controls, zero-width characters other than joiners.
[[nodiscard]] bool hides_or_reorders(std::int32_t code_point);
[[nodiscard]] bool is_control_character(std::int32_t code_point);  // C0, DEL, C1

[[nodiscard]] bool is_valid_utf8(std::string_view text);

// User-perceived characters (UAX #29 extended grapheme clusters). Invalid UTF-8 counts a character per bad byte.
[[nodiscard]] std::size_t grapheme_count(std::string_view text);

// Refuses what no honest text contains: invalid UTF-8, control characters (line feeds only where allowed), characters that
// reorder or hide text (bidirectional controls, zero-width characters other than joiners inside words), and more than
// `longest` graphemes. Errors: invalid_argument with `field`.
[[nodiscard]] Result<void> validate_plain(std::string_view text, std::size_t longest, bool lines_allowed, std::string field);

[[nodiscard]] std::string_view trimmed(std::string_view text);

// For HTML text and quoted attribute values.
[[nodiscard]] std::string escape_html(std::string_view text);

}  // namespace candor
