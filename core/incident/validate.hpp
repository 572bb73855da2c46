// What a command's fields may hold. Errors: invalid_argument, naming the field and what is expected.
#pragma once

#include "core/error.hpp"
#include "core/incident/command.hpp"

namespace candor {

inline constexpr std::size_t longest_title = 120;   // graphemes
inline constexpr std::size_t longest_text = 500;    // one fact
inline constexpr std::size_t longest_words = 2000;  // a person's own words in an update
inline constexpr std::size_t longest_name = 80;

[[nodiscard]] Result<void> validate(const Declare& command);
[[nodiscard]] Result<void> validate(const Publish& command);
[[nodiscard]] Result<void> validate(const NewFact& fact, const std::string& field);
[[nodiscard]] Result<void> validate_text(std::string_view text, std::string field);   // one line, not empty
[[nodiscard]] Result<void> optional_reason(std::string_view because);                  // one line, may be empty
[[nodiscard]] Result<void> validate_words(std::string_view text, std::string field);  // lines, may be empty
[[nodiscard]] Result<void> optional_name(std::string_view name, std::string field);   // one line, may be empty
[[nodiscard]] Result<void> validate_name(std::string_view name, std::string field);   // one line, not empty

}  // namespace candor
