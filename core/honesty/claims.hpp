// What a text claims, and how: the first layer of the check. Nothing here knows the record.
#pragma once

#include "core/honesty/units.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace candor::honesty {

enum class Modality { asserted, possible, future };

struct Claim {
    const ClaimKind* kind = nullptr;
    Span span;                      // what a finding shows
    std::uint32_t begin = 0;        // units, the whole match
    std::uint32_t end = 0;
    std::uint32_t sentence = 0;
    bool negated = false;           // polarity
    bool conditional = false;       // "once resolved", "to ensure that"
    Modality modality = Modality::asserted;
    bool past_incident = false;     // about another time: "last month we"
    bool quoted = false;            // words of another, or of an earlier update
    CueSet cues;                    // every cue in reach
    bool holds = true;              // none of the cues that void this kind is in reach

    [[nodiscard]] const std::string& type() const { return kind->type; }
    [[nodiscard]] const std::string& value() const { return kind->value; }
};

// A text, read. Borrows the lexicon.
struct Reading {
    Folded folded;
    Units text;
    std::vector<Claim> claims;      // in the order of the text
    std::size_t work = 0;           // automaton steps and cue look-ups: grows with the length, nothing else

    [[nodiscard]] bool says(std::string_view type) const;                      // any that holds
    [[nodiscard]] bool says(std::string_view type, std::string_view value) const;
    [[nodiscard]] std::vector<const Claim*> all(std::string_view type) const;  // those that hold
    // Judges the claims again as if that cue were nowhere in reach.
    void disregard(std::size_t cue);
    // The first unit of that kind within the claim.
    [[nodiscard]] const Unit* entity(const Claim& claim, UnitKind kind) const;
    [[nodiscard]] std::string quote(const Claim& claim) const { return folded.quote(claim.span); }
};

[[nodiscard]] Reading read(std::string_view text, const Lexicon& lexicon);

}  // namespace candor::honesty
