// The promise ledger: every time that somebody was given, and whether it was kept.
#pragma once

#include "core/id.hpp"
#include "core/message/message.hpp"
#include "core/names.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>

namespace candor {

// next_update: each update makes one to each audience. eta: the latest end of an expected time that an update has told.
// get_back: an answer to somebody. follow_up: the question after the end whether it is over. prevention: what will change.
// remedy: what was granted, until the customer has it.
// start, end: when a maintenance was announced to begin, and to have ended.
enum class PromiseKind { next_update, eta, get_back, follow_up, prevention, start, end, remedy };
template <>
inline constexpr auto enum_names<PromiseKind> =
    std::to_array<std::string_view>({"next_update", "eta", "get_back", "follow_up", "prevention", "start", "end", "remedy"});

struct PromiseOpen {
    friend bool operator==(const PromiseOpen&, const PromiseOpen&) = default;
};
struct PromiseKept {
    Time at{};
    friend bool operator==(const PromiseKept&, const PromiseKept&) = default;
};
struct PromiseMissed {
    Time at{};           // when it was made good, late
    Duration lateness{0};  // > 0
    friend bool operator==(const PromiseMissed&, const PromiseMissed&) = default;
};
// It will not be kept, and somebody has said why. Counts as missed.
struct PromiseBroken {
    Time at{};
    std::string reason;
    friend bool operator==(const PromiseBroken&, const PromiseBroken&) = default;
};
using PromiseState = std::variant<PromiseOpen, PromiseKept, PromiseMissed, PromiseBroken>;

struct Promise {
    PromiseId id;
    PromiseKind kind = PromiseKind::next_update;
    std::optional<ChannelKind> audience;  // next_update: to whom
    std::string text;                     // what; empty where the kind says it all
    std::string to;                       // get_back: to whom
    std::string owner;                    // who keeps it
    FactId fact;                          // eta, prevention: that it comes from
    GrantId grant;                        // remedy: what was granted
    UpdateId made_by;                     // the update that told it; empty: none has
    Time made_at{};
    Time due{};
    PromiseState state;
    std::string note;                     // how it was kept
    friend bool operator==(const Promise&, const Promise&) = default;
};

// What becomes of a promise that is made good at `at`: kept up to and including its due time.
[[nodiscard]] PromiseState settle(const Promise& promise, Time at);
[[nodiscard]] bool is_open(const Promise& promise);
[[nodiscard]] bool is_overdue(const Promise& promise, Time now);
[[nodiscard]] std::string_view state_name(const Promise& promise);  // "open", "kept", "missed", "broken"
// Kept by a person's word. The others keep themselves, or are missed: a person can only break them.
[[nodiscard]] bool is_kept_by_people(PromiseKind kind);
// How many were kept, and how many were not: made good too late, or broken.
struct PromiseTally {
    std::int64_t kept = 0;
    std::int64_t missed = 0;
    std::optional<Duration> worst;  // lateness of one that was made good; none: no such
};
[[nodiscard]] PromiseTally tally(std::span<const Promise> promises);

// How far off it was, once it is settled: negative is early. Two-sided: a time set too late shows as well as one too early.
[[nodiscard]] std::optional<Duration> error_of(const Promise& promise);

}  // namespace candor
