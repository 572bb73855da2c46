// Phrases as data, and the graph of states they become (Thompson's construction). automaton.hpp runs it.
//
//   the (issue|problem) has been [now] <fixed>     words, alternatives, an optional word, a word class
//   die ~anlage                                    any word that ends so
//   within #duration                               an entity: #clock #date #duration #percent #number
//   <fixed> *3 {soon}                              up to three words between (no punctuation); **3 crosses commas;
//                                                  braces mark the part that a finding shows
//   ^ fixed $                                      ^ and $ stand for the ends of a sentence
#pragma once

#include "core/honesty/vocabulary.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candor::honesty {

class Patterns {
public:
    enum class Kind : std::uint8_t { consume, split, focus_begin, focus_end, accept };
    struct State {
        Kind kind = Kind::accept;
        std::uint32_t set = 0;    // consume: which of the sets
        std::uint32_t out = 0;    // the next state
        std::uint32_t other = 0;  // split: the second choice
        std::uint32_t id = 0;     // accept: the pattern
    };

    // What the words of a pattern become, and the several-word members of a class.
    using Split = std::function<const std::vector<std::string>&(std::string_view)>;
    using Phrases = std::map<std::string, std::vector<std::vector<std::string>>, std::less<>>;

    // Adds a pattern; its id is the number of those before. Error: what is wrong with it.
    [[nodiscard]] std::optional<std::string> add(std::string_view pattern, Vocabulary& words, const Phrases& phrases, const Split& split);

    [[nodiscard]] const std::vector<State>& states() const { return states_; }
    [[nodiscard]] const std::vector<std::vector<Symbol>>& sets() const { return sets_; }       // what a state consumes: any one of these
    [[nodiscard]] const std::vector<std::uint32_t>& entries() const { return entries_; }       // by pattern: its first state

private:
    friend class PatternReader;

    [[nodiscard]] std::uint32_t set_of(std::vector<Symbol> symbols);
    [[nodiscard]] bool begins_with_a_word(std::uint32_t entry) const;

    std::vector<State> states_;
    std::vector<std::vector<Symbol>> sets_;
    std::map<std::vector<Symbol>, std::uint32_t> set_ids_;
    std::vector<std::uint32_t> entries_;
};

}  // namespace candor::honesty
