// The rules and the languages in force, loaded whole: what the daemon asks before it publishes somebody's words.
#pragma once

#include "core/honesty/check.hpp"
#include "core/incident/record.hpp"

#include <map>
#include <string>
#include <vector>

namespace candor::honesty {

struct Engine {
    Catalogue catalogue;
    std::map<std::string, Lexicon, std::less<>> lexicons;  // by language
    Strictness strictness = Strictness::normal;
};

// `files`: path below the honesty folder ("rules.yaml", "en.yaml", "tests/en.yaml") -> content. `languages`: those that are
// spoken; one without a lexicon is left out. Every lexicon runs its own fixtures and is refused where one does not hold.
// Errors: invalid_lexicon, "file:line: what is wrong".
[[nodiscard]] Result<Engine> load_engine(const std::map<std::string, std::string>& files, const std::vector<std::string>& languages,
                                         Strictness strictness);

// The record of a live incident in the form that the rules read. `said`: what each update said, as record.updates.
[[nodiscard]] Evidence evidence_of(const Record& record, const std::vector<std::string>& said, Time now);

// What is wrong with these words in an update of this kind, by this record. A language without a lexicon has no findings.
[[nodiscard]] std::vector<Finding> check_words(const Engine& engine, std::string_view language, std::string_view words,
                                               candor::UpdateKind kind, const Record& record, const std::vector<std::string>& said,
                                               Time now, const TimeZone& zone);

}  // namespace candor::honesty
