// The honesty check of words that somebody means to say.
#include "core/incident/validate.hpp"
#include "daemon/api/asked.hpp"
#include "daemon/api/resources.hpp"
#include "daemon/api/view.hpp"
#include "daemon/http/json_body.hpp"

namespace candor::api {

using http::Params;
using http::Request;
using http::Response;

namespace {

Task<Response> check(const Parts& parts, const Request& request, const Params& params) {
    if (auto error = refuse_query(request)) co_return *error;
    const auto body = http::json_object(request);
    if (!body) co_return body.error();
    http::FieldReader fields(*body);
    const std::string text = fields.text("text", 4 * longest_words);
    const auto language = fields.optional_text("language", 20);
    if (language && *language != parts.desk.setup().language) {
        fields.fail("language", "is not the language that people's words are published in");
    }
    if (auto error = fields.error()) co_return *error;
    if (auto valid = validate_words(text, "text"); !valid) co_return valid.error();
    std::string id = params["id"];
    const auto found = co_await find_for(parts, request, std::move(id));
    if (!found) co_return found.error();
    co_return http::json(200, json::object{{"findings", honesty::to_json(parts.desk.findings(**found, text))}});
}

}  // namespace

void add_checks(Routes& routes, const PartsPtr& parts) {
    add(routes, parts, http::Method::post, "/incidents/{id}/check", http::Scope::read, check);
}

}  // namespace candor::api
