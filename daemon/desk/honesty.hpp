// Between people's words and customers: whatever somebody writes is checked against the record before it is committed, and
// every update once more as its readers will have it.
//
// A block refuses the words, never the update: the clock goes on, and says what the facts say at the promised minute.
#pragma once

#include "core/incident/command.hpp"
#include "daemon/desk/dossier.hpp"
#include "daemon/desk/setup.hpp"

#include <span>

namespace candor::desk {

// What the rules read beside the record. `said`: what each update before this one said.
[[nodiscard]] honesty::Scene scene_of(const Setup& setup, const std::vector<std::string>& said, Time now);

// A text that somebody wrote, where it stands in the request, and what the check says of it.
struct Checked {
    std::string field;  // "words", "title", "facts[0]"
    std::string text;   // as customers would read it: a fact in its sentence
    std::vector<honesty::Finding> findings;
};
// All that people wrote in these events, which are folded into `after`. Findings that the update's overrides set aside
// are left out.
[[nodiscard]] std::vector<Checked> check_events(const Setup& setup, const Dossier& after, std::span<const Event> events, Time now);
// `dossier` as it would be with these words in it.
[[nodiscard]] std::vector<honesty::Finding> check_words(const Setup& setup, const Dossier& dossier, std::string_view words, UpdateKind kind,
                                                        Time now);
// The title, as it stands: that it was said before is no fault of it.
[[nodiscard]] std::vector<honesty::Finding> check_title(const Setup& setup, const Record& record, Time now);

// The finding about an end that is called while customers still report: a warning like any other.
inline constexpr std::string_view reports_rule = "reports";
void warn_of_reports(const Setup& setup, const Command& command, std::vector<Checked>& checked);

// Of the words of an update the elements are the composer's business, so that a lack is a suggestion; of a single fact or
// a title they are nobody's.
[[nodiscard]] bool is_about_elements(const honesty::Finding& finding);

// The rules that block, or warn of, the words of an update. Without repeats, in the order of the text.
[[nodiscard]] std::vector<std::string> rules_about_words(const std::vector<Checked>& checked, honesty::Severity severity);

// The refusal that blocking findings ask for: every one, with what mends it. nullopt: nothing blocks.
[[nodiscard]] std::optional<Error> refusal_of_blocks(const std::vector<Checked>& checked);
// The refusal of words that a rule warns of, as long as no reason is given. nullopt: nothing warns.
[[nodiscard]] std::optional<Error> refusal_of_warnings(const std::vector<Checked>& checked);

}  // namespace candor::desk
