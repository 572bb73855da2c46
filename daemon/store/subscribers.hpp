// What became of deliveries to those who subscribed. Inside this folder only; in the transaction of the caller.
#pragma once

#include "daemon/store/store.hpp"

#include <soci/soci.h>
#include <vector>

namespace candor::store {

// Counts what a mail server refused for good, and suppresses who is refused again and again.
void note_bounces(soci::session& sql, const std::vector<const Settled*>& settled);
// What these attempts make of webhooks that somebody subscribed: one that fails for long is put aside. Returns how many just were.
[[nodiscard]] std::size_t note_webhooks(soci::session& sql, const std::vector<const Settled*>& settled);

}  // namespace candor::store
