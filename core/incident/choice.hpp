// Offering customers a choice, on a draft of the record: what decide() does for the commands about options.
#pragma once

#include "core/incident/draft.hpp"

namespace candor {

inline constexpr std::size_t most_options = 20;  // of one incident

// An option under its number: offered, withdrawn, or in the plan only.
struct ListedOption {
    std::int64_t number = 0;
    std::string text;
    ComponentId component;                   // empty: a person's own words
    const OfferedOption* offered = nullptr;  // null: it is in the plan, and nobody has offered it here
};

// What there is to choose from, by number: what was offered, under its number for ever, and what the plan has, under the
// number that it would be offered under.
[[nodiscard]] std::vector<ListedOption> options_of(const Record& record, const std::vector<PlannedOption>& planned);

// Those that can be chosen now, by number.
[[nodiscard]] std::vector<const OfferedOption*> choosable(const Record& record);
// nullptr: it was never offered.
[[nodiscard]] const OfferedOption* find_option(const Record& record, std::int64_t number);

// Errors: invalid_argument, not_found, wrong_state.
[[nodiscard]] Result<void> offer_options(Draft& draft, const OfferOptions& command);
[[nodiscard]] Result<void> withdraw_option(Draft& draft, const WithdrawOption& command);

}  // namespace candor
