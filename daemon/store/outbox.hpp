// What is said on its way to the dispatcher: the texts, and a fan-out for each way out. Inside this folder only; in the
// transaction of the caller.
#pragma once

#include "daemon/store/store.hpp"

#include <soci/soci.h>

namespace candor::store {

struct Sending {
    IncidentId incident;
    Time at{};
    std::int64_t after = 0;  // only recipients after this one
};

[[nodiscard]] std::string message_hash(const UpdateId& update, const std::string& variant, const Message& message);
void insert_message(soci::session& sql, const IncidentId& incident, const Publication& publication, const RenderedVariant& rendered);
void start_fanout(soci::session& sql, const Sending& sending, const Publication& publication, const Route& route);
// What was published until then and has not arrived is not sent any more. Returns how many deliveries that are.
std::int64_t give_up(soci::session& sql, Time until);

}  // namespace candor::store
