// HON-701 to HON-707: whether a customer can understand it, on every channel and in every time zone.
#include "core/honesty/rules/case.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <re2/re2.h>

namespace candor::honesty {

namespace {

// Runs a pattern over the text as given; spans in code points. Bytes are counted forward once.
void find_raw(Case& trial, std::string_view type, std::string_view rule) {
    const std::string visible = to_utf8(trial.text.folded.original);
    for (const Raw& raw : trial.lexicon.raw) {
        if (raw.type != type) continue;
        re2::StringPiece rest(visible);
        re2::StringPiece found;
        std::size_t byte = 0;
        std::uint32_t point = 0;
        const auto advance = [&](std::size_t to) {
            for (; byte < to; ++byte) point += (static_cast<unsigned char>(visible[byte]) & 0xC0) != 0x80 ? 1u : 0u;
            return point;
        };
        while (RE2::FindAndConsume(&rest, *raw.pattern, &found)) {
            if (found.empty()) break;
            const auto begin = static_cast<std::size_t>(found.data() - visible.data());
            const auto from = advance(begin);
            trial.find(rule, {from, advance(begin + found.size())});
        }
    }
}

bool listed(const std::vector<std::string>& words, const std::string& text, const Case& trial) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return to_utf8(fold(word, trial.lexicon.folding).text) == text; });
}

// "CDN (content delivery network)" explains itself.
bool explained(const std::vector<Unit>& units, std::size_t at) {
    return at + 1 < units.size() && units[at + 1].text == "(";
}

void jargon(Case& trial) {
    const auto& units = trial.text.text.units;
    for (const Claim* claim : trial.text.all("jargon")) {
        if (!listed(trial.record.jargon_allowed, units[claim->begin].text, trial)) trial.find("HON-701", claim->span);
    }
    for (std::size_t i = 0; i < units.size(); ++i) {
        const Unit& unit = units[i];
        if (unit.kind != UnitKind::word || unit.text.empty()) continue;
        const bool denied = listed(trial.record.jargon_denied, unit.text, trial);
        const bool acronym = unit.all_caps && unit.text.size() >= 2 && unit.text.size() <= 6 && !explained(units, i) &&
                             !trial.lexicon.words.in_class(unit.text, "known_acronym") &&
                             !trial.lexicon.time.zones.contains(unit.text) && !listed(trial.record.jargon_allowed, unit.text, trial);
        if (denied || (acronym && !(i > 0 && units[i - 1].all_caps && units[i - 1].kind == UnitKind::word))) trial.find("HON-701", unit.span);
    }
    find_raw(trial, "hostname", "HON-701");
}

// Cause detail while it is open: more than one sentence, or much of the text.
void cause_dump(Case& trial) {
    if (!trial.open()) return;
    std::set<std::uint32_t> sentences;
    Span first{};
    for (const Claim& claim : trial.text.claims) {
        const bool about_cause = claim.type() == "cause" || claim.type() == "cause_detail";
        if (!about_cause || claim.value() == "found" || claim.past_incident) continue;
        if (sentences.empty()) first = trial.text.text.sentences[claim.sentence].span;
        sentences.insert(claim.sentence);
    }
    std::size_t words = 0;
    std::size_t all = 0;
    for (std::size_t i = 0; i < trial.text.text.sentences.size(); ++i) {
        const auto count = trial.text.text.sentences[i].words;
        all += count;
        if (sentences.contains(static_cast<std::uint32_t>(i))) words += count;
    }
    const Limits& limits = trial.lexicon.limits;
    const bool large = static_cast<double>(all) >= limits.cause_words && static_cast<double>(words) > limits.cause_share * static_cast<double>(all);
    if (sentences.size() > 1 || large) trial.find("HON-702", first);
}

std::size_t syllables(const std::u32string& word, const std::u32string& vowels) {
    std::size_t count = 0;
    bool in_vowel = false;
    for (const char32_t c : word) {
        const bool vowel = vowels.find(c) != std::u32string::npos;
        if (vowel && !in_vowel) ++count;
        in_vowel = vowel;
    }
    return std::max<std::size_t>(count, 1);
}

void readability(Case& trial) {
    const Readability& limits = trial.lexicon.readability;
    std::size_t words = 0;
    for (const Sentence& sentence : trial.text.text.sentences) {
        words += sentence.words;
        if (sentence.words > limits.longest_sentence) {
            trial.find("HON-703", sentence.span, {{"words", fmt::format("{}", sentence.words)}, {"limit", fmt::format("{}", limits.longest_sentence)}});
        }
    }
    if (words < limits.least_words || limits.per_word == 0) return;
    std::size_t parts = 0;
    for (const Unit& unit : trial.text.text.units) {
        if (unit.kind == UnitKind::word) parts += syllables(fold(unit.text, {}).text, limits.vowels);
    }
    const double grade = limits.base + limits.per_sentence * static_cast<double>(words) / static_cast<double>(trial.text.text.sentences.size()) +
                         limits.per_word * static_cast<double>(parts) / static_cast<double>(words);
    if (grade > limits.highest_grade) trial.find("HON-703", trial.whole(), {{"grade", fmt::format("{:.0f}", grade)}}, "grade");
}

void zones(Case& trial) {
    const bool many = trial.record.audience_zones.value_or(1) > 1;
    const Severity severity = many ? Severity::block : Severity::warn;
    const bool all_said = trial.says("all_times_zone");
    for (const Unit& unit : trial.text.text.units) {
        if (unit.kind == UnitKind::clock && unit.clock.offsets.empty() && !all_said) trial.find("HON-704", unit.span, severity);
        if (unit.kind == UnitKind::date && unit.day && many) trial.find("HON-704", unit.span, severity, {}, "day");
    }
}

// What a short channel would cut: the next time, the scope or the link.
void truncation(Case& trial) {
    if (trial.input.channel == nullptr || !trial.input.channel->limit) return;
    const auto limit = static_cast<std::uint32_t>(std::max<std::int64_t>(*trial.input.channel->limit, 0));
    const auto length = trial.whole().end;
    if (length <= limit) return;
    const auto cut = [&](std::string_view type) {
        const auto claims = trial.text.all(type);
        return !claims.empty() && std::all_of(claims.begin(), claims.end(), [&](const Claim* claim) { return claim->span.end > limit; });
    };
    if (cut("next_update") || cut("share") || cut("contact")) trial.find("HON-705", {limit, length});
}

void empathy(Case& trial) {
    const bool due = trial.input.kind == UpdateKind::first || trial.input.kind == UpdateKind::resolution;
    if (trial.statement() && due && trial.input.phase != Phase::reported && !trial.says("empathy") && !trial.says("apology")) {
        trial.find("HON-706", trial.whole());
    }
    if (trial.record.kind == "case") return;  // a letter to one person
    for (const Claim* claim : trial.text.all("one_to_one_voice")) trial.find("HON-706", claim->span, Severity::suggestion, {}, "broadcast");
}

}  // namespace

void check_clarity(Case& trial) {
    jargon(trial);
    cause_dump(trial);
    readability(trial);
    zones(trial);
    truncation(trial);
    empathy(trial);
    find_raw(trial, "placeholder", "HON-707");
}

}  // namespace candor::honesty
