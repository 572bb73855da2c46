// What the honesty tests share: the shipped data, and one call that checks a text against a record.
#pragma once

#include "core/honesty/check.hpp"
#include "core/honesty/fixtures.hpp"

#include <string>
#include <vector>

namespace candor::honesty::test {

[[nodiscard]] std::string read_file(const std::string& path_in_source);
[[nodiscard]] const Catalogue& catalogue();
[[nodiscard]] const Lexicon& lexicon(const std::string& language = "en");

// The shipped fixtures of a language.
[[nodiscard]] std::vector<Fixture> fixtures(const std::string& language);

struct Given {
    Given() = default;
    Given(std::string json) : record(std::move(json)) {}
    Given(const char* json) : record(json) {}

    std::string record = "{}";
    std::optional<Phase> phase;
    UpdateKind kind = UpdateKind::progress;
    Form form = Form::words;
    Strictness strictness = Strictness::normal;
    std::string language = "en";
};

[[nodiscard]] std::vector<Finding> findings(const std::string& text, const Given& given = {});
// "HON-101 HON-107": the rules found, by position, those of at least that severity.
[[nodiscard]] std::string rules(const std::string& text, const Given& given = {}, Severity least = Severity::suggestion);

}  // namespace candor::honesty::test
