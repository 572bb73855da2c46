// What tests of the store have in common: an incident's events on their way into it.
#pragma once

#include "daemon/store/store.hpp"
#include "tests/core/incident_builder.hpp"

#include <functional>

namespace candor::test {

inline const ChannelId partners("partners");

// What a command decided, with its update going to one channel, as `message_of` words it.
inline store::Commit to_commit(const Incident& incident, std::vector<Event> events, const std::function<Message(const UpdatePublished&)>& message_of) {
    store::Commit commit;
    commit.incident = incident.record.id;
    commit.status = incident.record.status;
    commit.declared_at = incident.record.declared_at;
    commit.ended_at = incident.record.ended_at;
    commit.next_due = next_due(incident.record, incident.policy);
    for (const Event& event : events) {
        const auto* update = std::get_if<UpdatePublished>(&event.body);
        if (update == nullptr) continue;
        Message message = message_of(*update);
        message.language = "en";
        commit.publication = store::Publication{update->id, is_protected(update->kind), {{"webhook/en", std::move(message), "[]"}}, {{partners, "webhook/en"}}};
    }
    commit.events = std::move(events);
    return commit;
}

// Events, and beside them what is to be said.
inline void commit(store::Store& store, const Incident& incident, std::vector<Event> events, std::optional<store::Publication> said) {
    store::Commit commit;
    commit.incident = incident.record.id;
    commit.declared_at = incident.record.declared_at;
    commit.publication = std::move(said);
    commit.events = std::move(events);
    const std::vector<store::Commit> commits{std::move(commit)};
    REQUIRE(store.commit(commits));
}

}  // namespace candor::test
