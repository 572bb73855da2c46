// Every fixture of every language, by exact rule and span; and how many each rule has.
#include "core/honesty/packed_lexicon.hpp"
#include "tests/honesty/rig.hpp"

#include <catch2/catch.hpp>
#include <iostream>
#include <map>
#include <set>

using namespace candor;
using namespace candor::honesty;

namespace {

// As it was read, or as it comes out of what is kept.
enum class State { read, unpacked };

void run_all(const std::string& language, State state = State::read) {
    int failed = 0;
    const auto unpacked = state == State::unpacked ? unpack(pack(test::lexicon(language))) : std::nullopt;
    REQUIRE((state == State::read || unpacked));
    for (const Fixture& fixture : test::fixtures(language)) {
        const auto wrong = run_fixture(fixture, unpacked ? *unpacked : test::lexicon(language), test::catalogue());
        if (wrong.empty()) continue;
        ++failed;
        std::cout << "etc/honesty/tests/" << language << ".yaml:" << fixture.line << ": " << wrong << "\n";
    }
    CHECK(failed == 0);
}

struct Counts {
    int bad = 0, good = 0, near = 0, pairs = 0;
};

}  // namespace

TEST_CASE("every English fixture gives its rule at its span, or nothing") {
    run_all("en");
}

TEST_CASE("every German fixture gives its rule at its span, or nothing") {
    run_all("de");
}

TEST_CASE("every French fixture gives its rule at its span, or nothing") {
    run_all("fr");
}

TEST_CASE("every Spanish fixture gives its rule at its span, or nothing") {
    run_all("es");
}

TEST_CASE("a lexicon that was packed holds every fixture that it held before") {
    for (const char* language : {"en", "de", "fr", "es"}) run_all(language, State::unpacked);
}

TEST_CASE("what was cut off or changed is no lexicon") {
    std::string packed = pack(test::lexicon("en"));
    for (const std::size_t rest : {std::size_t{0}, std::size_t{1}, packed.size() / 2, packed.size() - 1}) CHECK_FALSE(unpack(packed.substr(0, rest)));
    ++packed[packed.size() / 3];
    CHECK_FALSE(unpack(packed));
}

TEST_CASE("German, French and Spanish have at least 60 fixtures each") {
    for (const char* language : {"de", "fr", "es"}) CHECK(test::fixtures(language).size() >= 60);
}

TEST_CASE("every rule has at least 8 bad, 8 good and 3 near-miss fixtures in English, and 2 pairs where a record decides") {
    std::map<std::string, Counts> counts;
    for (const Fixture& fixture : test::fixtures("en")) {
        auto& count = counts[fixture.rule];
        if (fixture.kind == Fixture::Kind::bad) ++count.bad;
        if (fixture.kind == Fixture::Kind::good) ++count.good;
        if (fixture.kind == Fixture::Kind::near) ++count.near;
        if (fixture.pair && fixture.kind == Fixture::Kind::bad) ++count.pairs;
    }
    for (const Rule& rule : test::catalogue().rules) {
        const auto& count = counts[rule.id];
        CAPTURE(rule.id, count.bad, count.good, count.near, count.pairs);
        CHECK(count.bad >= 8);
        CHECK(count.good >= 8);
        CHECK(count.near >= 3);
        // There the words alone decide: no record makes them right.
        static const std::set<std::string> words_alone{"HON-101", "HON-105", "HON-202", "HON-302", "HON-303", "HON-305", "HON-309", "HON-505"};
        if (!rule.fact.empty() && !words_alone.contains(rule.id)) CHECK(count.pairs >= 2);
    }
}
