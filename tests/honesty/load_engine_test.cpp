// Which languages the engine answers for: one that could not be checked is refused when it is loaded, not passed over later.
#include "core/honesty/engine.hpp"
#include "tests/honesty/rig.hpp"

#include <catch2/catch.hpp>
#include <utility>

using namespace candor;
using namespace candor::honesty;

namespace {

Result<Engine> engine_for(const std::vector<std::string>& languages) {
    std::map<std::string, std::string> files{{"rules.yaml", test::read_file("etc/honesty/rules.yaml")}};
    for (const char* language : {"en", "de"}) {
        files[std::string(language) + ".yaml"] = test::read_file("etc/honesty/" + std::string(language) + ".yaml");
        files["tests/" + std::string(language) + ".yaml"] = "rules: {}\n";  // the fixtures run in fixtures_test
    }
    return load_engine(files, languages, Strictness::normal);
}

// As shipped, but for one fixture that asks for what no text can be.
std::map<std::string, std::string> files_that_fail() {
    return {{"rules.yaml", test::read_file("etc/honesty/rules.yaml")},
            {"en.yaml", test::read_file("etc/honesty/en.yaml")},
            {"tests/en.yaml", "rules:\n  HON-101:\n    bad:\n      - The sky is blue.\n"}};
}

std::string first_rule(const Engine& engine, std::string_view language, std::string_view words) {
    Scene scene;
    scene.now = Time{std::chrono::hours{500'000}};
    const auto found = check_words(engine, language, words, candor::UpdateKind::progress, {}, scene);
    return found.empty() ? "" : found.front().rule;
}

}  // namespace

TEST_CASE("a language with a region is checked with the lexicon of the language") {
    const auto engine = engine_for({"en-GB", "de-AT", "de"});
    REQUIRE(engine.has_value());
    CHECK(engine->lexicons.size() == 2);
    CHECK(first_rule(*engine, "en-GB", "We will have this fixed shortly.") == "HON-101");
    CHECK(first_rule(*engine, "de-AT", "Die Störung ist in Kürze behoben.") == "HON-101");
}

TEST_CASE("a language that no lexicon can check is refused at load, with what mends it") {
    const auto engine = engine_for({"en", "pt-BR"});
    REQUIRE_FALSE(engine.has_value());
    CHECK(engine.error().code() == ErrorCode::invalid_lexicon);
    CHECK(engine.error().message() == "There is no pt.yaml in the honesty folder: nothing said in that language could be checked.");
    CHECK(engine.error().mend() == "Add the lexicon with its fixtures, or choose a language that has one.");
}

TEST_CASE("a lexicon is read and proved once by each program, and for each of its states") {
    auto files = files_that_fail();
    std::map<std::string, std::string> kept;
    const auto load = [&](const char* program) {
        return load_engine(files, {"en"}, Strictness::normal, one_by_one,
                           {program,
                            [&](const std::string& name, const std::string& proof) {
                                const auto found = kept.find(name + proof);
                                return found == kept.end() ? std::nullopt : std::optional(found->second);
                            },
                            [&](const std::string& name, const std::string& proof, std::string packed) { kept[name + proof] = std::move(packed); }});
    };
    REQUIRE_FALSE(load("this program").has_value());
    CHECK(kept.empty());  // what fails its fixtures is not kept

    const auto failing = std::exchange(files["tests/en.yaml"], "rules: {}\n");
    CHECK(load("").has_value());
    CHECK(kept.empty());  // who does not say which program it is keeps nothing
    const std::string version = load("this program").value().version;
    REQUIRE(kept.size() == 1);
    const auto again = load("this program");
    CHECK(kept.size() == 1);
    CHECK(again.value().version == version);
    CHECK(first_rule(*again, "en", "We will have this fixed shortly.") == "HON-101");
    CHECK(load("another program").has_value());
    CHECK(kept.size() == 2);
    kept.begin()->second = "something else";
    kept.rbegin()->second = "something else";
    CHECK(load("this program").value().version == version);

    files["tests/en.yaml"] = failing;
    CHECK_FALSE(load("this program").has_value());  // other fixtures: not shown yet
}
