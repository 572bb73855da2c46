// Ranges of internet addresses, as in "10.0.0.0/8" and "fd00::/8". IPv4 is held as IPv4-mapped IPv6 (::ffff:0:0/96), so
// that one comparison serves both, and a mapped address is judged as the IPv4 address it is.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace candor {

using AddressBytes = std::array<std::uint8_t, 16>;  // network order

// A literal address without port, brackets or zone: dotted decimal with four parts and no leading zeros, or RFC 4291
// text. nullopt for anything else (a name, octal, hexadecimal).
[[nodiscard]] std::optional<AddressBytes> parse_address(std::string_view text);

[[nodiscard]] bool is_loopback(const AddressBytes& address);  // 127.0.0.0/8, ::1

// Of the internet at large: not private, local, reserved, multicast, documentation, or translated (an IPv4 address inside of an
// IPv6 one, but for ::ffff:0:0/96, which is judged as the IPv4 address it is).
[[nodiscard]] bool is_public(const AddressBytes& address);

struct Network {
    AddressBytes first{};      // the bits after the prefix are zero
    unsigned prefix_bits = 0;  // 0 ... 128, counted in the IPv6 form: 10.0.0.0/8 has 104

    // "192.0.2.0/24", "2001:db8::/32", or one address without a prefix. Bits after the prefix must be zero.
    [[nodiscard]] static std::optional<Network> parse(std::string_view text);
    [[nodiscard]] bool contains(const AddressBytes& address) const;

    friend bool operator==(const Network&, const Network&) = default;
};

}  // namespace candor
