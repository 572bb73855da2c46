// Base64 (RFC 4648, section 4): the standard alphabet, padded, no line breaks.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace candor {

[[nodiscard]] std::string base64(std::string_view bytes);
// Strict: the padding must be there, nothing may follow it, and the unused bits must be zero.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace candor
