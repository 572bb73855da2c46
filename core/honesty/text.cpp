#include "core/honesty/text.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/utf8.h>

namespace candor::honesty {

namespace {

std::u32string decode(std::string_view utf8) {
    std::u32string points;
    points.reserve(utf8.size());
    const auto length = static_cast<std::int32_t>(std::min<std::size_t>(utf8.size(), 1u << 30));
    std::int32_t at = 0;
    while (at < length) {
        UChar32 c = 0;
        U8_NEXT(reinterpret_cast<const std::uint8_t*>(utf8.data()), at, length, c);
        points += c < 0 ? U'\uFFFD' : static_cast<char32_t>(c);
    }
    return points;
}

// Typographic variants that NFKC leaves alone.
char32_t plain(char32_t c) {
    switch (c) {
    case U'\u2018': case U'\u2019': case U'\u201B': case U'\u02BC': case U'\u2032': case U'\u00B4': case U'\u0060': return U'\'';
    case U'\u201C': case U'\u201D': case U'\u201E': case U'\u201F': case U'\u00AB': case U'\u00BB': case U'\u2033': return U'"';
    case U'\u2010': case U'\u2011': case U'\u2012': case U'\u2013': case U'\u2014': case U'\u2015': case U'\u2212': return U'-';
    case U'\u2022': case U'\u25CF': case U'\u25AA': case U'\u2023': case U'\u00B7': return U'*';
    default: return c;
    }
}

// Letters that imitate Latin ones. Latin-1 and Latin Extended-A are real letters of our languages and stay.
class LookAlikes {
public:
    [[nodiscard]] char32_t imitated(char32_t c) {
        if (c < 0x180 || !u_isalpha(static_cast<UChar32>(c))) return c;
        open();
        if (!checker_) return c;
        icu::UnicodeString one(static_cast<UChar32>(c));
        std::array<UChar, 8> skeleton{};
        UErrorCode status = U_ZERO_ERROR;
        const auto length = uspoof_getSkeleton(checker_.get(), 0, one.getBuffer(), one.length(), skeleton.data(),
                                               static_cast<std::int32_t>(skeleton.size()), &status);
        if (U_FAILURE(status) || length != 1 || skeleton[0] > 0x7F) return c;
        return static_cast<char32_t>(skeleton[0]);
    }

private:
    void open() {
        if (checker_ || failed_) return;
        UErrorCode status = U_ZERO_ERROR;
        checker_.reset(uspoof_open(&status));
        failed_ = U_FAILURE(status);
    }

    struct Close {
        void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
    };
    std::unique_ptr<USpoofChecker, Close> checker_;
    bool failed_ = false;
};

class Folder {
public:
    Folder(Folded& to, Folding folding) : to_(to), folding_(folding) {
        UErrorCode status = U_ZERO_ERROR;
        normalizer_ = icu::Normalizer2::getNFKCCasefoldInstance(status);
        decomposer_ = icu::Normalizer2::getNFDInstance(status);
    }

    void run() {
        const auto& in = to_.original;
        for (std::size_t i = 0; i < in.size();) {
            std::size_t end = i + 1;
            while (end < in.size() && in[end] > 0x7F && u_getCombiningClass(static_cast<UChar32>(in[end])) != 0) ++end;
            cluster(i, end);
            i = end;
        }
    }

private:
    void cluster(std::size_t begin, std::size_t end) {
        const char32_t first = plain(to_.original[begin]);
        const Span span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
        const bool upper = u_isupper(static_cast<UChar32>(to_.original[begin])) != 0;
        if (first < 0x80 && end == begin + 1) {
            put(first >= U'A' && first <= U'Z' ? first - U'A' + U'a' : first, span, upper);
            return;
        }
        icu::UnicodeString text;
        text.append(static_cast<UChar32>(look_alikes_.imitated(first)));
        for (std::size_t i = begin + 1; i < end; ++i) text.append(static_cast<UChar32>(to_.original[i]));
        fold_cluster(text, span, upper);
    }

    void fold_cluster(const icu::UnicodeString& text, Span span, bool upper) {
        UErrorCode status = U_ZERO_ERROR;
        icu::UnicodeString folded = normalizer_->normalize(text, status);
        if (folding_.strip_accents) folded = decomposer_->normalize(folded, status);
        if (U_FAILURE(status)) return;
        for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
            const auto c = static_cast<char32_t>(folded.char32At(i));
            if (folding_.strip_accents && u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK) continue;
            put(plain(c), span, upper);
        }
    }

    void put(char32_t c, Span span, bool upper) {
        to_.text += c;
        to_.from.push_back(span);
        to_.upper.push_back(upper);
    }

    Folded& to_;
    Folding folding_;
    const icu::Normalizer2* normalizer_ = nullptr;
    const icu::Normalizer2* decomposer_ = nullptr;
    LookAlikes look_alikes_;
};

}  // namespace

std::string to_utf8(std::u32string_view text) {
    std::string utf8;
    for (const char32_t c : text) {
        std::array<std::uint8_t, 4> bytes{};
        std::int32_t length = 0;
        U8_APPEND_UNSAFE(bytes.data(), length, static_cast<std::uint32_t>(c));
        utf8.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
    }
    return utf8;
}

std::string Folded::quote(Span span) const {
    const auto end = std::min<std::size_t>(span.end, original.size());
    const auto begin = std::min<std::size_t>(span.begin, end);
    return to_utf8(std::u32string_view(original).substr(begin, end - begin));
}

Folded fold(std::string_view utf8, Folding folding) {
    Folded folded;
    folded.original = decode(utf8);
    folded.text.reserve(folded.original.size());
    folded.from.reserve(folded.original.size());
    folded.upper.reserve(folded.original.size());
    Folder(folded, folding).run();
    return folded;
}

}  // namespace candor::honesty
