// The one place where a candor::Error becomes an HTTP response.
#pragma once

#include "core/error.hpp"
#include "daemon/http/response.hpp"
#include "daemon/http/router.hpp"

#include <string_view>

namespace candor::http {

// {"error":{"code","message","field","mend","request_id"}}, with the status of the catalogue. `field` and `mend` are
// left out where they are empty.
[[nodiscard]] Response respond(const Error& error, std::string_view request_id);

// The same for what is wrong with the message itself, where HTTP has a status of its own: 408, 431, 501, 505.
[[nodiscard]] Response respond(const Error& error, std::string_view request_id, int status);

// What OPTIONS is answered: the methods, and to a browser that asks for another site's script that it may read.
[[nodiscard]] Response respond(const Router::Options& options);

}  // namespace candor::http
