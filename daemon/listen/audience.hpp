// The desk renders for those who hear, and in nothing that nobody asked for: whoever changes who hears says so here.
#pragma once

#include "core/subscriber/entry.hpp"
#include "daemon/desk/desk.hpp"

namespace candor::listen {

// Looks who hears in which language and form, and lets the desk work by that from now on.
[[nodiscard]] Task<> follow_audience(desk::Desk& desk, store::Store& store, WorkerThread& database);

// By what the wishes of subscribers are judged. `by`: the operator who enters them; empty: they do themselves.
[[nodiscard]] EntryRules entry_rules(const desk::Setup& setup, std::string by, Time now);

// The answer to somebody whose wish the database did not take.
[[nodiscard]] Error not_stored();

}  // namespace candor::listen
