// Which words wait for somebody of the plan's choice: those that name one of a class's words, and those that their author
// puts before it.
#pragma once

#include "core/incident/decide.hpp"
#include "core/plan/plan.hpp"

namespace candor::plan {

struct WordsToSay {
    std::string words;
    std::string ask;     // a class that the author names; may be empty
    std::string author;  // what an approver of a class says waits for nobody of that class, unless they ask
};

// None: they can be said. Where several classes match, any of their approvers may answer, within the shortest of their
// times. Errors: invalid_argument (field `ask`) where the plan has no such class in this situation.
[[nodiscard]] Result<std::optional<ApprovalNeed>> approval_need(const Plan& plan, const Situation& situation, const WordsToSay& to_say);

// Does the text have this word in it, in whatever case? "breach*" stands for every word that begins so.
[[nodiscard]] bool names(std::string_view text, std::string_view word);

}  // namespace candor::plan
