#include "core/honesty/rules/same_thing.hpp"

#include <algorithm>

namespace candor::honesty {

namespace {

// "Browse" and "browsing", "message" and "messaging": the same stem of five letters or more, and short endings.
bool same_stem(const std::string& one, const std::string& other) {
    constexpr std::ptrdiff_t least = 5;
    constexpr std::ptrdiff_t longest_ending = 3;
    const auto [a, b] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    return a - one.begin() >= least && one.end() - a <= longest_ending && other.end() - b <= longest_ending;
}

}  // namespace

std::vector<std::string> folded_words(const Case& trial, std::string_view text) {
    std::vector<std::string> words;
    for (auto& token : tokenize(fold(text, trial.lexicon.folding), trial.lexicon.spelling)) {
        if (token.kind != TokenKind::mark) words.push_back(std::move(token.text));
    }
    return words;
}

bool contains_all(const std::vector<std::string>& in, const std::vector<std::string>& words) {
    return !words.empty() && std::all_of(words.begin(), words.end(), [&](const std::string& word) {
        return std::any_of(in.begin(), in.end(), [&](const std::string& other) {
            return other == word || (word.size() > 3 && other.starts_with(word)) || (other.size() > 3 && word.starts_with(other)) ||
                   same_stem(word, other);
        });
    });
}

}  // namespace candor::honesty
