// SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104), over OpenSSL.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace candor {

using Digest = std::array<std::uint8_t, 32>;

[[nodiscard]] Digest sha256(std::string_view data);
[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view data);
[[nodiscard]] std::string to_hex(const Digest& digest);  // 64 lower-case hex digits

// The hash of a list of fields, each preceded by its length: ("ab", "c") and ("a", "bc") differ.
[[nodiscard]] Digest sha256_of(std::initializer_list<std::string_view> fields);

// Of which ids are made that follow from what they name.
[[nodiscard]] std::uint64_t first_bits(const Digest& digest);

}  // namespace candor
