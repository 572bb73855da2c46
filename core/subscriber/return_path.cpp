#include "core/subscriber/return_path.hpp"

#include "core/digest.hpp"

#include <charconv>
#include <fmt/format.h>

namespace candor {

namespace {

constexpr std::size_t number_digits = 8;
constexpr std::size_t mac_digits = 20;

std::string mac_of(std::string_view number, const Secret& key) {
    return to_hex(hmac_sha256(key.reveal(), "return-path " + std::string(number))).substr(0, mac_digits);
}

}  // namespace

std::string return_path(const MailAddress& bounces, std::int64_t recipient, const Secret& key) {
    const std::string number = fmt::format("{:08x}", static_cast<std::uint32_t>(recipient));
    return fmt::format("{}+{}{}@{}", bounces.local, number, mac_of(number, key), bounces.domain);
}

std::optional<std::int64_t> recipient_of_return_path(std::string_view address, const Secret& key) {
    const std::string_view local = address.substr(0, address.rfind('@'));
    const auto plus = local.rfind('+');
    if (plus == std::string_view::npos || local.size() - plus - 1 != number_digits + mac_digits) return std::nullopt;
    std::string token(local.substr(plus + 1));
    for (char& c : token) {
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c + 32);
    }
    const std::string_view number = std::string_view(token).substr(0, number_digits);
    std::uint32_t recipient = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), recipient, 16);
    if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
    if (Secret(token.substr(number_digits)) != Secret(mac_of(number, key))) return std::nullopt;
    return recipient;
}

}  // namespace candor
