// Words, numbers and punctuation marks, at the word boundaries of UAX #29.
#pragma once

#include "core/honesty/text.hpp"

#include <map>
#include <set>
#include <string>
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

// What a language's spelling needs: data of the lexicon.
struct Spelling {
    std::map<std::string, std::vector<std::string>> contractions;  // "won't" -> will not
    std::map<std::string, std::string> endings;                    // "'ve" -> have; "n't" -> not
    std::set<std::string> elisions;                                // "l", "d", "qu": split off before an apostrophe
};

[[nodiscard]] std::vector<Token> tokenize(const Folded& folded, const Spelling& spelling);

}  // namespace candor::honesty
