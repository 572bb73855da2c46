// What became of a delivery, to somebody who subscribed. Inside this folder only; in the transaction of the caller.
#pragma once

#include "core/delivery/delivery.hpp"

#include <soci/soci.h>

namespace candor::store {

// Counts what a mail server refused for good, and suppresses who is refused again and again.
void note_bounce(soci::session& sql, std::int64_t recipient, const Delivery& delivery, Time at);

// What an attempt makes of a webhook that somebody subscribed: one that fails for long is put aside.
void note_webhook(soci::session& sql, std::int64_t recipient, const Delivery& delivery, Time at);

}  // namespace candor::store
