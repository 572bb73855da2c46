// The script that other sites embed to show how things stand.
#pragma once

#include "core/message/page_words.hpp"

#include <string>

namespace candor::feeds {

// JavaScript, with the words of the page's language in it.
[[nodiscard]] std::string widget_script(const PageWords& words);

}  // namespace candor::feeds
