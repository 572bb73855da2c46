// What the tests about honesty in the daemon share: lies, and who would hear them.
#pragma once

#include "newsroom.hpp"

namespace candor::test {

// Blocked by any record that says nothing of it.
inline const std::string lie = "We'll have this resolved shortly.";

inline NewFact fact(FactBody body) {
    return {std::move(body), Confidence::confirmed, std::nullopt};
}

// Everything that anybody was ever told, on any channel.
inline std::string all_that_was_said(Newsroom& room, const IncidentId& id) {
    std::string said;
    for (const PublishedUpdate& published : room.record(id).updates) {
        for (const auto& stored : room.store.messages(published.update.id)) {
            said += stored.message.subject + "\n" + stored.message.text + "\n" + stored.message.html + "\n" + stored.message.json + "\n";
        }
    }
    return said;
}

inline Result<desk::Done> attempt(Newsroom& room, const IncidentId& id, Command command, const std::string& who = "comms-lead") {
    return room.await(room.desk.execute(id, std::move(command), who));
}

}  // namespace candor::test
