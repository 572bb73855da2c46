// The promise ledger: every time that customers were given, and whether it was kept.
#pragma once

#include "core/id.hpp"
#include "core/message/message.hpp"
#include "core/names.hpp"
#include "core/time.hpp"

#include <optional>
#include <variant>

namespace candor {

enum class PromiseKind { next_update };
template <>
inline constexpr auto enum_names<PromiseKind> = std::to_array<std::string_view>({"next_update"});

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
using PromiseState = std::variant<PromiseOpen, PromiseKept, PromiseMissed>;

struct Promise {
    PromiseId id;
    PromiseKind kind = PromiseKind::next_update;
    ChannelKind audience = ChannelKind::email;
    UpdateId made_by;
    Time made_at{};
    Time due{};
    PromiseState state;
    friend bool operator==(const Promise&, const Promise&) = default;
};

// What becomes of a promise that is made good at `at`: kept up to and including its due time.
[[nodiscard]] PromiseState settle(const Promise& promise, Time at);
[[nodiscard]] bool is_open(const Promise& promise);
[[nodiscard]] bool is_overdue(const Promise& promise, Time now);
[[nodiscard]] std::string_view state_name(const Promise& promise);  // "open", "kept", "missed"

}  // namespace candor
