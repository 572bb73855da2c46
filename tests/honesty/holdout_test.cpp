// The held-out texts: block precision and recall over all of them, and every pair of records told apart.
// CANDOR_HOLDOUT=FILE with "[.holdout]" scores a file of one's own; CANDOR_HOLDOUT_LIST=1 lists what is wrong.
#include "tests/honesty/scoring.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace candor::honesty;

TEST_CASE("held-out texts: block precision at least 0.95, recall at least 0.85, and every pair told apart") {
    const std::string file = GENERATE("tests/honesty/holdout.yaml", "tests/honesty/holdout2.yaml", "tests/honesty/holdout3.yaml",
                                      "tests/honesty/holdout4.yaml", "tests/honesty/corpus/dev_en.yaml",
                                      "tests/honesty/corpus/dev2_en.yaml", "tests/honesty/corpus/dev3_en.yaml",
                                      "tests/honesty/corpus/dev4_en.yaml", "tests/honesty/corpus/dev5_en.yaml",
                                      "tests/honesty/corpus/dev6_en.yaml", "tests/honesty/corpus/dev7_en.yaml",
                                      "tests/honesty/corpus/dev8_en.yaml", "tests/honesty/corpus/dev9_en.yaml",
                                      "tests/honesty/corpus/dev10_en.yaml", "tests/honesty/corpus/dev11_en.yaml",
                                      "tests/honesty/corpus/dev12_en.yaml");
    const test::Scored result = test::score_of(test::read_file(file), "en");
    test::print(file, result);
    CHECK(result.all.precision() >= 0.95);
    CHECK(result.all.recall() >= 0.85);
    CHECK(result.not_told_apart.empty());
}

TEST_CASE("a file of one's own is scored", "[.holdout]") {
    const char* file = std::getenv("CANDOR_HOLDOUT");
    REQUIRE(file != nullptr);
    const char* language = std::getenv("CANDOR_HOLDOUT_LANG");
    std::ifstream input(file, std::ios::binary);
    REQUIRE(input);
    const std::string yaml(std::istreambuf_iterator<char>(input), {});
    const test::Scored result = test::score_of(yaml, language == nullptr ? "en" : language);
    test::print(file, result);
    CHECK(result.texts > 0);
}
