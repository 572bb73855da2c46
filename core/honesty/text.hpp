// Text made comparable: case, width, accents, look-alikes and invisible characters folded away, with every folded
// character still knowing which code points of the original it came from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace candor::honesty {

// A range of code points in the text as it was given; end is exclusive.
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    friend bool operator==(const Span&, const Span&) = default;
};

struct Folded {
    std::u32string original;       // the code points as given; bytes that are not UTF-8 become U+FFFD
    std::u32string text;           // folded
    std::vector<Span> from;        // from[i]: where text[i] came from
    std::vector<bool> upper;       // upper[i]: text[i] was a capital letter

    [[nodiscard]] std::string quote(Span span) const;  // the original characters, as UTF-8
};

struct Folding {
    bool strip_accents = false;    // for languages whose words carry none
};

// NFKC with case folding per character cluster (UAX #15), default-ignorable characters dropped, quotes, dashes and
// spaces made plain, letters that imitate Latin ones (UTS #39) replaced by what they imitate.
[[nodiscard]] Folded fold(std::string_view utf8, Folding folding);

[[nodiscard]] std::string to_utf8(std::u32string_view text);

}  // namespace candor::honesty
