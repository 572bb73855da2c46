#include "daemon/pages/theme.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace candor::pages {

namespace {

// Relative luminance (WCAG 2.2): 0 is black, 1 is white.
double luminance(std::string_view colour) {
    static constexpr std::array weights{0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        int value = 0;
        const char* first = colour.data() + 1 + 2 * i;
        std::from_chars(first, first + 2, value, 16);
        const double share = value / 255.0;
        sum += weights.at(i) * (share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4));
    }
    return sum;
}

std::shared_ptr<const std::string> shared(std::string text) {
    return std::make_shared<const std::string>(std::move(text));
}

}  // namespace

std::string_view logo_type_of(std::string_view content) {
    if (content.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
    const auto start = content.substr(0, 1024);
    const bool opens = start.starts_with("<svg") || start.starts_with("<?xml") || start.starts_with("<!--");
    return opens && start.find("<svg") != std::string_view::npos ? "image/svg+xml" : std::string_view();
}

std::string colours_of(std::string_view colour) {
    const double light = luminance(colour);
    const bool white_reads_better = 1.05 / (light + 0.05) >= (light + 0.05) / 0.05;
    return fmt::format(":root {{ --brand: {}; --on-brand: {}; }}\n", colour, white_reads_better ? "#ffffff" : "#000000");
}

Result<Theme> make_theme(std::string logo, std::string_view colour) {
    Theme theme;
    if (!colour.empty()) theme.colours = shared(colours_of(colour));
    if (logo.empty()) return theme;
    if (logo.size() > largest_logo) {
        return Error(ErrorCode::invalid_argument, fmt::format("The logo has {} bytes; at most {} are served.", logo.size(), largest_logo), "organisation.logo",
                     "Make it smaller: it is shown 36 pixels high.");
    }
    theme.logo_type = logo_type_of(logo);
    if (theme.logo_type.empty()) {
        return Error(ErrorCode::invalid_argument, "The logo is neither a PNG nor an SVG.", "organisation.logo", "Save it as one of them.");
    }
    theme.logo = shared(std::move(logo));
    return theme;
}

}  // namespace candor::pages
