// What the patterns run over: words, punctuation, ends of sentences, and whole times, dates, durations and shares.
#pragma once

#include "core/honesty/lexicon.hpp"
#include "core/time.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace candor::honesty {

enum class UnitKind { word, mark, boundary, clock, date, duration, percent, number };

struct ClockValue {
    int minute_of_day = 0;
    bool minutes_given = false;        // "3 pm" gives none
    bool half_day_given = false;       // am or pm was said
    std::vector<int> offsets;          // minutes east of UTC; empty: no zone; several: either
    std::optional<std::chrono::year_month_day> date;
    std::optional<int> day;            // relative to today
};

struct AmountValue {
    double low = 0;                    // seconds, percent or a plain number
    double high = 0;
    bool vague = false;
};

struct Unit {
    UnitKind kind = UnitKind::word;
    std::string text;                  // folded; empty at a boundary
    Span span;
    std::uint32_t sentence = 0;
    std::uint32_t clause = 0;
    bool quoted = false;
    bool capital = false;
    bool all_caps = false;
    ClockValue clock;
    AmountValue amount;
    std::optional<std::chrono::year_month_day> date;  // year 0: none given
    std::optional<int> day;            // date: today is 0
};

struct Sentence {
    std::uint32_t begin = 0;           // units
    std::uint32_t end = 0;
    Span span;
    std::size_t words = 0;
    bool question = false;
};

struct Units {
    std::vector<Unit> units;
    std::vector<std::vector<Symbol>> symbols;
    std::vector<Sentence> sentences;
};

[[nodiscard]] Units read_units(const std::vector<Token>& tokens, const Lexicon& lexicon);

// The instants that a clock time may mean: in each of its zones, on its own date, or on the day that brings it nearest to
// `near`. `home`: minutes east of UTC where the record writes its own times: a clock time without a zone is meant there,
// and in UTC if the record has none.
[[nodiscard]] std::vector<Time> instants(const ClockValue& clock, Time near, Time now, std::optional<int> home = {});

}  // namespace candor::honesty
