#include "daemon/desk/wanted.hpp"

#include "core/plan/approval.hpp"
#include "core/plan/offer.hpp"

namespace candor::desk {

std::optional<WordsWanted> words_wanted(const Command& command) {
    return std::visit(
        [](const auto& said) -> std::optional<WordsWanted> {
            if constexpr (requires { said.words, said.because, said.ask; }) return WordsWanted{said.words, said.because, said.ask};
            else return std::nullopt;
        },
        command);
}

Result<std::optional<ApprovalNeed>> need_of(const Setup& setup, const Record& record, const std::optional<WordsWanted>& wanted,
                                            const std::string& author) {
    if (!wanted || (wanted->words.empty() && wanted->ask.empty())) return std::optional<ApprovalNeed>();
    if (wanted->words.empty()) {
        return Error(ErrorCode::invalid_argument, "There are no words to ask about.", "ask", "Leave it out: facts are said as they are recorded.");
    }
    if (setup.plan) return plan::approval_need(*setup.plan, plan::situation_of(record), {wanted->words, wanted->ask, author});
    if (wanted->ask.empty()) return std::optional<ApprovalNeed>();
    return Error(ErrorCode::invalid_argument, "There is no plan, and so nobody to ask.", "ask", "Name a plan in the configuration, or leave it out.");
}

}  // namespace candor::desk
