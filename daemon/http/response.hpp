// What a handler answers.
#pragma once

#include "core/error.hpp"
#include "daemon/http/request.hpp"

#include <boost/json/fwd.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace candor::http {

// Not an aggregate (g++ 12 and co_await). The body is shared and never copied: many readers of a page hold one text.
class Response {
public:
    explicit Response(int code = 204) : status(code) {}
    Response(int code, std::string_view type, std::shared_ptr<const std::string> text)
        : status(code), content_type(type), body(std::move(text)) {}
    // A refusal. The server turns it into the answer, in the one place that maps errors (respond.hpp).
    Response(Error error) : status(error_info(error.code()).http_status), refusal(std::make_shared<const Error>(std::move(error))) {}  // NOLINT: `co_return error` is the point

    int status;
    std::string content_type;                 // empty: no body
    std::shared_ptr<const std::string> body;  // may be null
    std::vector<Header> headers;              // CR, LF and NUL are replaced by spaces when written
    std::shared_ptr<const Error> refusal;     // null unless made from an Error

    Response& with(std::string name, std::string value) {
        headers.push_back({std::move(name), std::move(value)});
        return *this;
    }
};

[[nodiscard]] Response json(int status, const boost::json::value& value);
[[nodiscard]] Response text(int status, std::string body);
inline constexpr std::string_view html_type = "text/html; charset=utf-8";
// That keep a page from running or loading anything but its own style sheet and images.
[[nodiscard]] std::vector<Header> html_headers();
// A page, with the headers.
[[nodiscard]] Response html(int status, std::shared_ptr<const std::string> page);

}  // namespace candor::http
