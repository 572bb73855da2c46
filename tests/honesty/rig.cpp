#include "tests/honesty/rig.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <map>

namespace candor::honesty::test {

std::string read_file(const std::string& path_in_source) {
    std::ifstream file(std::string(CANDOR_SOURCE_DIR) + "/" + path_in_source, std::ios::binary);
    INFO(path_in_source);
    REQUIRE(file);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

const Catalogue& catalogue() {
    static const Catalogue loaded = [] {
        auto result = load_catalogue(read_file("etc/honesty/rules.yaml"), "etc/honesty/rules.yaml");
        INFO((result ? std::string() : result.error().message()));
        REQUIRE(result.has_value());
        return std::move(*result);
    }();
    return loaded;
}

const Lexicon& lexicon(const std::string& language) {
    static std::map<std::string, Lexicon> loaded;
    const auto found = loaded.find(language);
    if (found != loaded.end()) return found->second;
    const auto path = "etc/honesty/" + language + ".yaml";
    auto result = load_lexicon(read_file(path), path);
    INFO((result ? std::string() : result.error().message()));
    REQUIRE(result.has_value());
    return loaded.emplace(language, std::move(*result)).first->second;
}

std::vector<Fixture> fixtures(const std::string& language) {
    const auto path = "etc/honesty/tests/" + language + ".yaml";
    auto loaded = load_fixtures(read_file(path), path);
    INFO((loaded ? std::string() : loaded.error().message()));
    REQUIRE(loaded.has_value());
    return std::move(*loaded);
}

std::vector<Finding> findings(const std::string& text, const Given& given) {
    const auto evidence = read_evidence(given.record);
    INFO((evidence ? std::string() : evidence.error().message()));
    REQUIRE(evidence.has_value());
    return check({text, &*evidence, given.phase, given.kind, given.form, given.strictness, {}, nullptr, nullptr}, lexicon(given.language), catalogue());
}

std::string rules(const std::string& text, const Given& given, Severity least) {
    std::string list;
    for (const Finding& finding : findings(text, given)) {
        if (finding.severity < least) continue;
        list += (list.empty() ? "" : " ") + finding.rule;
    }
    return list;
}

}  // namespace candor::honesty::test
