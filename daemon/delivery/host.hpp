// The host of a URL, for grouping only: what may be contacted is judged at connect, on the address.
#pragma once

#include <string>
#include <string_view>

namespace candor::delivery {

// Without scheme, user and path; as written.
[[nodiscard]] std::string_view host_part(std::string_view url);

// "host:port" of an http(s) URL, in lower case, with the scheme's port where none is written.
[[nodiscard]] std::string host_and_port(std::string_view url);

}  // namespace candor::delivery
