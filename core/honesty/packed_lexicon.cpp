#include "core/honesty/packed_lexicon.hpp"

#include "core/digest.hpp"

#include <cereal/archives/binary.hpp>
#include <cereal/types/bitset.hpp>
#include <cereal/types/map.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/unordered_map.hpp>
#include <cereal/types/unordered_set.hpp>
#include <cereal/types/utility.hpp>
#include <cereal/types/vector.hpp>
#include <re2/re2.h>
#include <sstream>
#include <type_traits>

namespace candor::honesty {

namespace {

constexpr std::size_t hash_size = 64;  // SHA-256, hex

// Many small things that are nothing but numbers, as they lie in memory.
template <class Archive, class Numbers>
void plain(Archive& archive, std::vector<Numbers>& all) {
    static_assert(std::is_trivially_copyable_v<Numbers>);
    auto count = static_cast<cereal::size_type>(all.size());
    archive(cereal::make_size_tag(count));
    all.resize(static_cast<std::size_t>(count));
    archive(cereal::binary_data(all.data(), all.size() * sizeof(Numbers)));
}

}  // namespace

template <class Archive>
void StepIndex::serialize(Archive& archive) {
    plain(archive, slots_);
    plain(archive, steps_);
}

template <class Archive>
void Automaton::serialize(Archive& archive) {
    plain(archive, places_);
    plain(archive, steps_);
    plain(archive, accepts_);
    plain(archive, symbols_);
    plain(archive, sets_);
    archive(index_, set_count_, pattern_count_);
}

template <class Archive>
void Vocabulary::serialize(Archive& archive) {
    archive(words_, classes_, suffixes_, next_);
}

template <class Archive>
void serialize(Archive& archive, Folding& folding) {
    archive(folding.strip_accents);
}

template <class Archive>
void serialize(Archive& archive, Spelling& spelling) {
    archive(spelling.contractions, spelling.endings, spelling.elisions);
}

template <class Archive>
void serialize(Archive& archive, TimeWords::Amount& amount) {
    archive(amount.low, amount.high, amount.vague);
}

template <class Archive>
void serialize(Archive& archive, TimeWords& time) {
    archive(time.months, time.days, time.weekdays, time.zones, time.clock_names, time.half_days, time.day_parts, time.clock_suffixes, time.hour_letter,
            time.spoken_hours, time.spoken_hour_leads, time.length_leads, time.units, time.unit_letters, time.amounts, time.numbers, time.percent_words, time.range_words,
            time.fillers, time.abbreviations, time.magnitudes, time.decimal_comma);
}

template <class Archive>
void serialize(Archive& archive, Cue& cue) {
    archive(cue.name, cue.reach, cue.within, cue.window, cue.unless_prev, cue.unless_next);
}

template <class Archive>
void serialize(Archive& archive, ClaimKind& kind) {
    archive(kind.type, kind.id, kind.value, kind.void_if, kind.only_if, kind.all_of, kind.own_negation, kind.unless_next, kind.unless_prev, kind.subject,
            kind.unless_subject, kind.unless_object);
}

template <class Archive>
void save(Archive& archive, const Raw& raw) {
    archive(raw.type, raw.pattern->pattern());
}

template <class Archive>
void load(Archive& archive, Raw& raw) {
    std::string pattern;
    archive(raw.type, pattern);
    raw.pattern = raw_pattern(pattern);
}

template <class Archive>
void serialize(Archive& archive, Messages& messages) {
    archive(messages.message, messages.fixes);
}

template <class Archive>
void serialize(Archive& archive, Lexicon::Target& target) {
    archive(target.cue, target.index);
}

template <class Archive>
void serialize(Archive& archive, Readability& readability) {
    archive(readability.longest_sentence, readability.highest_grade, readability.least_words, readability.base, readability.per_sentence,
            readability.per_word, readability.vowels);
}

template <class Archive>
void serialize(Archive& archive, Limits& limits) {
    archive(limits.small_fraction, limits.some_fraction, limits.all_fraction, limits.few_count, limits.brief_seconds, limits.similarity, limits.late_seconds,
            limits.disclosure_seconds, limits.cause_share, limits.cause_words);
}

template <class Archive>
void serialize(Archive& archive, Lexicon& lexicon) {
    archive(lexicon.language, lexicon.version, lexicon.hash, lexicon.folding, lexicon.spelling, lexicon.time, lexicon.words, lexicon.automaton, lexicon.cues,
            lexicon.kinds, lexicon.targets, lexicon.clause_breaks, lexicon.raw, lexicon.messages, lexicon.phrases, lexicon.readability, lexicon.limits);
}

std::string pack(const Lexicon& lexicon) {
    std::ostringstream to;
    cereal::BinaryOutputArchive archive(to);
    archive(lexicon);
    const std::string content = std::move(to).str();
    return to_hex(sha256(content)) + content;
}

// With the hash right, what follows it is what was packed: nothing that is read from there can be too long or lead astray.
std::optional<Lexicon> unpack(std::string_view packed) {
    const std::string_view hash = packed.substr(0, hash_size);
    const std::string_view content = packed.substr(hash.size());
    if (hash != to_hex(sha256(content))) return std::nullopt;
    std::istringstream from{std::string(content)};
    cereal::BinaryInputArchive archive(from);
    Lexicon lexicon;
    archive(lexicon);
    return lexicon;
}

}  // namespace candor::honesty
