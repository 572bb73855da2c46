// Words that wait for a second person, on a draft of the record. The clock does not wait with them.
#pragma once

#include "core/incident/draft.hpp"

namespace candor {

// Words that no class of the plan waits for, and that nobody has answered for so long: those in charge hear of it.
inline constexpr Duration words_withheld_too_long = std::chrono::minutes{10};

// Puts them before a second person. `asked`: everything but its id, its rules and who may answer.
void ask(Draft& draft, ApprovalAsked asked);
[[nodiscard]] Result<void> refuse(Draft& draft, const Refuse& command);

// Does it wait, and for them among others? Nobody answers for their own words.
[[nodiscard]] bool may_answer(const Approval& approval, const std::string& name);
// Errors: not_found, wrong_state; second_person where the actor may not answer: their own words, or words for others to see.
[[nodiscard]] Result<Approval> require_answerable(const Draft& draft, const ApprovalId& id);

// When words that still wait have waited too long. None where none do, or where it was acted on.
[[nodiscard]] std::optional<Time> waited_too_long_at(const Record& record);

// Where it is that time: an alarm to those in charge, and a holding statement of facts to everyone where a class of the plan
// waits. True where something was published.
bool hold(Draft& draft);

}  // namespace candor
