// The words of a language put into a page's layout, once, when it is loaded.
#pragma once

#include "core/message/page_words.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace candor::pages {

// `source` with {{> name}} replaced by the label of that name, as HTML. A label's fields are the layout's; a time in one is
// marked up as a time. `place`: the layout's file. A label that the language lacks is added to `problems`.
[[nodiscard]] std::string with_labels(std::string_view source, const PageWords& words, std::string_view place, std::vector<std::string>& problems);

}  // namespace candor::pages
