// Answers that a reader who has them already need not be sent again.
#pragma once

#include "daemon/http/request.hpp"
#include "daemon/http/response.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace candor::pages {

[[nodiscard]] std::string etag_of(std::string_view content);
[[nodiscard]] http::Response page_response(const http::Request& request, const std::shared_ptr<const std::string>& html, const std::string& etag);
[[nodiscard]] http::Response file_response(const http::Request& request, std::string_view type, const std::shared_ptr<const std::string>& content);

// As ids are made (core/id.hpp). Anything else needs no look at the database.
[[nodiscard]] bool could_be_id(std::string_view text);

}  // namespace candor::pages
