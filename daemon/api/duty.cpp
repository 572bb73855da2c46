// What the people on duty answer: they are there, it still holds, it is not opened again.
#include "daemon/api/asked.hpp"
#include "daemon/api/commands.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/view.hpp"
#include "daemon/http/response.hpp"

namespace candor::api {

using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;
namespace json = boost::json;

namespace {

using ReadDuty = Result<Command> (*)(const json::object& body);

// Each of them reads its body, is carried out, and answers with the incident as it is then.
template <ReadDuty read>
Task<Response> answer_call(const Parts& parts, const Request& request, const Params& params) {
    const auto done = co_await carry_out(parts, request, params, read);
    if (!done) co_return done.error();
    co_return http::json(200, json::object{{"incident", shown(parts, *done->dossier)}});
}

}  // namespace

void add_duty(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, Method::post, "/incidents/{id}/ack", Scope::respond, answer_call<read_acknowledgement>);
    add(routes, parts, Method::post, "/incidents/{id}/recheck", Scope::respond, answer_call<read_recheck>);
    add(routes, parts, Method::post, "/incidents/{id}/dismiss", Scope::respond, answer_call<read_dismissal>);
}

}  // namespace candor::api
