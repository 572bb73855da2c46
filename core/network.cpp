#include "core/network.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace candor {

namespace {

constexpr unsigned v4_prefix_bits = 96;  // of ::ffff:0:0/96

std::optional<unsigned> parse_number(std::string_view text, unsigned largest, int base, std::size_t longest) {
    if (text.empty() || text.size() > longest) return std::nullopt;
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size() || value > largest) return std::nullopt;
    return value;
}

// What comes before the next separator; takes both off `rest`.
std::string_view next_part(std::string_view& rest, char separator) {
    const auto part = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    return part;
}

std::optional<std::array<std::uint8_t, 4>> parse_v4(std::string_view text) {
    if (std::count(text.begin(), text.end(), '.') != 3) return std::nullopt;
    std::array<std::uint8_t, 4> bytes{};
    for (std::uint8_t& byte : bytes) {
        const auto part = next_part(text, '.');
        const auto value = parse_number(part, 255, 10, 3);
        if (!value || (part.size() > 1 && part.front() == '0'))
            return std::nullopt;  // "010": octal to some, ten to others
        byte = static_cast<std::uint8_t>(*value);
    }
    return bytes;
}

// One side of "::": groups of up to four hexadecimal digits, the last of which may be an IPv4 address. The number of
// bytes written at `out`; nullopt where it is malformed or does not fit.
std::optional<std::size_t> parse_groups(std::string_view text, bool v4_allowed, AddressBytes& out) {
    std::size_t used = 0;
    if (text.empty()) return used;
    if (text.back() == ':') return std::nullopt;
    while (!text.empty()) {
        const auto part = next_part(text, ':');
        if (v4_allowed && text.empty() && part.find('.') != std::string_view::npos) {
            const auto v4 = parse_v4(part);
            if (!v4 || used + v4->size() > out.size()) return std::nullopt;
            std::copy(v4->begin(), v4->end(), out.begin() + static_cast<std::ptrdiff_t>(used));
            return used + v4->size();
        }
        const auto group = parse_number(part, 0xffff, 16, 4);
        if (!group || used + 2 > out.size()) return std::nullopt;
        out[used++] = static_cast<std::uint8_t>(*group >> 8U);
        out[used++] = static_cast<std::uint8_t>(*group & 0xffU);
    }
    return used;
}

std::optional<AddressBytes> parse_v6(std::string_view text) {
    AddressBytes address{};
    const auto gap = text.find("::");
    if (gap == std::string_view::npos) {
        const auto used = parse_groups(text, true, address);
        return used == address.size() ? std::optional(address) : std::nullopt;
    }
    AddressBytes tail{};
    const auto head_size = parse_groups(text.substr(0, gap), false, address);
    const auto tail_size = parse_groups(text.substr(gap + 2), true, tail);
    if (!head_size || !tail_size || *head_size + *tail_size > address.size() - 2) return std::nullopt;
    std::copy_n(tail.begin(), *tail_size, address.end() - static_cast<std::ptrdiff_t>(*tail_size));
    return address;
}

AddressBytes mapped(const std::array<std::uint8_t, 4>& v4) {
    AddressBytes address{};
    address[10] = address[11] = 0xff;
    std::copy(v4.begin(), v4.end(), address.begin() + 12);
    return address;
}

std::uint8_t mask_of_byte(std::size_t index, unsigned prefix_bits) {
    const auto before = static_cast<unsigned>(index) * 8;
    if (prefix_bits <= before) return 0;
    const unsigned bits = std::min(prefix_bits - before, 8U);
    return static_cast<std::uint8_t>(0xff00U >> bits);
}

// IANA's special-purpose address registries (RFC 6890 and what was added since), and what carries IPv4 inside of IPv6.
constexpr std::array<std::string_view, 32> special_networks{
    "0.0.0.0/8",      "10.0.0.0/8",   "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",  "172.16.0.0/12",
    "192.0.0.0/24",   "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",   "198.51.100.0/24",
    "203.0.113.0/24", "224.0.0.0/4",  "240.0.0.0/4",    "::/96",          "::ffff:0:0:0/96", "64:ff9b::/96",
    "64:ff9b:1::/48", "100::/64",     "2001::/32",      "2001:2::/48",    "2001:10::/28",    "2001:20::/28",
    "2001:db8::/32",  "2002::/16",    "3fff::/20",      "5f00::/16",      "fc00::/7",        "fe80::/10",
    "fec0::/10",      "ff00::/8"};

const std::vector<Network>& networks_that_are_not_public() {
    static const std::vector<Network> networks = [] {
        std::vector<Network> parsed;
        for (const std::string_view text : special_networks) parsed.push_back(Network::parse(text).value());
        return parsed;
    }();
    return networks;
}

}  // namespace

std::optional<AddressBytes> parse_address(std::string_view text) {
    if (text.find(':') != std::string_view::npos) return parse_v6(text);
    const auto v4 = parse_v4(text);
    return v4 ? std::optional(mapped(*v4)) : std::nullopt;
}

bool is_loopback(const AddressBytes& address) {
    AddressBytes one{};
    one.back() = 1;
    return address == one || (address[12] == 127 && address == mapped({127, address[13], address[14], address[15]}));
}

bool is_public(const AddressBytes& address) {
    const auto& others = networks_that_are_not_public();
    return std::none_of(others.begin(), others.end(), [&](const Network& network) { return network.contains(address); });
}

std::optional<Network> Network::parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto address_text = text.substr(0, slash);
    const auto address = parse_address(address_text);
    if (!address) return std::nullopt;
    const unsigned above = address_text.find(':') == std::string_view::npos ? v4_prefix_bits : 0;
    Network network{*address, 128};
    if (slash != std::string_view::npos) {
        const auto bits = parse_number(text.substr(slash + 1), 128 - above, 10, 3);
        if (!bits) return std::nullopt;
        network.prefix_bits = above + *bits;
    }
    for (std::size_t i = 0; i < network.first.size(); ++i) {
        const auto after_prefix = static_cast<std::uint8_t>(~mask_of_byte(i, network.prefix_bits));
        if ((network.first[i] & after_prefix) != 0) return std::nullopt;
    }
    return network;
}

bool Network::contains(const AddressBytes& address) const {
    for (std::size_t i = 0; i < first.size(); ++i) {
        if ((address[i] & mask_of_byte(i, prefix_bits)) != first[i]) return false;
    }
    return true;
}

}  // namespace candor
