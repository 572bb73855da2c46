// API tokens: `cdr_`, 256 random bits in base 62 (43 characters), and a CRC-32 in base 62 (6 characters), so that a secret
// scanner knows one when it sees it and a typing error is no attempt to break in. Shown once, stored as a SHA-256: the
// entropy is high, a slow hash would add nothing.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace candor::http {

[[nodiscard]] std::string make_token(const std::array<std::uint8_t, 32>& random);
[[nodiscard]] bool is_well_formed_token(std::string_view text);  // form and checksum
[[nodiscard]] std::string token_hash(std::string_view token);    // 64 lower-case hex digits

}  // namespace candor::http
