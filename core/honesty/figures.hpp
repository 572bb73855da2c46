// Numbers written in figures. For the readers of entities.
#pragma once

#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <system_error>

namespace candor::honesty {

inline std::optional<int> whole(const std::string& text) {
    int value = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (bad != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// "1,200.5" or, with a decimal comma, "1.200,5". A single mark before exactly three digits groups thousands.
inline std::optional<double> decimal(const std::string& text, bool comma) {
    std::string plain;
    const char point = comma ? ',' : '.';
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c >= '0' && c <= '9') plain += c;
        else if (c == point) plain += '.';
        else if (c != ',' && c != '.' && c != '\'') return std::nullopt;
    }
    double value = 0;
    const auto [end, bad] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
    if (bad != std::errc{} || end != plain.data() + plain.size()) return std::nullopt;
    return value;
}

}  // namespace candor::honesty
