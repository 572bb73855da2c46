// What compose() asks of the record: what a fact says as a line, what an audience was told, what is not known.
#pragma once

#include "core/message/statement.hpp"

namespace candor {

// The fact's own sentence; section, novelty and rank are the caller's. `whole_minutes`: an expected end is rounded up to
// the minute, so that it is never promised earlier than recorded.
[[nodiscard]] Line fact_line(const RecordedFact& fact, bool whole_minutes);

// What the update promised to this audience; nullptr where it is not for this audience.
[[nodiscard]] const Promised* promise_for(const UpdatePublished& update, ChannelKind audience);

[[nodiscard]] bool is_confirmed(const RecordedFact& fact);

// Does this fact, once confirmed, show that customers are affected?
[[nodiscard]] bool shows_impact(const RecordedFact& fact);

// Was it confirmed, up to and including event `seq`, that customers are affected? Our own staff's and our monitoring's
// finding is a confirmation; a report of others is not until a fact confirms it.
[[nodiscard]] bool impact_confirmed(const Record& record, std::int64_t seq);

// The fact of this kind that held, and was the newest that did, when event `seq` had just happened; nullptr: none.
[[nodiscard]] const RecordedFact* newest_of_kind(const Record& record, std::size_t kind, std::int64_t seq);
template <class Body>
[[nodiscard]] const Body* newest_at(const Record& record, std::int64_t seq) {
    const RecordedFact* newest = newest_of_kind(record, FactBody(Body{}).index(), seq);
    return newest == nullptr ? nullptr : &std::get<Body>(newest->fact.body);
}

// How the first text begins, by how we came to know.
[[nodiscard]] Slot opening_slot(Origin origin, bool confirmed);

[[nodiscard]] bool tells_scope(const Scope& scope);

// The names of what is not known: of cause, scope, start, duration, end, data_loss, attack.
[[nodiscard]] std::vector<std::string_view> unknown_parts(const Record& record, Time now, bool closing);
// Is it recorded, by this very fact, that something is not known?
[[nodiscard]] bool says_unknown(const RecordedFact& fact);

// What became, since event `seq`, of a fact that had been told by then.
struct FactChange {
    enum Kind { none, retracted, replaced } kind = none;
    const RecordedFact* by = nullptr;  // the fact in its place
};
[[nodiscard]] FactChange change_since(const Record& record, const RecordedFact& fact, std::int64_t seq);

}  // namespace candor
