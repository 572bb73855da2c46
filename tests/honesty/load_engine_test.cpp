// Which languages the engine answers for: one that could not be checked is refused when it is loaded, not passed over later.
#include "core/honesty/engine.hpp"
#include "tests/honesty/rig.hpp"

#include <catch2/catch.hpp>

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
