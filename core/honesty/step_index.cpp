#include "core/honesty/step_index.hpp"

#include <bit>

namespace candor::honesty {

StepIndex::StepIndex(const std::vector<Taken>& all) {
    std::vector<Slot> runs;
    for (const Taken& one : all) {
        if (runs.empty() || runs.back().place != one.place || runs.back().symbol != one.symbol) {
            const auto first = static_cast<std::uint32_t>(steps_.size());
            runs.push_back({one.place, one.symbol, first, first});
        }
        steps_.push_back(one.step);
        ++runs.back().last;
    }
    slots_.assign(std::bit_ceil(2 * runs.size() + 1), Slot{});
    for (const Slot& run : runs) {
        auto at = home(run.place, run.symbol);
        while (slots_[at].first != slots_[at].last) at = (at + 1) & (slots_.size() - 1);
        slots_[at] = run;
    }
}

}  // namespace candor::honesty
