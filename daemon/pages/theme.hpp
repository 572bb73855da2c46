// How a page looks like its organisation: a logo and a colour. Made when the configuration is loaded; errors are its errors.
#pragma once

#include "core/error.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace candor::pages {

inline constexpr std::size_t largest_logo = 256 * 1024;  // bytes

struct Theme {
    std::shared_ptr<const std::string> logo;     // null: none
    std::string logo_type;                       // its media type
    std::shared_ptr<const std::string> colours;  // a style sheet; null: the usual colours
};

// "image/png" or "image/svg+xml", by what is in it; empty: neither.
[[nodiscard]] std::string_view logo_type_of(std::string_view content);

// A style sheet for a colour as "#1a2b3c". Text on the colour is black or white, whichever reads better: at least 4.5:1.
[[nodiscard]] std::string colours_of(std::string_view colour);

// `logo`: the content of the file, `colour`: "#rrggbb"; each may be empty. Errors: invalid_argument, field organisation.logo.
[[nodiscard]] Result<Theme> make_theme(std::string logo, std::string_view colour);

}  // namespace candor::pages
