#include "core/honesty/tokens.hpp"

#include <algorithm>
#include <memory>
#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace candor::honesty {

namespace {

bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

bool is_space(char32_t c) {
    return c == U' ' || c == U'\n' || c == U'\r' || c == U'\t' || u_isUWhiteSpace(static_cast<UChar32>(c));
}

// One for each thread: making it takes longer than a text does.
icu::BreakIterator* word_boundaries() {
    UErrorCode status = U_ZERO_ERROR;
    static thread_local const std::unique_ptr<icu::BreakIterator> boundaries(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    return boundaries.get();
}

class Tokenizer {
public:
    Tokenizer(const Folded& folded, const Spelling& spelling) : in_(folded), spelling_(spelling) {}

    std::vector<Token> run() {
        icu::UnicodeString text;
        std::vector<std::size_t> index;  // UTF-16 unit -> folded character
        for (std::size_t i = 0; i < in_.text.size(); ++i) {
            const auto before = text.length();
            text.append(static_cast<UChar32>(in_.text[i]));
            index.insert(index.end(), static_cast<std::size_t>(text.length() - before), i);
        }
        index.push_back(in_.text.size());
        icu::BreakIterator* const words = word_boundaries();
        if (words == nullptr) return {};
        words->setText(text);
        for (auto begin = words->first(), end = words->next(); end != icu::BreakIterator::DONE; begin = end, end = words->next()) {
            segment(index[static_cast<std::size_t>(begin)], index[static_cast<std::size_t>(end)]);
        }
        return std::move(tokens_);
    }

private:
    void segment(std::size_t begin, std::size_t end) {
        const char32_t first = in_.text[begin];
        if (is_space(first)) {
            for (std::size_t i = begin; i < end; ++i) newlines_ += in_.text[i] == U'\n' ? 1 : 0;
            space_ = true;
            return;
        }
        if (u_isalnum(static_cast<UChar32>(first)) || first == U'_') {
            word(begin, end);
        } else {
            for (std::size_t i = begin; i < end; ++i) sign(i);
        }
    }

    // Before a number a sign may stand for a word: "~20 minutes" is "about 20 minutes".
    void sign(std::size_t at) {
        const std::string text = to_utf8(in_.text.substr(at, 1));
        const auto found = spelling_.contractions.find(text);
        if (found == spelling_.contractions.end() || at + 1 >= in_.text.size() || !is_digit(in_.text[at + 1])) {
            put(TokenKind::mark, text, at, at + 1);
            return;
        }
        for (const auto& part : found->second) put(TokenKind::word, part, at, at + 1);
    }

    // "15h30" and "3pm" come apart where digits meet letters, if they begin with a digit; "s3" stays whole.
    void word(std::size_t begin, std::size_t end) {
        if (!is_digit(in_.text[begin])) {
            letters(begin, end);
            return;
        }
        if (is_next_group(begin, end)) {
            tokens_.back().text += to_utf8(in_.text.substr(begin, end - begin));
            tokens_.back().span.end = in_.from[end - 1].end;
            space_ = false;
            return;
        }
        std::size_t at = begin;
        while (at < end) {
            const bool digits = is_digit(in_.text[at]);
            std::size_t stop = at + 1;
            while (stop < end && (digits ? number_goes_on(stop, end) : !is_digit(in_.text[stop]))) ++stop;
            put(digits ? TokenKind::number : TokenKind::word, to_utf8(in_.text.substr(at, stop - at)), at, stop);
            at = stop;
        }
    }

    // "164 204" with a space that does not break is one number.
    [[nodiscard]] bool is_next_group(std::size_t begin, std::size_t end) const {
        if (tokens_.empty() || tokens_.back().kind != TokenKind::number || !all_digits(begin, end) || end - begin != 3) return false;
        const std::uint32_t gap = tokens_.back().span.end;
        if (gap + 1 != in_.from[begin].begin) return false;
        const char32_t space = in_.original[gap];
        return space == U'\u00A0' || space == U'\u202F' || space == U'\u2009';
    }

    [[nodiscard]] bool all_digits(std::size_t begin, std::size_t end) const {
        return std::all_of(in_.text.begin() + static_cast<std::ptrdiff_t>(begin), in_.text.begin() + static_cast<std::ptrdiff_t>(end), is_digit);
    }

    // Digits, and the points and commas between digits.
    [[nodiscard]] bool number_goes_on(std::size_t at, std::size_t end) const {
        if (is_digit(in_.text[at])) return true;
        return !u_isalpha(static_cast<UChar32>(in_.text[at])) && at + 1 < end && is_digit(in_.text[at + 1]);
    }

    void letters(std::size_t begin, std::size_t end) {
        const std::string whole = to_utf8(in_.text.substr(begin, end - begin));
        if (const auto found = spelling_.contractions.find(whole); found != spelling_.contractions.end()) {
            for (const auto& part : found->second) put(TokenKind::word, part, begin, end);
            return;
        }
        const auto apostrophe = std::u32string_view(in_.text).substr(begin, end - begin).find(U'\'');  // never looks past the word
        if (apostrophe == std::u32string_view::npos) {
            put(TokenKind::word, whole, begin, end);
            return;
        }
        if (split_elision(begin, begin + apostrophe, end) || split_ending(begin, end)) return;
        put(TokenKind::word, whole, begin, end);
    }

    // French: "l'incident" is two words.
    bool split_elision(std::size_t begin, std::size_t apostrophe, std::size_t end) {
        const std::string head = to_utf8(in_.text.substr(begin, apostrophe - begin));
        if (!spelling_.elisions.contains(head) || apostrophe + 1 >= end) return false;
        put(TokenKind::word, head, begin, apostrophe + 1);
        letters(apostrophe + 1, end);
        return true;
    }

    // English: "we've" is "we have".
    bool split_ending(std::size_t begin, std::size_t end) {
        for (const auto& [ending, meaning] : spelling_.endings) {
            if (end - begin <= ending.size()) continue;
            const std::size_t cut = end - ending.size();  // endings are ASCII
            if (to_utf8(in_.text.substr(cut, end - cut)) != ending) continue;
            put(TokenKind::word, to_utf8(in_.text.substr(begin, cut - begin)), begin, cut);
            if (!meaning.empty()) put(TokenKind::word, meaning, cut, end);
            return true;
        }
        return false;
    }

    void put(TokenKind kind, std::string text, std::size_t begin, std::size_t end) {
        Token token{kind, std::move(text), {in_.from[begin].begin, in_.from[end - 1].end}, space_, newlines_, in_.upper[begin], false};
        token.all_caps = end - begin >= 2;
        for (std::size_t i = begin; i < end; ++i) token.all_caps = token.all_caps && (in_.upper[i] || is_digit(in_.text[i]));
        token.all_caps = token.all_caps && token.capital;
        space_ = false;
        newlines_ = 0;
        tokens_.push_back(std::move(token));
    }

    const Folded& in_;
    const Spelling& spelling_;
    std::vector<Token> tokens_;
    bool space_ = false;
    int newlines_ = 0;
};

}  // namespace

std::string joined(const std::vector<Token>& tokens, std::size_t at, std::size_t count) {
    if (at + count > tokens.size()) return {};
    std::string text;
    for (std::size_t i = at; i < at + count; ++i) {
        if (i > at) text += ' ';
        text += tokens[i].text;
    }
    return text;
}

std::vector<Token> tokenize(const Folded& folded, const Spelling& spelling) {
    return Tokenizer(folded, spelling).run();
}

}  // namespace candor::honesty
