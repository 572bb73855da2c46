// Words, numbers and punctuation marks, at the word boundaries of UAX #29.
#pragma once

#include "core/honesty/text.hpp"

#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace candor::honesty {

enum class TokenKind { word, number, mark };

struct Token {
    TokenKind kind = TokenKind::word;
    std::string text;               // folded
    Span span;
    bool space_before = false;
    int newlines_before = 0;
    bool capital = false;           // starts with a capital letter
    bool all_caps = false;          // two or more letters, all capital
};

// What is looked up for every word of a text.
template <class T>
using ByWord = std::unordered_map<std::string, T>;
using Words = std::unordered_set<std::string>;

// What a language's spelling needs: data of the lexicon.
struct Spelling {
    ByWord<std::vector<std::string>> contractions;  // "won't" -> will not
    std::map<std::string, std::string> endings;     // "'ve" -> have; "n't" -> not
    Words elisions;                                 // "l", "d", "qu": split off before an apostrophe
};

// The texts of so many of them, with a space between; empty where there are not so many.
[[nodiscard]] std::string joined(const std::vector<Token>& tokens, std::size_t at, std::size_t count);

[[nodiscard]] std::vector<Token> tokenize(const Folded& folded, const Spelling& spelling);

}  // namespace candor::honesty
