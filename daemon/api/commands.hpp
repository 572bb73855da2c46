// What is asked, as JSON, to what is commanded. Pure. Errors: invalid_argument with the field; not_found for an update to
// be corrected. What the words may hold is decide()'s business.
#pragma once

#include "core/incident/command.hpp"
#include "daemon/desk/setup.hpp"

#include <boost/json/object.hpp>

namespace candor::api {

namespace json = boost::json;

inline constexpr std::size_t most_facts = 50;  // in one request

// `id` and the owner where none is given are the house's: of the caller, of the setup.
[[nodiscard]] Result<Declare> read_declare(const json::object& body, IncidentId id, const desk::Setup& setup);
// A case; its opener owns it where nobody is named. `about` is the id as it was given.
[[nodiscard]] Result<Declare> read_case(const json::object& body, IncidentId id);
[[nodiscard]] Result<Declare> read_maintenance(const json::object& body, IncidentId id, const desk::Setup& setup);
[[nodiscard]] Result<MoveTo> read_move(const json::object& body);
// The next step of a maintenance: {"words":..., "facts":[...]}, and of the last "verified".
template <class Step>
[[nodiscard]] Result<Step> read_step(const json::object& body);
// {"facts":[...]}, or one fact by itself.
[[nodiscard]] Result<RecordFacts> read_facts(const json::object& body);
[[nodiscard]] Result<RetractFact> read_retraction(const json::object& body, FactId fact);
[[nodiscard]] Result<Publish> read_update(const json::object& body, const Record& record, const desk::Setup& setup);
[[nodiscard]] Result<Assign> read_owner(const json::object& body);
[[nodiscard]] Result<Resolve> read_resolution(const json::object& body, const Record& record, const desk::Setup& setup);
// {"answer":"approve"} or {"answer":"refuse","reason":...}
[[nodiscard]] Result<Command> read_answer(const json::object& body, ApprovalId approval);
[[nodiscard]] Result<Withdraw> read_withdrawal(const json::object& body);
[[nodiscard]] Result<Reopen> read_reopening(const json::object& body);
[[nodiscard]] Result<PublishReview> read_review(const json::object& body);
[[nodiscard]] Result<Command> read_acknowledgement(const json::object& body);
[[nodiscard]] Result<Command> read_recheck(const json::object& body);
[[nodiscard]] Result<Command> read_dismissal(const json::object& body);
[[nodiscard]] Result<MakePromise> read_promise(const json::object& body);
// {"answer":"kept","note":...} or {"answer":"broken","reason":...}
[[nodiscard]] Result<Command> read_settlement(const json::object& body, PromiseId promise);

}  // namespace candor::api
