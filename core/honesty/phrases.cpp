#include "core/honesty/phrases.hpp"

namespace candor::honesty {

namespace {

constexpr std::uint32_t longest_phrase = 14;  // units; further away stands something else

bool ends_phrase(const Unit& unit, const Vocabulary& words) {
    return unit.kind == UnitKind::boundary || unit.kind == UnitKind::mark || words.in_class(unit.text, "phrase_stop");
}

bool ends_head(const Unit& unit, const Vocabulary& words) {
    return words.in_class(unit.text, "preposition") || words.in_class(unit.text, "relative");
}

// Whether a word may be the head of a phrase: adverbs stand anywhere in it ("the queue currently is empty").
bool may_head(const Unit& unit, const Vocabulary& words) {
    return unit.kind == UnitKind::word && !words.in_class(unit.text, "adv") && !words.in_class(unit.text, "phrase_filler");
}

// The last word before the first preposition: "errors on the checkout page" are errors.
std::optional<std::uint32_t> head_between(const Units& text, const Vocabulary& words, std::uint32_t begin, std::uint32_t end) {
    std::optional<std::uint32_t> head;
    for (auto i = begin; i < end; ++i) {
        if (head && ends_head(text.units[i], words)) break;
        if (may_head(text.units[i], words) && !ends_head(text.units[i], words)) head = i;
    }
    return head;
}

// "All users in the east, and in the west": a phrase that begins with a preposition is an adverbial, not the subject.
std::uint32_t past_adverbial(const Units& text, const Vocabulary& words, std::uint32_t begin, std::uint32_t end) {
    if (begin < end && words.in_class(text.units[begin].text, "preposition")) return end;
    return begin;
}

}  // namespace

std::optional<std::uint32_t> subject_before(const Units& text, const Vocabulary& words, std::uint32_t verb) {
    if (!words.has_class("preposition")) return std::nullopt;
    auto begin = verb;
    while (begin > 0 && verb - begin < longest_phrase && !ends_phrase(text.units[begin - 1], words)) --begin;
    return head_between(text, words, past_adverbial(text, words, begin, verb), verb);
}

std::optional<std::uint32_t> object_after(const Units& text, const Vocabulary& words, std::uint32_t from) {
    if (!words.has_class("preposition")) return std::nullopt;
    auto end = from;
    const auto last = static_cast<std::uint32_t>(text.units.size());
    while (end < last && end - from < longest_phrase && !ends_phrase(text.units[end], words) &&
           !words.in_class(text.units[end].text, "phrase_verb") && !(end > from && ends_head(text.units[end], words))) {
        ++end;
    }
    return head_between(text, words, from, end);
}

}  // namespace candor::honesty
