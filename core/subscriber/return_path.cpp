#include "core/subscriber/return_path.hpp"

#include "core/digest.hpp"

#include <charconv>
#include <fmt/format.h>

namespace candor {

namespace {

constexpr std::size_t number_digits = 8;
constexpr std::size_t mac_digits = 20;

std::string path_mac(std::string_view number, const Secret& key) {
    return to_hex(hmac_sha256(key.reveal(), "return-path " + std::string(number))).substr(0, mac_digits);
}

// What stands after the plus, in lower case; empty where it is no hex.
std::string token_of(std::string_view address) {
    const std::string_view local = address.substr(0, address.rfind('@'));
    const auto plus = local.rfind('+');
    if (plus == std::string_view::npos) return {};
    std::string token(local.substr(plus + 1));
    for (char& c : token) {
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c + 32);
    }
    return token.find_first_not_of("0123456789abcdef") == std::string::npos ? token : std::string();
}

}  // namespace

std::string return_path(const MailAddress& bounces, std::int64_t recipient, const Secret& key) {
    const std::string number = fmt::format("{:08x}", static_cast<std::uint32_t>(recipient));
    return fmt::format("{}+{}{}@{}", bounces.local, number, path_mac(number, key), bounces.domain);
}

bool is_return_path(std::string_view address) {
    return token_of(address).size() == number_digits + mac_digits;
}

std::optional<std::int64_t> recipient_of_return_path(std::string_view address, const Secret& key) {
    const std::string token = token_of(address);
    if (token.size() != number_digits + mac_digits) return std::nullopt;
    const std::string_view number = std::string_view(token).substr(0, number_digits);
    std::uint32_t recipient = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), recipient, 16);
    if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
    if (Secret(token.substr(number_digits)) != Secret(path_mac(number, key))) return std::nullopt;
    return recipient;
}

std::optional<std::int64_t> recipient_of_return_path(std::string_view address, const LinkKeys& keys) {
    const auto recipient = recipient_of_return_path(address, keys.current);
    if (recipient || keys.previous.empty()) return recipient;
    return recipient_of_return_path(address, keys.previous);
}

}  // namespace candor
