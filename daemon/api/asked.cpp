#include "daemon/api/asked.hpp"

#include "daemon/api/query.hpp"
#include "daemon/api/view.hpp"
#include "daemon/http/json_body.hpp"

namespace candor::api {

Task<Result<desk::DossierPtr>> find_for(const Parts& parts, const http::Request& request, std::string id) {
    const std::string asked = id;
    auto found = co_await parts.desk.find(std::move(id));
    const bool hidden = found && (*found)->record.kind == RecordKind::case_ && request.who.scope < http::Scope::respond;
    if (hidden) co_return Error(ErrorCode::not_found, "There is no incident " + asked + ".", "id", "candor status all lists them.");
    co_return found;
}

Task<Result<Asked>> read_asked(const Parts& parts, const http::Request& request, const http::Params& params) {
    auto body = http::json_object(request);
    if (!body) co_return body.error();
    std::string id = params["id"];
    auto found = co_await find_for(parts, request, std::move(id));
    if (!found) co_return found.error();
    Asked asked{std::move(*body), *found};
    co_return asked;
}

Task<Result<desk::Done>> carry_out(const Parts& parts, const http::Request& request, IncidentId id, Command command) {
    std::string actor = request.who.name;
    co_return co_await parts.desk.execute(std::move(id), std::move(command), std::move(actor));
}

boost::json::object shown(const Parts& parts, const desk::Dossier& dossier) {
    return incident_view(dossier, parts.desk.setup(), parts.desk.now());
}

std::optional<Error> refuse_query(const http::Request& request) {
    return QueryReader(request).error();
}

}  // namespace candor::api
