#include "core/digest.hpp"

#include <fmt/format.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

namespace candor {

namespace {

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Digest sha256(std::string_view data) {
    Digest digest{};
    SHA256(bytes(data), data.size(), digest.data());
    return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view data) {
    Digest digest{};
    unsigned length = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes(data), data.size(), digest.data(), &length);
    return digest;
}

std::string to_hex(const Digest& digest) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(digest.size() * 2);
    for (const std::uint8_t byte : digest) {
        text += digits[byte >> 4U];
        text += digits[byte & 0xFU];
    }
    return text;
}

Digest sha256_of(std::initializer_list<std::string_view> fields) {
    std::string joined;
    for (const std::string_view field : fields) joined += fmt::format("{}:{}", field.size(), field);
    return sha256(joined);
}

std::uint64_t first_bits(const Digest& digest) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof bits; ++i) bits = bits << 8U | digest.at(i);
    return bits;
}

}  // namespace candor
