#include "core/feed/badge.hpp"

#include "core/public_record.hpp"
#include "core/text.hpp"

#include <fmt/format.h>

namespace candor::feed {

namespace {

constexpr std::size_t margin = 7;     // px beside each text
constexpr std::size_t per_char = 7;   // px, wide enough for 11 px Verdana; the text is fitted to it
constexpr std::string_view label = "status";

// White on each of these has a contrast of 4.5:1 or more.
std::string_view colour_of(ComponentState state) {
    switch (state) {
        case ComponentState::no_open_incident: return "#1a7f4b";
        case ComponentState::under_maintenance: return "#2563a8";
        case ComponentState::no_known_impact: return "#54606e";
        case ComponentState::degraded_performance: return "#8a5a00";
        case ComponentState::partial_outage: return "#b4450a";
        case ComponentState::major_outage: return "#b3261e";
        case ComponentState::unknown: return "#5b5470";
    }
    return "#5b5470";
}

std::string text_at(std::size_t x, std::size_t width, std::string_view text) {
    return fmt::format("<text x=\"{}\" y=\"14\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>", x, width, escape_html(text));
}

}  // namespace

std::string badge(std::string_view organisation, const PageState& state) {
    const std::string_view words = words_of(state.overall);
    const std::size_t left = label.size() * per_char;
    const std::size_t right = words.size() * per_char;
    const std::size_t split = left + 2 * margin;
    const std::size_t width = split + right + 2 * margin;
    const std::string title = escape_html(readable_line(fmt::format("{}: {}", organisation, state.headline)));
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"20\" viewBox=\"0 0 {0} 20\" role=\"img\" aria-labelledby=\"t\">"
        "<title id=\"t\">{1}</title>"
        "<clipPath id=\"r\"><rect width=\"{0}\" height=\"20\" rx=\"3\"/></clipPath>"
        "<g clip-path=\"url(#r)\"><rect width=\"{2}\" height=\"20\" fill=\"#3b4149\"/><rect x=\"{2}\" width=\"{3}\" height=\"20\" fill=\"{4}\"/></g>"
        "<g fill=\"#fff\" font-family=\"Verdana,DejaVu Sans,Geneva,sans-serif\" font-size=\"11\" aria-hidden=\"true\">{5}{6}</g>"
        "</svg>\n",
        width, title, split, width - split, colour_of(state.overall), text_at(margin, left, label), text_at(split + margin, right, words));
}

}  // namespace candor::feed
