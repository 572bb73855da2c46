// How it stands, as a picture that other sites embed: a word, and a colour beside it. Pure.
#pragma once

#include "core/page.hpp"

#include <string>
#include <string_view>

namespace candor::feed {

// An SVG 1.1 without script or style sheet, 20 px high. Its title is the page's whole headline; its words have a contrast of
// at least 4.5:1 (WCAG 2.2, 1.4.3), and the state is said in words, not only in a colour.
[[nodiscard]] std::string badge(std::string_view organisation, const PageState& state);

}  // namespace candor::feed
