// How well the engine judges texts that somebody has judged before: block precision, block recall, and pairs told apart.
#pragma once

#include "tests/honesty/rig.hpp"

#include <map>
#include <string>
#include <vector>

namespace candor::honesty::test {

struct Score {
    int right = 0, wrong = 0, missed = 0;

    [[nodiscard]] double precision() const { return right + wrong == 0 ? 1 : static_cast<double>(right) / (right + wrong); }
    [[nodiscard]] double recall() const { return right + missed == 0 ? 1 : static_cast<double>(right) / (right + missed); }
};

struct Scored {
    std::size_t texts = 0;
    Score all;
    std::map<std::string, Score> by_rule;
    std::vector<std::string> not_told_apart;  // the same text with other records and other expectations, judged alike
    std::vector<std::string> listing;         // each wrong and missed block
};

// A YAML list of {phase, kind, text, record, block: [the rules that must block; no other may]}.
[[nodiscard]] Scored score_of(const std::string& yaml, const std::string& language);
// One line; all of the listing where the environment has CANDOR_HOLDOUT_LIST.
void print(const std::string& name, const Scored& scored);

}  // namespace candor::honesty::test
