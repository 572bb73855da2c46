#include "core/promise.hpp"

#include <algorithm>

namespace candor {

PromiseState settle(const Promise& promise, Time at) {
    if (at <= promise.due) return PromiseKept{at};
    return PromiseMissed{at, at - promise.due};
}

bool is_open(const Promise& promise) {
    return std::holds_alternative<PromiseOpen>(promise.state);
}

bool is_overdue(const Promise& promise, Time now) {
    return is_open(promise) && now > promise.due;
}

std::string_view state_name(const Promise& promise) {
    static constexpr auto names = std::to_array<std::string_view>({"open", "kept", "missed", "broken"});
    return names[promise.state.index()];
}

bool is_kept_by_people(PromiseKind kind) {
    switch (kind) {
        case PromiseKind::get_back:
        case PromiseKind::prevention:
        case PromiseKind::remedy: return true;
        case PromiseKind::next_update:
        case PromiseKind::eta:
        case PromiseKind::follow_up:
        case PromiseKind::start:
        case PromiseKind::end: return false;
    }
    return false;
}

PromiseTally tally(std::span<const Promise> promises) {
    PromiseTally tally;
    for (const Promise& promise : promises) {
        if (std::holds_alternative<PromiseKept>(promise.state)) ++tally.kept;
        if (std::holds_alternative<PromiseBroken>(promise.state)) ++tally.missed;
        const auto* missed = std::get_if<PromiseMissed>(&promise.state);
        if (missed == nullptr) continue;
        ++tally.missed;
        tally.worst = std::max(missed->lateness, tally.worst.value_or(missed->lateness));
    }
    return tally;
}

std::optional<Duration> error_of(const Promise& promise) {
    if (const auto* kept = std::get_if<PromiseKept>(&promise.state)) return kept->at - promise.due;
    if (const auto* missed = std::get_if<PromiseMissed>(&promise.state)) return missed->lateness;
    return std::nullopt;
}

}  // namespace candor
