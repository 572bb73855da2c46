// The rules and the languages in force, loaded whole: what the daemon asks before anything is said.
#pragma once

#include "core/honesty/check.hpp"
#include "core/incident/record.hpp"
#include "core/jobs.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace candor::honesty {

// Where lexicons that were read and hold their fixtures are kept, packed: the same program makes the same of the same files.
struct Keeping {
    std::string program;  // which one it is; empty: nothing is kept
    // By a lexicon's name and its proof: SHA-256, hex, of the program, the rules, the lexicon and its fixtures. May be asked by several
    // threads at once, each for another name.
    std::function<std::optional<std::string>(const std::string& name, const std::string& proof)> find;
    std::function<void(const std::string& name, const std::string& proof, std::string packed)> keep;
};

struct Engine {
    Catalogue catalogue;
    std::map<std::string, Lexicon, std::less<>> lexicons;  // by the name of their file
    Strictness strictness = Strictness::normal;
    std::string version;  // SHA-256 of the rules and all lexicons, hex: with the record and the text it decides the findings
};

// `files`: path below the honesty folder ("rules.yaml", "en.yaml", "tests/en.yaml") -> content. `languages`: BCP 47 tags of
// those that are spoken; "de-AT" is read with de.yaml where it has no lexicon of its own. Every lexicon runs its own
// fixtures, unless it is found as it was `kept`. `do_all`: how the languages, and the halves of their fixtures, are done. Errors:
// invalid_lexicon: a language has no lexicon, or "file:line: what is wrong".
[[nodiscard]] Result<Engine> load_engine(const std::map<std::string, std::string>& files, const std::vector<std::string>& languages,
                                         Strictness strictness, const DoAll& do_all = one_by_one, const Keeping& kept = {});

// What the rules read beside the record.
struct Scene {
    Time now{};
    std::vector<std::string> said;                  // the text of each update before this one, as record.updates; empty: not told to these readers
    std::optional<std::int64_t> told;               // the last event that the readers have heard of; none: of the last update
    std::string organisation;
    std::string contact;
    std::map<ComponentId, std::string> components;  // all that there are, by name
    const TimeZone* zone = nullptr;                 // how ready sentences print times; null: UTC
};

[[nodiscard]] Evidence evidence_of(const Record& record, const Scene& scene);

// What is wrong with somebody's words in an update of this kind. The language is one of those that were loaded.
[[nodiscard]] std::vector<Finding> check_words(const Engine& engine, std::string_view language, std::string_view words,
                                               candor::UpdateKind kind, Evidence evidence, const Scene& scene);

// An update as its readers will have it.
struct StatementText {
    std::string_view text;
    std::optional<Time> promised_at;  // when this audience was promised to hear
    bool shortened = false;           // to what the channel carries
};
[[nodiscard]] std::vector<Finding> check_statement(const Engine& engine, std::string_view language, const StatementText& statement,
                                                   candor::UpdateKind kind, Evidence evidence, const Scene& scene);

}  // namespace candor::honesty
