// What the desk remembers of incidents, so that it can say whether something like this has happened before.
#pragma once

#include "core/similar.hpp"
#include "daemon/store/store.hpp"

namespace candor::desk {

// All of the last `memory`, at most `most_remembered`. On the database thread.
inline constexpr std::size_t most_remembered = 5000;
[[nodiscard]] History read_history(store::Store& store, Time now);

// In place of what was remembered of it. Of maintenance and cases nothing is.
void remember(History& history, const Record& record);

}  // namespace candor::desk
