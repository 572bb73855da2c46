// Which steps of a place a symbol takes, for places with so many that trying each would be most of the work: a hash table
// (open addressing) from place and symbol to numbers of steps. For automaton.cpp alone.
#pragma once

#include "core/honesty/vocabulary.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace candor::honesty {

class StepIndex {
public:
    struct Taken {  // the step `step` of `place`, by a unit that has `symbol`
        std::uint32_t place;
        Symbol symbol;
        std::uint32_t step;
    };

    StepIndex() = default;
    explicit StepIndex(const std::vector<Taken>& all);  // those of a place and a symbol stand together

    [[nodiscard]] std::span<const std::uint32_t> steps(std::uint32_t place, Symbol symbol) const {
        for (auto at = home(place, symbol);; at = (at + 1) & (slots_.size() - 1)) {
            const Slot& slot = slots_[at];
            if (slot.first == slot.last) return {};
            if (slot.place == place && slot.symbol == symbol) return {steps_.data() + slot.first, steps_.data() + slot.last};
        }
    }

private:
    friend class cereal::access;
    template <class Archive>
    void serialize(Archive& archive);  // packed_lexicon.cpp

    struct Slot {
        std::uint32_t place = 0;
        Symbol symbol = 0;
        std::uint32_t first = 0;  // in steps_
        std::uint32_t last = 0;   // exclusive; a free slot has none
    };

    // The upper bits of the product are the well mixed ones (Knuth's multiplicative hash).
    [[nodiscard]] std::size_t home(std::uint32_t place, Symbol symbol) const {
        const std::uint64_t key = (std::uint64_t{place} << 32) | symbol;
        return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15ULL) >> 32) & (slots_.size() - 1);
    }

    std::vector<Slot> slots_{Slot{}};  // a power of two, at least half of them free
    std::vector<std::uint32_t> steps_;
};

}  // namespace candor::honesty
