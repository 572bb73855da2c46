// Facts and events as JSON: the form in which they are stored, hashed, sent in and shown.
#pragma once

#include "core/codec.hpp"
#include "core/digest.hpp"
#include "core/incident/command.hpp"
#include "core/incident/event.hpp"

namespace candor {

// {"kind":"symptom","text":...}: the body's own members beside its kind.
[[nodiscard]] json::object fact_body_to_json(const FactBody& body);
// {"id","kind","at","author","confidence","replaces", ...}.
[[nodiscard]] json::object fact_to_json(const Fact& fact);
// A fact as it is entered: {"kind", "confidence"?, "replaces"?, ...}. Confidence is confirmed where it is not given, and
// suspected for a cause: a cause is only confirmed when somebody says so.
[[nodiscard]] Result<NewFact> new_fact_from_json(const json::object& in, const std::string& path);

// An event's body, without its type; what is stored.
[[nodiscard]] std::string event_body_to_text(const EventBody& body);
[[nodiscard]] Result<EventBody> event_body_from_text(std::string_view type, std::string_view text);

// One link of the chain: SHA-256 over the link before and everything stored of this event.
[[nodiscard]] std::string chain_hash(std::string_view previous, const IncidentId& incident, std::int64_t seq, Time at,
                                     std::string_view actor, std::string_view type, std::string_view body);

}  // namespace candor
