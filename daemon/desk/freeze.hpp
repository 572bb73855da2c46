// The brake is put on and taken off, in the database as well: a restart leaves it as it was.
#pragma once

#include "daemon/desk/desk.hpp"

namespace candor::desk {

// What becomes of what was published before the brake was put on, and has not arrived.
enum class Waiting { send, drop };

// At start-up: frozen, if it was.
[[nodiscard]] Task<> stay_frozen(Desk& desk, store::Store& store, WorkerThread& database);

// `reason` may be empty. Errors: wrong_state where it is on already; store_failed.
[[nodiscard]] Task<Result<Freeze>> freeze(Desk& desk, store::Store& store, WorkerThread& database, std::string by, std::string reason);

// Updates that were due meanwhile are published at once, each incident's as one, and say that they are late. `waiting`: where
// nobody says, it is sent; in a restored database it is dropped, as it may have been sent before. Returns how many deliveries
// were dropped. Errors: wrong_state where it is not on; store_failed.
[[nodiscard]] Task<Result<std::int64_t>> resume(Desk& desk, store::Store& store, WorkerThread& database, std::string by, std::optional<Waiting> waiting);

}  // namespace candor::desk
