// The examples that stand beside a lexicon: texts that must be found out, and texts that must be left alone.
// A lexicon that fails its own is refused. docs/honesty-lexicon.md describes the file.
#pragma once

#include "core/honesty/check.hpp"
#include "core/jobs.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace candor::honesty {

struct Fixture {
    std::string rule;
    enum class Kind { bad, good, near } kind = Kind::good;
    std::string text;                       // without the [[ ]] that mark the span
    std::optional<Span> span;               // bad: exactly there
    std::string record = "{}";              // JSON
    std::optional<Phase> phase;
    UpdateKind update = UpdateKind::progress;
    Form form = Form::words;
    Strictness strictness = Strictness::normal;
    std::optional<Severity> severity;       // bad: of that severity
    std::optional<std::int64_t> limit;      // of the channel
    bool pair = false;                      // one half of the same text with two records
    int line = 0;
};

[[nodiscard]] Result<std::vector<Fixture>> load_fixtures(std::string_view yaml, std::string_view name);

// What went wrong, as one sentence; empty if the fixture holds.
[[nodiscard]] std::string run_fixture(const Fixture& fixture, const Lexicon& lexicon, const Catalogue& catalogue);

// Loads a lexicon and refuses it if one of its fixtures does not hold. The names are what errors call the files.
struct LexiconSource {
    std::string_view yaml;
    std::string_view name;
    std::string_view fixtures;
    std::string_view fixtures_name;
};
[[nodiscard]] Result<Lexicon> load_checked_lexicon(const LexiconSource& source, const Catalogue& catalogue, const DoAll& do_all = one_by_one);

}  // namespace candor::honesty
