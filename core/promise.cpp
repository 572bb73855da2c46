#include "core/promise.hpp"

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
    static constexpr auto names = std::to_array<std::string_view>({"open", "kept", "missed"});
    return names[promise.state.index()];
}

}  // namespace candor
