// German, French and Spanish: every rule has its examples, and texts that the lexicons were not written from are judged
// as their writer judged them.
#include "core/honesty/fixtures.hpp"
#include "tests/honesty/scoring.hpp"

#include <catch2/catch.hpp>
#include <iostream>
#include <map>

using namespace candor;
using namespace candor::honesty;

namespace {

struct Counts {
    int bad = 0, spans = 0, good = 0, near = 0, pairs = 0;
};

std::map<std::string, Counts> counts_of(const std::string& language) {
    std::map<std::string, Counts> counts;
    for (const Fixture& fixture : test::fixtures(language)) {
        auto& count = counts[fixture.rule];
        if (fixture.kind == Fixture::Kind::bad) {
            ++count.bad;
            count.spans += fixture.span ? 1 : 0;
            count.pairs += fixture.pair ? 1 : 0;
        }
        if (fixture.kind == Fixture::Kind::good) ++count.good;
        if (fixture.kind == Fixture::Kind::near) ++count.near;
    }
    return counts;
}

}  // namespace

TEST_CASE("German, French and Spanish texts of another hand: block precision at least 0.95, recall at least 0.85") {
    const std::string language = GENERATE("de", "fr", "es");
    const std::string set = GENERATE("dev", "dev2", "dev3", "dev5", "dev6", "dev7", "dev8", "dev9", "dev10", "dev11", "dev12");
    const std::string file = "tests/honesty/corpus/" + set + "_" + language + ".yaml";
    const test::Scored scored = test::score_of(test::read_file(file), language);
    test::print(file, scored);
    REQUIRE(scored.texts >= 30);
    CHECK(scored.all.precision() >= 0.95);
    CHECK(scored.all.recall() >= 0.85);
    CHECK(scored.not_told_apart.empty());
}

// Scored once before anybody tuned on them: what the lexicons were found to be worth then is what they may not fall below.
TEST_CASE("the newest texts of another hand are judged no worse than when nobody had tuned on them") {
    struct Blind {
        std::string language;
        double precision;
        double recall;
    };
    const Blind blind = GENERATE(Blind{"en", 0.96, 0.90}, Blind{"de", 0.89, 0.78}, Blind{"fr", 0.87, 0.82}, Blind{"es", 0.93, 0.91});
    const std::string file = "tests/honesty/corpus/dev4_" + blind.language + ".yaml";
    const test::Scored scored = test::score_of(test::read_file(file), blind.language);
    test::print(file, scored);
    CHECK(scored.all.precision() >= blind.precision);
    CHECK(scored.all.recall() >= blind.recall);
}

TEST_CASE("German, French and Spanish have for every rule at least 3 bad, 3 good and 1 near-miss fixture, and spans") {
    const std::string language = GENERATE("de", "fr", "es");
    auto counts = counts_of(language);
    int all = 0;
    for (const Rule& rule : test::catalogue().rules) {
        const auto& count = counts[rule.id];
        CAPTURE(language, rule.id, count.bad, count.spans, count.good, count.near, count.pairs);
        all += count.bad + count.good + count.near;
        CHECK(count.bad >= 3);
        CHECK(count.good >= 3);
        CHECK(count.near >= 1);
        // An edited history and disagreeing channels are in the record alone: nothing in the text to point at.
        if (rule.id != "HON-604" && rule.id != "HON-606") CHECK(count.spans == count.bad);
        // No record makes a vague time or a guarantee legitimate: they have no silent half.
        const bool never = rule.id == "HON-101" || rule.id == "HON-202";
        if (!rule.fact.empty() && rule.severity == Severity::block && !never) CHECK(count.pairs >= 1);
    }
    std::cout << language << ": " << all << " fixtures\n";
    CHECK(all >= 500);
}

TEST_CASE("German, French and Spanish have a message of their own for every rule and every case of it that English has") {
    const std::string language = GENERATE("de", "fr", "es");
    const Lexicon& lexicon = test::lexicon(language);
    for (const auto& [rule, messages] : test::lexicon("en").messages) {
        CAPTURE(language, rule);
        const auto found = lexicon.messages.find(rule);
        REQUIRE(found != lexicon.messages.end());
        CHECK(found->second.message != messages.message);
        CHECK(found->second.fixes.size() >= 1);
    }
}
