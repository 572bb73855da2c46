// etc/candor.yaml is the reference: it loads, shows every key, and its defaults are the real ones. And what becomes of
// it when it is damaged.
#include "config_files.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <random>
#include <set>
#include <sstream>

using namespace candor;
using namespace candor::config;
using namespace candor::test;

namespace {

// The reference, with its secrets at hand: the paths in it are moved into a folder of the test.
class Reference {
public:
    Reference() {
        for (const char* name : {"shop-backend.key", "shop-backend-new.key"})
            folder.write(std::string("secrets/") + name, signing_key + "\n");
        folder.write("secrets/mastodon.token", "mastodon-token\n");
        folder.write("smtp-password", "smtp-password\n");
        std::istringstream lines(text_of(std::filesystem::path(CANDOR_SOURCE_DIR) / "etc/candor.yaml"));
        for (std::string line; std::getline(lines, line);) {
            const auto at = line.find("file:/etc/candor/");
            if (at != std::string::npos) line.replace(at, std::string("file:/etc/candor/").size(), "file:");
            text += line + "\n";
        }
    }

    [[nodiscard]] LoadResult load(const std::string& yaml) const {
        return load_text(yaml, folder.path() / "candor.yaml", surroundings(folder.path()));
    }

    Folder folder;
    std::string text;
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

// "#key: value" is a default, "# words" is not.
std::string with_defaults_set(const std::string& text) {
    auto lines = lines_of(text);
    for (std::string& line : lines) {
        const auto hash = line.find_first_not_of(' ');
        if (hash == std::string::npos || line[hash] != '#') continue;
        if (hash + 1 < line.size() && line[hash + 1] >= 'a' && line[hash + 1] <= 'z') line.erase(hash, 1);
    }
    return joined(lines);
}

// The keys that the loader knows: from what it says, at every line of the reference, of a key that it does not know.
std::set<std::string> known_keys(const Reference& reference) {
    std::set<std::string> keys;
    const auto lines = lines_of(with_defaults_set(reference.text));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto damaged = lines;
        const auto indent = lines[i].find_first_not_of(" -");
        if (indent == std::string::npos || lines[i][indent] == '#') continue;
        damaged.insert(damaged.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::string(indent, ' ') + "zzzzzz: 1");
        for (const Problem& problem : reference.load(joined(damaged)).problems) {
            if (problem.path.find("zzzzzz") == std::string::npos) continue;
            std::istringstream words(problem.expected);
            for (std::string word; words >> word;) {
                if (word.ends_with(',')) word.pop_back();
                if (word != "or") keys.insert(word);
            }
        }
    }
    return keys;
}

}  // namespace

TEST_CASE_METHOD(Reference, "the reference loads") {
    const LoadResult result = load(text);
    CAPTURE(described(result));
    REQUIRE(result.config.has_value());
    CHECK(result.config->channels.size() == 3);
    CHECK(result.config->components.size() == 2);
}

TEST_CASE_METHOD(Reference, "what the reference shows as a default is the default") {
    const LoadResult left_out = load(text);
    const LoadResult set = load(with_defaults_set(text));
    CAPTURE(described(set));
    REQUIRE(left_out.config.has_value());
    REQUIRE(set.config.has_value());
    CHECK(with_defaults_set(text) != text);
    CHECK(left_out.config->organisation == set.config->organisation);
    CHECK(left_out.config->channels == set.config->channels);
    CHECK(left_out.config->store == set.config->store);
    CHECK(left_out.config->http == set.config->http);
    CHECK(left_out.config->delivery == set.config->delivery);
    CHECK(left_out.config->templates == set.config->templates);
    CHECK(left_out.config->honesty == set.config->honesty);
    CHECK(left_out.config->log == set.config->log);
    CHECK(left_out.config->drain_timeout == set.config->drain_timeout);
    CHECK(left_out.config->cadence.margin == set.config->cadence.margin);
    CHECK(left_out.config->cadence.otherwise == set.config->cadence.otherwise);
    // The one rule that it sets is the default one as well.
    REQUIRE(set.config->cadence.rules.size() == 1);
    const CadenceRule& rule = set.config->cadence.rules[0];
    const CadenceRule by_default = CadencePolicy{}.rules[0];
    CHECK((rule.group == by_default.group && rule.scopes == by_default.scopes && rule.every == by_default.every));
}

TEST_CASE_METHOD(Reference, "the reference mentions every key that the loader knows") {
    const auto keys = known_keys(*this);
    CHECK(keys.size() > 60);
    CHECK(keys.contains("message_id_domain"));
    std::set<std::string> mentioned;
    for (const std::string& line : lines_of(text)) {
        const auto from = line.find_first_not_of(" -#");
        const auto colon = line.find(':');
        if (from != std::string::npos && colon != std::string::npos && from < colon)
            mentioned.insert(line.substr(from, colon - from));
    }
    for (const std::string& key : keys) {
        CAPTURE(key);
        CHECK(mentioned.contains(key));
    }
}

TEST_CASE_METHOD(Reference, "200 damaged configurations each load, or say where they are wrong") {
    const auto lines = lines_of(text);
    std::mt19937 random(20261122);
    const auto below = [&random](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
    int loaded = 0;
    int refused = 0;
    for (int i = 0; i < 200; ++i) {
        auto damaged = lines;
        const auto at = static_cast<std::ptrdiff_t>(below(lines.size()));
        std::string yaml;
        switch (i % 5) {
            case 0: damaged.erase(damaged.begin() + at); break;
            case 1: damaged.insert(damaged.begin() + at, lines[static_cast<std::size_t>(at)]); break;
            case 2: std::swap(damaged[static_cast<std::size_t>(at)], damaged[below(lines.size())]); break;
            case 3: damaged[static_cast<std::size_t>(at)].insert(0, 1, " [{:\"'&*#\t"[below(10)]); break;
            default: yaml = text.substr(0, below(text.size()));
        }
        if (yaml.empty()) yaml = joined(damaged);
        const LoadResult result = load(yaml);
        CAPTURE(i, at, described(result));
        CHECK(result.config.has_value() == result.problems.empty());
        for (const Problem& problem : result.problems) {
            CHECK(problem.line >= 1);
            CHECK_FALSE(problem.message.empty());
            CHECK(describe(problem).find('\n') == std::string::npos);
        }
        (result.config ? loaded : refused) += 1;
    }
    CAPTURE(loaded, refused);
    CHECK(loaded > 20);
    CHECK(refused > 60);
}

TEST_CASE_METHOD(Reference, "2000 configurations with single bytes changed neither crash nor half-load") {
    std::mt19937 random(42);
    for (int i = 0; i < 2000; ++i) {
        std::string yaml = text;
        for (int k = 0; k < 3; ++k) yaml[random() % yaml.size()] = static_cast<char>(random() % 256);
        const LoadResult result = load(yaml);
        CHECK(result.config.has_value() == result.problems.empty());
    }
}
