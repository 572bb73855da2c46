// The ledger of what was given in an incident, and what may still be given without asking. Sums come from the record.
#pragma once

#include "core/error.hpp"
#include "core/incident/record.hpp"

#include <string_view>

namespace candor {

// Does it count: granted, and not taken back? What waits for a second person does not.
[[nodiscard]] bool counts(const Grant& grant);
// What it costs all together; as much as can be counted where that is more.
[[nodiscard]] std::int64_t cost_of(const Giving& giving);
// The same customer, however the reference is written.
[[nodiscard]] bool same_customer(std::string_view a, std::string_view b);

// What was given, in this currency: in the incident; to this customer (what everybody got counts); by this role.
[[nodiscard]] std::int64_t given(const Record& record, std::string_view currency);
[[nodiscard]] std::int64_t given_to(const Record& record, std::string_view currency, std::string_view customer);
// To the one who got most; what everybody got where that is all.
[[nodiscard]] std::int64_t given_to_anyone(const Record& record, std::string_view currency);
[[nodiscard]] std::int64_t given_by(const Record& record, std::string_view currency, std::string_view role);

[[nodiscard]] const RemedyTerms* find_terms(const RemedyOffer& offer, std::string_view id);
[[nodiscard]] bool is_allowed(const RemedyOffer& offer, std::string_view id);
[[nodiscard]] const GivingLimits* limits_in(const RemedyOffer& offer, std::string_view currency);
[[nodiscard]] const RoleLimit* limit_of(const GivingLimits& limits, std::string_view role);
// Most worth to customers for what it costs first.
[[nodiscard]] std::vector<RemedyTerms> by_worth(std::vector<RemedyTerms> remedies);

// The caps that giving this would exceed; empty: it may be given without asking.
[[nodiscard]] std::vector<Cap> exceeded(const Record& record, const RemedyOffer& offer, const Giving& giving);

// For which of their roles somebody gives this: the first that has room for it. `claimed`: named by one who is not in the
// plan. Errors: missing_fact where nobody knows who gives; forbidden where the role is not theirs.
[[nodiscard]] Result<std::string> role_for(const Record& record, const RemedyOffer& offer, const Giving& giving, const std::string& claimed);

}  // namespace candor
