// The promise ledger of an incident.
#include "daemon/api/asked.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/view.hpp"

namespace candor::api {

using http::Params;
using http::Request;
using http::Response;

namespace {

Task<Response> list(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    std::string id = params["id"];
    const auto found = co_await parts.desk.find(std::move(id));
    if (!found) co_return found.error();
    const Record& record = (*found)->record;
    json::array promises;
    for (const Promise& promise : record.promises) promises.push_back(promise_view(promise, parts.desk.now()));
    const PromiseCounts counts = count_promises(record);
    co_return http::json(200, json::object{{"promises", std::move(promises)}, {"kept", counts.kept}, {"missed", counts.missed}});
}

}  // namespace

void add_promises(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, http::Method::get, "/incidents/{id}/promises", http::Scope::read, list);
}

}  // namespace candor::api
