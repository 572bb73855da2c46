// Whether words on record and words of a text name the same thing.
#pragma once

#include "core/honesty/rules/case.hpp"

namespace candor::honesty {

// As the engine reads them, without marks.
[[nodiscard]] std::vector<std::string> folded_words(const Case& trial, std::string_view text);
// Each of `words` is there, in this or another inflection. False for none.
[[nodiscard]] bool contains_all(const std::vector<std::string>& in, const std::vector<std::string>& words);

}  // namespace candor::honesty
