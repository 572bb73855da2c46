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

Response html(int status, std::shared_ptr<const std::string> page) {
    Response response(status, "text/html; charset=utf-8", std::move(page));
    response.with("Content-Security-Policy",
                  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; "
                  "base-uri 'none'");
    return response;
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
