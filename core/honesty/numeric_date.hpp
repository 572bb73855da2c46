// Dates in figures: "23/01", "23/01/2024" and "23.01.2024". For entities.hpp alone.
#pragma once

#include "core/honesty/tokens.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace candor::honesty {

// A number of at most so many figures and so high.
inline std::optional<int> few_figures(const std::vector<Token>& tokens, std::size_t i, std::size_t most, int limit) {
    if (i >= tokens.size() || tokens[i].kind != TokenKind::number || tokens[i].text.size() > most) return std::nullopt;
    int value = 0;
    for (const char c : tokens[i].text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value >= 1 && value <= limit ? std::optional(value) : std::nullopt;
}

inline bool slash_at(const std::vector<Token>& tokens, std::size_t i) {
    return i < tokens.size() && tokens[i].text == "/" && !tokens[i].space_before;
}

// "25.07.2026": one number to the tokenizer, and a date by its year.
inline bool pointed_date(const Token& token, std::optional<int>& d, std::optional<int>& m) {
    if (token.kind != TokenKind::number) return false;
    const auto first = token.text.find('.');
    const auto second = first == std::string::npos ? first : token.text.find('.', first + 1);
    if (second == std::string::npos || first > 2 || second - first > 3 || token.text.size() - second != 5) return false;
    const auto part = [&](std::size_t from, std::size_t to, int limit) -> std::optional<int> {
        int value = 0;
        for (auto i = from; i < to; ++i) {
            if (token.text[i] < '0' || token.text[i] > '9') return std::nullopt;
            value = value * 10 + (token.text[i] - '0');
        }
        return value >= 1 && value <= limit ? std::optional(value) : std::nullopt;
    };
    const auto day = part(0, first, 31);
    const auto month = part(first + 1, second, 12);
    const auto year = part(second + 1, token.text.size(), 2200);
    if (!day || !month || !year || *year < 1900) return false;
    d = day;
    m = month;
    return true;
}

// Day before month, as the continent writes them. Two figures for the month, so that "24/7" and "2/3" are none. Moves `next`
// past it only if it is one.
inline bool numeric_date(const std::vector<Token>& tokens, std::size_t at, std::size_t& next, std::optional<int>& d, std::optional<int>& m) {
    if (at < tokens.size() && pointed_date(tokens[at], d, m)) {
        next = at + 1;
        return true;
    }
    const auto day = few_figures(tokens, at, 2, 31);
    const auto month = few_figures(tokens, at + 2, 2, 12);
    if (!day || !month || !slash_at(tokens, at + 1) || tokens[at + 2].text.size() != 2) return false;
    d = day;
    m = month;
    next = at + 3;
    if (slash_at(tokens, next) && few_figures(tokens, next + 1, 4, 2200)) next += 2;
    return true;
}

// Where the month may come first as well: only what can be read in one way and stands before a clock time ("25/02 15:00",
// "02/25 15:00"), for "12/20 of the shards" is no date.
inline bool date_before_clock(const std::vector<Token>& tokens, std::size_t at, std::size_t& next, std::optional<int>& d, std::optional<int>& m) {
    auto first = few_figures(tokens, at, 2, 31);
    auto second = few_figures(tokens, at + 2, 2, 31);
    if (!first || !second || !slash_at(tokens, at + 1) || tokens[at].text.size() != 2 || tokens[at + 2].text.size() != 2) return false;
    if (*second > 12) std::swap(first, second);
    if (*second > 12 || (*first <= 12 && *first != *second)) return false;
    if (at + 4 >= tokens.size() || !few_figures(tokens, at + 3, 2, 24) || tokens[at + 4].text != ":" || tokens[at + 4].space_before) return false;
    d = first;
    m = second;
    next = at + 3;
    return true;
}

}  // namespace candor::honesty
