// Runs all patterns at once over the units of a text. The graph of states is flattened when it is loaded: a place
// stands for everything that can be reached without consuming a unit, so a step is a walk along one short array, or a
// look into an index where the array is long. Each place holds one thread at most: the work grows with the length of
// the text and never with what it says.
#pragma once

#include "core/honesty/pattern.hpp"
#include "core/honesty/step_index.hpp"

namespace cereal {
class access;
}

namespace candor::honesty {

struct Match {
    std::uint32_t pattern = 0;
    std::uint32_t begin = 0;        // units
    std::uint32_t end = 0;          // exclusive
    std::uint32_t focus_begin = 0;  // the part in braces; the whole match where there are none
    std::uint32_t focus_end = 0;
};

class Automaton {
public:
    Automaton() = default;
    Automaton(const Patterns& patterns, std::size_t symbols);

    // symbols[i]: the symbols of unit i. work, if given, counts the steps done. Of two ways to the same end of the same
    // pattern, the one that began first stays.
    [[nodiscard]] std::vector<Match> run(const std::vector<std::vector<Symbol>>& symbols, std::size_t* work) const;

    [[nodiscard]] std::size_t places() const { return places_.size() - 1; }

private:
    class Compiler;
    class Run;

    friend class cereal::access;
    template <class Archive>
    void serialize(Archive& archive);  // packed_lexicon.cpp

    static constexpr std::uint32_t nowhere = 0xFFFFFFFF;
    static constexpr std::uint32_t few_steps = 16;  // up to so many are tried one by one

    // What a step does to the braces before it goes on.
    enum class Focus : std::uint8_t { none, begin, end, empty };

    struct Range {
        std::uint32_t first = 0;
        std::uint32_t last = 0;  // exclusive
        [[nodiscard]] std::uint32_t size() const { return last - first; }
    };
    struct Step {  // a unit with one of the symbols in `set` leads to `place`
        std::uint32_t set;
        std::uint32_t place;
        Focus focus;
    };
    struct Accept {
        std::uint32_t pattern;
        Focus focus;
    };
    struct Place {  // up to the first ones of the next place
        std::uint32_t first_step = 0;
        std::uint32_t first_accept = 0;
    };
    struct BySymbol {
        Range sets;                     // those that contain it
        std::uint32_t start = nowhere;  // the place after it of all patterns that begin with it
        std::uint32_t focused_start = nowhere;  // ... and with an open brace before it
    };

    [[nodiscard]] Range steps_of(std::uint32_t place) const { return {places_[place].first_step, places_[place + 1].first_step}; }
    [[nodiscard]] Range accepts_of(std::uint32_t place) const { return {places_[place].first_accept, places_[place + 1].first_accept}; }

    std::vector<Place> places_{Place{}};  // and where the last one ends
    std::vector<Step> steps_;
    StepIndex index_;  // of the places with more than a few steps
    std::vector<Accept> accepts_;
    std::vector<BySymbol> symbols_;
    std::vector<std::uint32_t> sets_;
    std::size_t set_count_ = 0;
    std::size_t pattern_count_ = 0;
};

}  // namespace candor::honesty
