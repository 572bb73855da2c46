// A case: one customer's own thread. Who took it on stays with it, and it hears what its incident tells the public.
#pragma once

#include "core/incident/draft.hpp"

namespace candor {

// Errors: invalid_argument, with the field.
[[nodiscard]] Result<void> validate_case(const Declare& command);

// The second time that somebody is passed on is once too often.
inline constexpr std::size_t transfers_that_alarm = 2;
[[nodiscard]] Result<void> alarm_about_transfers(Draft& draft);

// Records in an open case what its incident has told the public since: the facts as they were told there, under the
// incident's id, and where it stands. Nothing where the case belongs to none, or has heard all of it.
void hear_of_incident(Draft& draft);

// Of the cases that were solved: how many by the one who took them on.
struct FirstContact {
    std::int64_t solved = 0;
    std::int64_t without_transfer = 0;
    [[nodiscard]] std::optional<double> ratio() const;  // none: none was solved yet
};
inline constexpr double first_contact_target = 0.95;  // below it something is wrong with how cases are taken on
[[nodiscard]] FirstContact first_contact(std::span<const Record* const> cases);

}  // namespace candor
