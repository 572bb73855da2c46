// Between people's words and customers: what is said in an update is checked against the record before it is committed.
//
// A block refuses the words, never the update: the clock goes on, and publishes what the facts say at the promised minute.
#pragma once

#include "daemon/desk/dossier.hpp"
#include "daemon/desk/setup.hpp"

#include <span>

namespace candor::desk {

// `dossier` as it would be with these words in it.
[[nodiscard]] std::vector<honesty::Finding> check_words(const Setup& setup, const Dossier& dossier, std::string_view words, UpdateKind kind,
                                                        Time now);
// The same for the words of the update among `events`, which are folded into `after`.
[[nodiscard]] std::vector<honesty::Finding> check_update(const Setup& setup, const Dossier& after, std::span<const Event> events, Time now);

// The refusal that blocking findings ask for: every one, with what mends it. nullopt: nothing blocks.
[[nodiscard]] std::optional<Error> blocking_finding(const std::vector<honesty::Finding>& findings);

}  // namespace candor::desk
