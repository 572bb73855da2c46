// Who a sentence is about, without a grammar: the heads of the noun phrases on both sides of a claim. "The migration of
// the mailboxes has finished" is about the migration, "our mail service, which you use daily, is back" about the service.
//
// A language says how it builds phrases in three classes: <preposition> and <relative> end a head ("of", "in"; "that"),
// <phrase_stop> begins a clause ("and", "because"). A language without them has no heads, and no claim is held against one.
#pragma once

#include "core/honesty/units.hpp"
#include "core/honesty/vocabulary.hpp"

#include <cstdint>
#include <optional>

namespace candor::honesty {

// The unit that heads the subject of a verb at `verb`; none where the sentence names no subject ("All good now.").
[[nodiscard]] std::optional<std::uint32_t> subject_before(const Units& text, const Vocabulary& words, std::uint32_t verb);

// The unit that heads the noun phrase which begins at `from`.
[[nodiscard]] std::optional<std::uint32_t> object_after(const Units& text, const Vocabulary& words, std::uint32_t from);

}  // namespace candor::honesty
