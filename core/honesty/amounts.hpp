// How many, as people write it: "45", "half an", "twenty-five", "two and a half", "10 to 20". For entities.hpp alone.
#pragma once

#include "core/honesty/figures.hpp"
#include "core/honesty/token_run.hpp"
#include "core/honesty/units.hpp"

#include <cmath>

namespace candor::honesty {

class AmountReader : protected TokenRun {
public:
    AmountReader(const std::vector<Token>& tokens, const TimeWords& words) : TokenRun(tokens), words_(words) {}

    // A number, a number word, or, if `words_too`, an amount such as "half an"; and the range of two of them. Moves `at` only if it succeeds.
    bool read(std::size_t& at, AmountValue& value, bool words_too) const {
        if (const auto spoken = words_too ? spoken_amount(at) : Spoken{}; spoken.amount != nullptr) {
            value = {spoken.amount->low, spoken.amount->high, spoken.amount->vague};
            at += spoken.words;
            if (!value.vague) magnitude(at, value);  // "a dozen"
            return true;
        }
        const auto one = single(at);
        if (!one) return false;
        value = {*one, *one, false};
        ++at;
        tens_and_ones(at, value);
        grouped(at, value);
        and_a_half(at, value);
        std::size_t next = at;
        if ((is(next, "-") || (next < tokens_.size() && words_.range_words.contains(tokens_[next].text))) && single(next + 1)) {
            value.high = *single(next + 1);
            at = next + 2;
        }
        magnitude(at, value);
        above_hundreds(at, value);
        return true;
    }

    // A number in figures, or a single number word.
    [[nodiscard]] std::optional<double> single(std::size_t at) const {
        const auto* word = token(at);
        if (word == nullptr) return std::nullopt;
        if (word->kind == TokenKind::number) return decimal(word->text, words_.decimal_comma);
        const auto found = words_.numbers.find(word->text);
        return found == words_.numbers.end() ? std::nullopt : std::optional(found->second);
    }

    // How many seconds one of the unit lasts whose name stands there; 0: none does.
    [[nodiscard]] double unit_seconds(std::size_t at) const {
        const auto* word = token(at);
        if (word == nullptr) return 0;
        if (const auto found = words_.units.find(word->text); found != words_.units.end()) return found->second;
        if (!tight(at)) return 0;
        const auto letter = words_.unit_letters.find(word->text);
        return letter == words_.unit_letters.end() ? 0 : letter->second;
    }

private:
    struct Spoken {
        std::size_t at = std::string::npos;
        std::size_t words = 0;
        const TimeWords::Amount* amount = nullptr;  // none: no words for an amount begin there
    };

    // "Half an", "a couple of". Remembered, as the readers ask about the same words one after the other.
    [[nodiscard]] const Spoken& spoken_amount(std::size_t at) const {
        if (spoken_.at == at) return spoken_;
        spoken_ = {at, 0, nullptr};
        for (std::size_t length = 3; length >= 1; --length) {
            const auto found = words_.amounts.find(phrase(at, length));
            if (found == words_.amounts.end()) continue;
            spoken_ = {at, length, &found->second};
            break;
        }
        return spoken_;
    }

    // "3 thousand", "two hundred".
    void magnitude(std::size_t& at, AmountValue& value) const {
        if (at >= tokens_.size() || !words_.magnitudes.contains(tokens_[at].text)) return;
        const double factor = words_.magnitudes.at(tokens_[at++].text);
        value.low *= factor, value.high *= factor;
    }

    // "deux cent quarante", "ciento cuarenta": what is said in words after full hundreds is added.
    void above_hundreds(std::size_t& at, AmountValue& value) const {
        const bool hundreds = tokens_[at - 1].kind == TokenKind::word && value.low == value.high && value.low >= 100 && value.low < 1000;
        if (!hundreds || std::fmod(value.low, 100) != 0 || at >= tokens_.size() || tokens_[at].kind != TokenKind::word) return;
        const auto rest = single(at);
        if (!rest || *rest < 1 || *rest > 99) return;
        AmountValue below{*rest, *rest, false};
        tens_and_ones(++at, below);
        value.low = value.high = value.low + below.low;
    }

    // "twenty-five", in words.
    void tens_and_ones(std::size_t& at, AmountValue& value) const {
        if (tokens_[at - 1].kind != TokenKind::word || value.low < 20 || std::fmod(value.low, 10) != 0 || !is(at, "-") || !tight(at)) return;
        const auto ones = at + 1 < tokens_.size() && tokens_[at + 1].kind == TokenKind::word ? single(at + 1) : std::nullopt;
        if (!ones || *ones < 1 || *ones > 9) return;
        value.low = value.high = value.low + *ones;
        at += 2;
    }

    // "4 600": where the comma is the decimal mark, a space groups the thousands.
    void grouped(std::size_t& at, AmountValue& value) const {
        if (!words_.decimal_comma || tokens_[at - 1].kind != TokenKind::number || tokens_[at - 1].text.size() > 3) return;
        while (at < tokens_.size() && tokens_[at].text.size() == 3 && integer(at) && tokens_[at].newlines_before == 0) {
            value.low = value.high = value.high * 1000 + *integer(at);
            ++at;
        }
    }

    // "two and a half hours".
    void and_a_half(std::size_t& at, AmountValue& value) const {
        if (at >= tokens_.size() || !words_.range_words.contains(tokens_[at].text)) return;
        const auto found = words_.amounts.find(phrase(at + 1, 2));
        if (found == words_.amounts.end() || found->second.vague || found->second.high >= 1 || unit_seconds(at + 3) == 0) return;
        value.low += found->second.low;
        value.high += found->second.high;
        at += 3;
    }

    const TimeWords& words_;
    mutable Spoken spoken_;
};

}  // namespace candor::honesty
