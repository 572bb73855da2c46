// The words that a command wants said, and whether the plan wants somebody to see them first.
#pragma once

#include "core/incident/decide.hpp"
#include "daemon/desk/setup.hpp"

namespace candor::desk {

struct WordsWanted {
    std::string words;    // may be empty: the facts alone are said
    std::string because;  // why they are said though a rule finds fault with them
    std::string ask;      // the class that the author puts them before
};
// None: the command has no words that people wrote for customers.
[[nodiscard]] std::optional<WordsWanted> words_wanted(const Command& command);

// None: nobody need see them. Errors: invalid_argument (field `ask`).
[[nodiscard]] Result<std::optional<ApprovalNeed>> need_of(const Setup& setup, const Record& record, const std::optional<WordsWanted>& wanted,
                                                          const std::string& author);

}  // namespace candor::desk
