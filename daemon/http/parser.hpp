// One HTTP/1.1 request from bytes (RFC 9112), by Beast's parser, straight into our Request.
#pragma once

#include "core/error.hpp"
#include "daemon/http/limits.hpp"
#include "daemon/http/request.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

namespace candor::http {

// What is wrong with the bytes, and the status that HTTP has for it.
struct ParseFault {
    int status;
    Error error;
};

class RequestParser {
public:
    RequestParser(const Limits& limits, Request& into);
    ~RequestParser();
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    // Takes what it can of `bytes` and says how many; what it has not taken must be given again with more behind it.
    // After a fault the connection is of no further use.
    std::size_t take(std::string_view bytes);

    [[nodiscard]] const std::optional<ParseFault>& fault() const noexcept;
    [[nodiscard]] bool has_header() const;
    [[nodiscard]] bool is_complete() const;  // header and body
    [[nodiscard]] bool keeps_alive() const;
    [[nodiscard]] bool expects_continue() const;

private:
    class Sink;
    std::unique_ptr<Sink> sink_;
};

}  // namespace candor::http
