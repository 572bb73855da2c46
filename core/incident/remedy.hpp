// Goodwill: what may be given, and what was given to whom. Sums are whole numbers of the currency's smallest unit, and are
// always the organisation's to pay.
#pragma once

#include "core/id.hpp"
#include "core/names.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace candor {

// A note and a gift are made by hand: somebody is named who does it.
enum class RemedyKind { credit, coupon, refund, return_, expedite, gift, note, other };
template <>
inline constexpr auto enum_names<RemedyKind> =
    std::to_array<std::string_view>({"credit", "coupon", "refund", "return", "expedite", "gift", "note", "other"});

[[nodiscard]] constexpr bool is_made_by_hand(RemedyKind kind) {
    return kind == RemedyKind::note || kind == RemedyKind::gift;
}

// As the catalogue has it, or had it when it was given.
struct RemedyTerms {
    std::string id;
    RemedyKind kind = RemedyKind::other;
    std::string text;         // as customers read it
    std::int64_t value = 0;   // to the customer
    std::int64_t cost = 0;    // to the organisation: this counts against the caps
    std::string currency;     // ISO 4217; empty: it costs nothing
    friend bool operator==(const RemedyTerms&, const RemedyTerms&) = default;
};

// One remedy, to one customer or to everybody who is affected.
struct Giving {
    GrantId id;
    RemedyTerms remedy;
    std::string to;              // the customer's reference; empty: everybody affected
    std::int64_t customers = 1;  // how many get it
    std::string role;            // of the plan, for which it was given; empty: none
    std::string owner;           // who sees to it that it arrives
    std::string reason;          // may be empty
    Time due{};
    std::string key;  // of the request, so that a repeated one gives once; may be empty
    friend bool operator==(const Giving&, const Giving&) = default;
};

enum class Cap { customer, incident, role };
template <>
inline constexpr auto enum_names<Cap> = std::to_array<std::string_view>({"customer", "incident", "role"});

struct RemedyGranted {
    Giving giving;
    friend bool operator==(const RemedyGranted&, const RemedyGranted&) = default;
};
// Over a cap: it waits for a second person.
struct RemedyAsked {
    Giving giving;
    std::vector<Cap> over;
    friend bool operator==(const RemedyAsked&, const RemedyAsked&) = default;
};
struct RemedyRefused {
    GrantId id;
    std::string reason;
    friend bool operator==(const RemedyRefused&, const RemedyRefused&) = default;
};
// The customer has it.
struct RemedyFulfilled {
    GrantId id;
    std::string note;
    friend bool operator==(const RemedyFulfilled&, const RemedyFulfilled&) = default;
};
// Nothing is given in this incident, and why.
struct RemediesDeclined {
    std::string reason;
    friend bool operator==(const RemediesDeclined&, const RemediesDeclined&) = default;
};

enum class GrantState { asked, refused, granted, fulfilled, taken_back };
template <>
inline constexpr auto enum_names<GrantState> =
    std::to_array<std::string_view>({"asked", "refused", "granted", "fulfilled", "taken_back"});

// A line of the ledger.
struct Grant {
    Giving giving;
    GrantState state = GrantState::asked;
    std::vector<Cap> over;    // why a second person was asked; empty: nobody was
    std::string by;           // who gave it, or asked
    Time at{};
    std::string answered_by;  // the second person; empty: none yet, or none was needed
    std::string refusal;
    std::int64_t seq = 0;     // of the event that granted it; 0: not granted
    PromiseId promise;        // that it is; empty: not granted
    std::string note;         // how it was fulfilled
};

// --- what may be given ---

struct RoleLimit {
    std::string role;
    std::int64_t most = 0;
};

// Up to these sums nobody has to be asked.
struct GivingLimits {
    std::string currency;
    std::int64_t per_customer = 0;
    std::int64_t per_incident = 0;
    std::vector<RoleLimit> roles;  // in one incident; none: roles are not limited
};

// What the plan says about a situation and about somebody who wants to give something in it.
struct RemedyOffer {
    std::vector<RemedyTerms> catalogue;
    std::vector<std::string> allowed;  // ids of the catalogue
    std::vector<GivingLimits> limits;  // one for each currency
    std::vector<std::string> roles;    // the giver's: themselves, and the rotas they stand in; empty: not in the plan
    std::vector<std::string> known;    // all roles there are
    std::map<std::string, Duration> within;  // by id of the catalogue: until the customer has it; else usual_time_to_fulfil
};

inline constexpr Duration usual_time_to_fulfil = std::chrono::days{7};

}  // namespace candor
