// An update as support staff read it out: the same facts in the same phrases, those that a caller needs, in forty seconds.
#pragma once

#include "core/message/render.hpp"

namespace candor {

// At 150 words a minute, which is how fast people read aloud.
inline constexpr std::size_t words_in_forty_seconds = 100;

struct Spoken {
    std::string language;  // BCP 47, of the templates that were used
    std::string text;      // one paragraph
    std::size_t words = 0;
    Duration takes{0};
    bool fits = true;  // within the words allowed
    std::vector<SentenceProvenance> sentences;
    std::vector<Slot> dropped;  // that the words allowed have no room for
};

// `statement`: of the update, for somebody who has heard nothing yet (no ComposeContext::before). `now`: when it is read
// out; times of another day carry their date. Of `context` only the zone and the
// language are used.
[[nodiscard]] Spoken speak(const Statement& statement, const TemplateSet& templates, const RenderContext& context, Time now,
                           std::size_t most_words = words_in_forty_seconds);

[[nodiscard]] std::size_t word_count(std::string_view text);

}  // namespace candor
