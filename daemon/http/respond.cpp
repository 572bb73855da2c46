#include "daemon/http/respond.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace candor::http {

Response json(int status, const boost::json::value& value) {
    auto body = std::make_shared<std::string>(boost::json::serialize(value));
    *body += '\n';
    return {status, "application/json", std::move(body)};
}

Response text(int status, std::string body) {
    return {status, "text/plain; charset=utf-8", std::make_shared<const std::string>(std::move(body))};
}

std::vector<Header> html_headers() {
    return {{"Content-Security-Policy",
             "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"}};
}

Response html(int status, std::shared_ptr<const std::string> page) {
    Response response(status, html_type, std::move(page));
    response.headers = html_headers();
    return response;
}

Response respond(const Router::Options& options) {
    Response response(204);
    response.with("Allow", options.allow);
    if (!options.for_any_site) return response;
    response.with("Access-Control-Allow-Origin", "*").with("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
    return response.with("Access-Control-Allow-Headers", "*").with("Access-Control-Max-Age", "86400");
}

Response respond(const Error& error, std::string_view request_id) {
    return respond(error, request_id, error_info(error.code()).http_status);
}

Response respond(const Error& error, std::string_view request_id, int status) {
    boost::json::object body{{"code", error_info(error.code()).id}, {"message", error.message()}};
    if (!error.field().empty()) body["field"] = error.field();
    if (!error.mend().empty()) body["mend"] = error.mend();
    body["request_id"] = request_id;
    Response response = json(status, boost::json::object{{"error", std::move(body)}});
    if (error.code() == ErrorCode::unauthenticated) response.with("WWW-Authenticate", "Bearer realm=\"candor\"");
    if (error.code() == ErrorCode::too_many_requests || error.code() == ErrorCode::draining) response.with("Retry-After", "1");
    return response;
}

}  // namespace candor::http
