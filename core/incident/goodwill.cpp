#include "core/incident/goodwill.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <limits>

namespace candor {

namespace {

constexpr std::int64_t beyond = std::numeric_limits<std::int64_t>::max() / 4;  // more than any cap: sums of it do not overflow

std::int64_t sum(std::int64_t a, std::int64_t b) {
    return std::min(beyond, a) + std::min(beyond, b);
}

// "Order  4711" and "order 4711" are one customer.
std::string reference(std::string_view text) {
    std::string out;
    for (const char c : trimmed(text)) {
        const bool blank = c == ' ';
        if (blank && out.ends_with(' ')) continue;
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

template <class Matches>
std::int64_t total(const Record& record, std::string_view currency, Matches matches) {
    std::int64_t total = 0;
    for (const Grant& grant : record.grants) {
        if (counts(grant) && grant.giving.remedy.currency == currency) total = sum(total, matches(grant.giving));
    }
    return total;
}

bool has_room(const Record& record, const GivingLimits& limits, const std::string& role, const Giving& giving) {
    const RoleLimit* limit = limit_of(limits, role);
    return limit != nullptr && sum(given_by(record, limits.currency, role), cost_of(giving)) <= limit->most;
}

Error nobody_in_the_plan(const RemedyOffer& offer) {
    return {ErrorCode::missing_fact, "The plan does not know you by name: say for whom you give it.", "as",
            fmt::format("Add --as ROLE, one of: {}.", fmt::join(offer.known, ", "))};
}

}  // namespace

bool counts(const Grant& grant) {
    return grant.state == GrantState::granted || grant.state == GrantState::fulfilled;
}

std::int64_t cost_of(const Giving& giving) {
    const std::int64_t cost = giving.remedy.cost;
    if (cost > 0 && giving.customers > beyond / cost) return beyond;
    return cost * giving.customers;
}

bool same_customer(std::string_view a, std::string_view b) {
    return reference(a) == reference(b);
}

std::int64_t given(const Record& record, std::string_view currency) {
    return total(record, currency, [](const Giving& giving) { return cost_of(giving); });
}

std::int64_t given_to(const Record& record, std::string_view currency, std::string_view customer) {
    return total(record, currency, [&](const Giving& giving) {
        return giving.to.empty() || same_customer(giving.to, customer) ? giving.remedy.cost : 0;
    });
}

std::int64_t given_to_anyone(const Record& record, std::string_view currency) {
    std::int64_t most = given_to(record, currency, "");
    for (const Grant& grant : record.grants) most = std::max(most, given_to(record, currency, grant.giving.to));
    return most;
}

std::int64_t given_by(const Record& record, std::string_view currency, std::string_view role) {
    return total(record, currency, [&](const Giving& giving) { return giving.role == role ? cost_of(giving) : 0; });
}

const RemedyTerms* find_terms(const RemedyOffer& offer, std::string_view id) {
    const auto found = std::find_if(offer.catalogue.begin(), offer.catalogue.end(), [&](const RemedyTerms& one) { return one.id == id; });
    return found == offer.catalogue.end() ? nullptr : &*found;
}

bool is_allowed(const RemedyOffer& offer, std::string_view id) {
    return std::find(offer.allowed.begin(), offer.allowed.end(), id) != offer.allowed.end();
}

const GivingLimits* limits_in(const RemedyOffer& offer, std::string_view currency) {
    const auto found = std::find_if(offer.limits.begin(), offer.limits.end(), [&](const GivingLimits& one) { return one.currency == currency; });
    return found == offer.limits.end() ? nullptr : &*found;
}

const RoleLimit* limit_of(const GivingLimits& limits, std::string_view role) {
    const auto found = std::find_if(limits.roles.begin(), limits.roles.end(), [&](const RoleLimit& one) { return one.role == role; });
    return found == limits.roles.end() ? nullptr : &*found;
}

// Without division, so that a cost of nothing comes first by itself.
std::vector<RemedyTerms> by_worth(std::vector<RemedyTerms> remedies) {
    const auto worth_more = [](const RemedyTerms& a, const RemedyTerms& b) {
        if (a.currency != b.currency) return a.currency < b.currency;
        const auto left = static_cast<long double>(a.value) * static_cast<long double>(b.cost);
        const auto right = static_cast<long double>(b.value) * static_cast<long double>(a.cost);
        return left != right ? left > right : a.cost < b.cost;
    };
    std::stable_sort(remedies.begin(), remedies.end(), worth_more);
    return remedies;
}

std::vector<Cap> exceeded(const Record& record, const RemedyOffer& offer, const Giving& giving) {
    if (giving.remedy.cost == 0) return {};
    const std::string& currency = giving.remedy.currency;
    const GivingLimits* limits = limits_in(offer, currency);
    if (limits == nullptr) return {Cap::customer, Cap::incident};
    std::vector<Cap> over;
    const std::int64_t before = giving.to.empty() ? given_to_anyone(record, currency) : given_to(record, currency, giving.to);
    if (sum(before, giving.remedy.cost) > limits->per_customer) over.push_back(Cap::customer);
    if (sum(given(record, currency), cost_of(giving)) > limits->per_incident) over.push_back(Cap::incident);
    if (!limits->roles.empty() && !has_room(record, *limits, giving.role, giving)) over.push_back(Cap::role);
    return over;
}

Result<std::string> role_for(const Record& record, const RemedyOffer& offer, const Giving& giving, const std::string& claimed) {
    std::vector<std::string> roles = offer.roles;
    if (!claimed.empty()) {
        const auto& mine = offer.roles.empty() ? offer.known : offer.roles;
        if (std::find(mine.begin(), mine.end(), claimed) == mine.end()) {
            return Error(ErrorCode::forbidden, fmt::format("You do not act for {}.", claimed), "as",
                         fmt::format("Leave it out, or name one of: {}.", fmt::join(mine, ", ")));
        }
        roles = {claimed};
    }
    const GivingLimits* limits = limits_in(offer, giving.remedy.currency);
    const bool limited = limits != nullptr && !limits->roles.empty() && giving.remedy.cost > 0;
    if (roles.empty()) return limited ? Result<std::string>(nobody_in_the_plan(offer)) : Result<std::string>(std::string{});
    if (!limited) return roles.front();
    for (const std::string& role : roles) {
        if (has_room(record, *limits, role, giving)) return role;
    }
    for (const std::string& role : roles) {
        if (limit_of(*limits, role) != nullptr) return role;
    }
    return roles.front();
}

}  // namespace candor
