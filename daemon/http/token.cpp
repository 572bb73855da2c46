#include "daemon/http/token.hpp"

#include "core/digest.hpp"

#include <algorithm>
#include <boost/crc.hpp>

namespace candor::http {

namespace {

constexpr std::string_view prefix = "cdr_";
constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t secret_length = 43;  // 62^43 > 2^256
constexpr std::size_t checksum_length = 6;  // 62^6 > 2^32

// Long division of a big-endian number by 62; the remainder is the next digit from the right.
std::string base62(std::array<std::uint8_t, 32> number) {
    std::string text(secret_length, '0');
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit) {
        unsigned remainder = 0;
        for (std::uint8_t& byte : number) {
            const unsigned value = remainder * 256 + byte;
            byte = static_cast<std::uint8_t>(value / 62);
            remainder = value % 62;
        }
        *digit = digits[remainder];
    }
    return text;
}

std::string checksum(std::string_view text) {
    boost::crc_32_type crc;
    crc.process_bytes(text.data(), text.size());
    std::uint32_t value = crc.checksum();
    std::string sum(checksum_length, '0');
    for (auto digit = sum.rbegin(); digit != sum.rend(); ++digit, value /= 62) *digit = digits[value % 62];
    return sum;
}

}  // namespace

std::string make_token(const std::array<std::uint8_t, 32>& random) {
    const std::string token = std::string(prefix) + base62(random);
    return token + checksum(token);
}

bool is_well_formed_token(std::string_view text) {
    if (text.size() != prefix.size() + secret_length + checksum_length || !text.starts_with(prefix)) return false;
    if (text.find_first_not_of(digits, prefix.size()) != std::string_view::npos) return false;
    const std::size_t signed_length = text.size() - checksum_length;
    return text.substr(signed_length) == checksum(text.substr(0, signed_length));
}

std::string token_hash(std::string_view token) {
    return to_hex(sha256(token));
}

}  // namespace candor::http
