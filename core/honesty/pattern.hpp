// Phrases as data, matched all at once over the units of a text: a Thompson automaton with one thread per state, so
// the work grows with the length of the text and never with what it says.
//
//   the (issue|problem) has been [now] <fixed>     words, alternatives, an optional word, a word class
//   within #duration                               an entity: #clock #date #duration #percent #number
//   <fixed> *3 {soon}                              up to three words between (no punctuation); **3 crosses commas;
//                                                  braces mark the part that a finding shows
//   ^ fixed $                                      ^ and $ stand for the ends of a sentence
#pragma once

#include "core/error.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace candor::honesty {

using Symbol = std::uint32_t;

// Symbols that mean the same in every language.
namespace symbol {
inline constexpr Symbol boundary = 0;  // the end of one sentence and the beginning of the next
inline constexpr Symbol any_word = 1;  // whatever is neither punctuation nor a boundary
inline constexpr Symbol any = 2;       // whatever is not a boundary
inline constexpr Symbol clock = 3;
inline constexpr Symbol date = 4;
inline constexpr Symbol duration = 5;
inline constexpr Symbol percent = 6;
inline constexpr Symbol number = 7;
inline constexpr Symbol first_free = 8;
}  // namespace symbol

// Words and word classes of one language. A word's symbols: itself and every class that lists it.
class Vocabulary {
public:
    Symbol word(const std::string& text);          // interns
    Symbol class_symbol(const std::string& name);  // interns
    void add_to_class(const std::string& name, const std::string& word);
    void add_suffix_to_class(const std::string& name, std::string suffix);  // any word that ends so

    // The symbols that a word of a text has; a word nobody listed has none.
    void symbols_of(const std::string& word, std::vector<Symbol>& to) const;
    [[nodiscard]] bool in_class(const std::string& word, std::string_view class_name) const;
    [[nodiscard]] bool has_class(const std::string& name) const { return classes_.contains(name); }
    [[nodiscard]] std::size_t size() const { return next_; }

private:
    std::unordered_map<std::string, std::vector<Symbol>> words_;  // first symbol: the word itself
    std::map<std::string, Symbol, std::less<>> classes_;
    std::vector<std::pair<std::string, Symbol>> suffixes_;
    Symbol next_ = symbol::first_free;
};

struct Match {
    std::uint32_t pattern = 0;      // as given to Automaton::add
    std::uint32_t begin = 0;        // units
    std::uint32_t end = 0;          // exclusive
    std::uint32_t focus_begin = 0;  // the part in braces; the whole match where there are none
    std::uint32_t focus_end = 0;
};

class Automaton {
public:
    // What the words of a pattern become, and the several-word members of a class.
    using Split = std::function<std::vector<std::string>(std::string_view)>;
    using Phrases = std::map<std::string, std::vector<std::vector<std::string>>, std::less<>>;

    // Error: what is wrong with the pattern.
    [[nodiscard]] std::optional<std::string> add(std::string_view pattern, std::uint32_t id, Vocabulary& words,
                                                 const Phrases& phrases, const Split& split);
    void finish();  // after the last add

    // symbols[i]: the symbols of unit i. work, if given, counts the steps done.
    [[nodiscard]] std::vector<Match> run(const std::vector<std::vector<Symbol>>& symbols, std::size_t* work) const;

    [[nodiscard]] std::size_t states() const { return states_.size(); }

private:
    friend class PatternReader;

    enum class Kind : std::uint8_t { consume, split, focus_begin, focus_end, accept };
    struct State {
        Kind kind = Kind::accept;
        std::uint32_t set = 0;  // consume: which set of symbols
        std::uint32_t out = 0;  // next state
        std::uint32_t other = 0;
        std::uint32_t id = 0;   // accept: the pattern
    };
    struct Thread {
        std::uint32_t state;
        std::uint32_t begin;
        std::uint32_t focus_begin;
        std::uint32_t focus_end;
    };
    struct Run;

    [[nodiscard]] bool index_start(std::uint32_t state);
    [[nodiscard]] std::uint32_t set_of(std::vector<Symbol> symbols);

    std::vector<State> states_;
    std::vector<std::vector<Symbol>> sets_;  // what a state consumes: any one of these
    std::map<std::vector<Symbol>, std::uint32_t> set_ids_;
    std::unordered_map<Symbol, std::vector<std::uint32_t>> sets_with_;
    struct Start {
        std::uint32_t state;  // a consuming state
        bool focus;           // the focus begins before it
    };
    std::unordered_map<Symbol, std::vector<Start>> start_index_;
};

}  // namespace candor::honesty
