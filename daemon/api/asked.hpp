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

// Carries out `command` on the incident, as the one who asks.
[[nodiscard]] Task<Result<desk::Done>> carry_out(const Parts& parts, const http::Request& request, IncidentId id, Command command);

// The incident as JSON, as it is now.
[[nodiscard]] boost::json::object shown(const Parts& parts, const desk::Dossier& dossier);

// A request that takes no parameters.
[[nodiscard]] std::optional<Error> refuse_query(const http::Request& request);

}  // namespace candor::api
