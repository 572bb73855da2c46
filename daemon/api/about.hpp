// The description of the API, as it is in the binary.
#pragma once

#include <string_view>

namespace candor::api {

[[nodiscard]] std::string_view openapi_text();

}  // namespace candor::api
