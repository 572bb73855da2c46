// Dates in figures, day before month, as the continent writes them: "23/01" and "23/01/2024". For entities.hpp alone.
#pragma once

#include "core/honesty/tokens.hpp"

#include <optional>
#include <vector>

namespace candor::honesty {

// Two figures for the month, so that "24/7" and "2/3" are none. Moves `next` past it only if it is one.
inline bool numeric_date(const std::vector<Token>& tokens, std::size_t at, std::size_t& next, std::optional<int>& d, std::optional<int>& m) {
    const auto figures = [&](std::size_t i, std::size_t most, int limit) -> std::optional<int> {
        if (i >= tokens.size() || tokens[i].kind != TokenKind::number || tokens[i].text.size() > most) return std::nullopt;
        int value = 0;
        for (const char c : tokens[i].text) {
            if (c < '0' || c > '9') return std::nullopt;
            value = value * 10 + (c - '0');
        }
        return value >= 1 && value <= limit ? std::optional(value) : std::nullopt;
    };
    const auto slash = [&](std::size_t i) { return i < tokens.size() && tokens[i].text == "/" && !tokens[i].space_before; };
    const auto day = figures(at, 2, 31);
    const auto month = figures(at + 2, 2, 12);
    if (!day || !month || !slash(at + 1) || tokens[at + 2].text.size() != 2) return false;
    d = day;
    m = month;
    next = at + 3;
    if (slash(next) && figures(next + 1, 4, 2200)) next += 2;
    return true;
}

}  // namespace candor::honesty
