#include "daemon/api/asked.hpp"

#include "daemon/api/query.hpp"
#include "daemon/api/view.hpp"
#include "daemon/http/json_body.hpp"

#include <charconv>

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

namespace {

// If-Match (RFC 9110, 13.1.1) with the version of the record as its entity tag. None: whatever it is at.
Result<std::optional<std::int64_t>> expected_version(const http::Request& request) {
    const std::string* given = request.header("if-match");
    if (given == nullptr || *given == "*") return std::optional<std::int64_t>();
    std::string_view text = *given;
    const bool quoted = text.size() > 2 && text.front() == '"' && text.back() == '"';
    if (quoted) text = text.substr(1, text.size() - 2);
    std::int64_t version = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (quoted && error == std::errc() && end == text.data() + text.size()) return std::optional(version);
    return Error(ErrorCode::invalid_argument, "If-Match is not a version.", "If-Match", "Send the version that you have read, in quotes: If-Match: \"7\"");
}

}  // namespace

Task<Result<desk::Done>> carry_out(const Parts& parts, const http::Request& request, IncidentId id, Command command) {
    const auto version = expected_version(request);
    if (!version) co_return version.error();
    std::string actor = request.who.name;
    co_return co_await parts.desk.execute(std::move(id), std::move(command), std::move(actor), *version);
}

boost::json::object shown(const Parts& parts, const desk::Dossier& dossier) {
    return incident_view(dossier, parts.desk.setup(), parts.desk.now());
}

std::optional<Error> refuse_query(const http::Request& request) {
    return QueryReader(request).error();
}

}  // namespace candor::api
