// One language as data: how it spells, how it tells time, what it claims, and what the findings say in it.
// docs/honesty-lexicon.md describes the file.
#pragma once

#include "core/error.hpp"
#include "core/honesty/catalogue.hpp"
#include "core/honesty/automaton.hpp"
#include "core/honesty/tokens.hpp"

#include <bitset>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace candor::honesty {

// The words that clock times, dates, durations and shares are made of.
struct TimeWords {
    ByWord<int> months;               // january -> 1
    ByWord<int> days;                 // today -> 0, tomorrow -> 1
    ByWord<int> weekdays;             // monday -> 1 (ISO 8601)
    ByWord<std::vector<int>> zones;   // "pt" -> minutes east of UTC; several: either
    ByWord<int> clock_names;          // noon -> 720 minutes
    ByWord<int> half_days;            // am -> 0, pm -> 720
    ByWord<int> day_parts;            // nachmittag -> 1080: the minute of the day by which it is over; a single word
    Words clock_suffixes;             // Uhr
    bool hour_letter = false;         // 15h30 is a clock time
    Words spoken_hours;               // "à 13 heures": this word after the hour, ...
    Words spoken_hour_leads;          // ... one of these before it, and the hour at least seven
    Words length_leads;               // "a duré 1 h 10": after one of these (three words at most) an hour letter tells how long
    ByWord<double> units;             // minute -> 60 seconds
    ByWord<double> unit_letters;      // m -> 60, only right after a number
    struct Amount {
        double low = 0;
        double high = 0;
        bool vague = false;
    };
    ByWord<Amount> amounts;           // "half an" -> 0.5, "a few" -> vague
    ByWord<double> numbers;           // twelve -> 12
    Words percent_words;
    Words range_words;                // to, and, until
    Words fillers;                    // at, on: between a date and its clock time
    Words abbreviations;              // a full stop after these ends no sentence
    ByWord<double> magnitudes;        // thousand -> 1000, k -> 1000
    bool decimal_comma = false;
};

enum class Reach { in_front, before, around };  // in_front: before its first word; before: or within it
enum class Within { clause, sentence, text };

// Names of cues, as a set. The first ones mean the same in every language; a lexicon may add its own.
inline constexpr std::size_t most_cues = 192;
using CueSet = std::bitset<most_cues>;
namespace cue {
inline constexpr std::size_t quote = 0;      // seen by the engine itself, as is a question
inline constexpr std::size_t question = 1;
inline constexpr std::size_t negation = 2;
inline constexpr std::size_t condition = 3;
inline constexpr std::size_t future = 4;
inline constexpr std::size_t possible = 5;
inline constexpr std::size_t past = 6;
inline constexpr std::size_t reported = 7;
inline constexpr std::size_t about = 8;
inline constexpr std::size_t past_day = 9;   // "last Tuesday": another time, unless the text closes the incident
}  // namespace cue

// A phrase that changes what the claims near it mean: a negation, a condition, a hedge, a past incident.
struct Cue {
    std::size_t name = 0;
    Reach reach = Reach::before;
    Within within = Within::clause;
    std::uint32_t window = 6;  // units between cue and claim; 0: the whole clause, sentence or text
    std::vector<std::string> unless_prev;  // words that must not go before: "as expected" expects nothing
    std::vector<std::string> unless_next;  // ... or follow: "once more" is no condition
};

// A kind of statement: something claimed, or an element that an update should have.
struct ClaimKind {
    std::string type;                      // the rules ask for it by this name
    std::string id;                        // unique within the type
    std::string value;                     // what the rule needs to know of it: "small", "eu", "never"
    CueSet void_if;
    CueSet only_if;                        // at least one of these must be in reach
    CueSet all_of;                         // ... and every one of these
    bool own_negation = false;             // its patterns say the "not" themselves
    std::vector<std::string> unless_next;  // words or <classes> that must not follow
    std::vector<std::string> unless_prev;  // ... or go before
    std::vector<std::string> subject;         // words or <classes>: the subject must have one of these as its head
    std::vector<std::string> unless_subject;  // ... or none of these; phrases.hpp tells what a head is
    std::vector<std::string> unless_object;   // the head of what follows must be none of these
};

struct Raw {
    std::string type;
    std::shared_ptr<const re2::RE2> pattern;  // over the text as written
};

// May turn out not to be ok(): then it says why.
[[nodiscard]] std::shared_ptr<const re2::RE2> raw_pattern(const std::string& pattern);

struct Messages {
    std::string message;
    std::vector<std::string> fixes;  // the first whose {facts} are all recorded
};

struct Readability {
    std::size_t longest_sentence = 30;     // words
    double highest_grade = 9;
    std::size_t least_words = 100;         // below that no grade is computed
    double base = 0;                       // grade = base + per_sentence * words/sentence + per_word * syllables/word
    double per_sentence = 0;
    double per_word = 0;
    std::u32string vowels;
};

struct Limits {
    double small_fraction = 0.05;
    double some_fraction = 0.5;
    double all_fraction = 0.95;
    double few_count = 100;
    double brief_seconds = 300;
    double similarity = 0.9;
    double late_seconds = 60;
    double disclosure_seconds = 900;
    double cause_share = 0.2;
    double cause_words = 40;
};

class Lexicon {
public:
    std::string language;
    std::string version;
    std::string hash;                                       // SHA-256 of the file, hex
    Folding folding;
    Spelling spelling;
    TimeWords time;
    Vocabulary words;
    Automaton automaton;
    std::vector<Cue> cues;                                  // pattern ids: see targets
    std::vector<ClaimKind> kinds;
    struct Target {
        bool cue = false;
        std::uint32_t index = 0;                            // into cues or kinds
    };
    std::vector<Target> targets;                            // by pattern id
    Words clause_breaks;
    std::vector<Raw> raw;
    std::map<std::string, Messages, std::less<>> messages;  // by rule id, or id.variant
    std::map<std::string, std::string, std::less<>> phrases;  // "unknown", "nothing": words that messages are set with
    Readability readability;
    Limits limits;
};

// The YAML text of a lexicon; name is what errors call the file ("etc/honesty/en.yaml:12: claims.resolved: ...").
// It knows nothing of files and never runs its fixtures: see fixtures.hpp.
[[nodiscard]] Result<Lexicon> load_lexicon(std::string_view yaml, std::string_view name);

}  // namespace candor::honesty
