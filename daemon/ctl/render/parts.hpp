// The pieces that several answers share: how an audience, a time, a fact or a promise reads.
#pragma once

#include "daemon/ctl/answer.hpp"
#include "daemon/ctl/sheet.hpp"

#include <string>
#include <string_view>

namespace candor::ctl {

[[nodiscard]] std::string moment(std::optional<Time> time,
                                 const Look& look);               // "14:30 UTC"; "unknown" where there is none
[[nodiscard]] std::string remaining(Time due, const Look& look);  // "in 17 min", "now", "overdue by 2 min"
[[nodiscard]] std::string moment_and_remaining(std::optional<Time> due, const Look& look);
[[nodiscard]] std::string plural(std::int64_t count, std::string_view one,
                                 std::string_view many);  // "1 update", "3 updates"
[[nodiscard]] std::vector<std::string> texts(Answer list);
[[nodiscard]] std::string joined(const std::vector<std::string>& parts, std::string_view separator = ", ");

[[nodiscard]] Cell impact_cell(
    Answer incident);  // MAJOR and CRITICAL are shouted, so that they stand out without colour
[[nodiscard]] std::string status_words(Answer incident);
[[nodiscard]] std::string scope_words(std::string_view label);  // "many customers affected"
[[nodiscard]] std::string component_names(Answer incident);
[[nodiscard]] std::string owner_words(Answer incident);

[[nodiscard]] std::string fact_words(Answer fact, const Look& look);  // what the fact says, without its kind and author
[[nodiscard]] std::string promise_words(Answer promise);  // "next update to email", "over, as expected", "we call you back (to order 4711)"
[[nodiscard]] Cell promise_cell(Answer promise,
                                const Look& look);  // "kept, 3 s early", "MISSED, 2 min late", "open, in 9 min"

// One row for each audience: when it hears next.
void put_next_updates(Sheet& sheet, Answer incident);
// A line of its own where nothing is sent: "frozen" of the answer.
void put_frozen(Sheet& sheet, Answer answer);
// The head of everything about one incident: id, title, impact, status, scope, owner.
void put_incident_head(Sheet& sheet, Answer incident);
// A published update: who heard it, and its words.
void put_update(Sheet& sheet, Answer update);
// What customers can choose, or could, and how often each was chosen.
void put_options(Sheet& sheet, Answer options);

}  // namespace candor::ctl
