// What the requests about one incident have in common: a body, the incident, a command carried out, and the incident as
// it is then.
#pragma once

#include "daemon/api/api.hpp"

#include <boost/json/object.hpp>

namespace candor::api {

struct Asked {
    boost::json::object body;
    desk::DossierPtr dossier;
};

// The incident, maintenance or case of this id. To whoever may only read there is no case: it is one customer's own. Errors:
// those of Desk::find().
[[nodiscard]] Task<Result<desk::DossierPtr>> find_for(const Parts& parts, const http::Request& request, std::string id);

// Errors: those of http::json_object() and find_for().
[[nodiscard]] Task<Result<Asked>> read_asked(const Parts& parts, const http::Request& request, const http::Params& params);

// A request that takes no parameters.
[[nodiscard]] std::optional<Error> refuse_query(const http::Request& request);

// Carries out `command` on the incident, as the one who asks.
[[nodiscard]] Task<Result<desk::Done>> carry_out(const Parts& parts, const http::Request& request, IncidentId id, Command command);

// Carries out what the body asks of the incident. `read`: makes a command of it, Result<...>(const json::object&). Errors: those
// of read_asked(), of `read` and of Desk::execute().
template <class Read>
[[nodiscard]] Task<Result<desk::Done>> carry_out(const Parts& parts, const http::Request& request, const http::Params& params, Read read) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto asked = co_await read_asked(parts, request, params);
    if (!asked) co_return asked.error();
    const auto command = read(asked->body);
    if (!command) co_return command.error();
    Command wanted = *command;
    co_return co_await carry_out(parts, request, asked->dossier->record.id, std::move(wanted));
}

// The incident as JSON, as it is now.
[[nodiscard]] boost::json::object shown(const Parts& parts, const desk::Dossier& dossier);

}  // namespace candor::api
