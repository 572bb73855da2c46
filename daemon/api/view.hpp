// What the API shows, as JSON: pure functions of the record. Times are RFC 3339 UTC with milliseconds.
#pragma once

#include "daemon/desk/desk.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <span>

namespace candor::api {

namespace json = boost::json;

// The incident with its facts, updates and promises.
[[nodiscard]] json::object incident_view(const desk::Dossier& dossier, const desk::Setup& setup, Time now);
// The same without those three: how many, and how many promises were kept.
[[nodiscard]] json::object summary_view(const desk::Dossier& dossier, const desk::Setup& setup);
// `index`: among record.updates.
[[nodiscard]] json::object update_view(const desk::Dossier& dossier, std::size_t index);
[[nodiscard]] json::object update_view(const desk::Dossier& dossier, const UpdateId& id);
[[nodiscard]] json::object fact_view(const RecordedFact& recorded);
[[nodiscard]] json::object promise_view(const Promise& promise, Time now);
[[nodiscard]] json::object event_view(const Event& event);

// The brake, where it is on; else null.
[[nodiscard]] json::value frozen_view(const desk::Setup& setup);
// What is empty was never said: null.
[[nodiscard]] json::value text_or_null(const std::string& text);
[[nodiscard]] json::value time_or_null(const std::optional<Time>& time);
// Whole seconds as an integer, else with a fraction.
[[nodiscard]] json::value seconds_of(Duration duration);

}  // namespace candor::api
