#include "core/digest.hpp"

#include <memory>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <stdexcept>

namespace candor {

namespace {

// OpenSSL 3 looks an algorithm up by its name whenever it is asked for: for what is hashed here that takes longer than the hashing.
class Sha256 {
public:
    void run(std::string_view data, Digest& digest) {
        const bool done = EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) == 1 &&
                          EVP_DigestUpdate(context_.get(), data.data(), data.size()) == 1 && EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1;
        if (!done) throw std::runtime_error("OpenSSL has no SHA-256");
    }

private:
    std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm_{EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free};
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

class HmacSha256 {
public:
    HmacSha256() {
        char name[] = "SHA256";
        const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0), OSSL_PARAM_construct_end()};
        EVP_MAC_CTX_set_params(context_.get(), parameters);
    }

    void run(std::string_view key, std::string_view data, Digest& digest) {
        // To OpenSSL no key at all means the one before.
        const auto bytes = [](std::string_view text) { return reinterpret_cast<const unsigned char*>(text.empty() ? "" : text.data()); };
        std::size_t length = 0;
        const bool done = EVP_MAC_init(context_.get(), bytes(key), key.size(), nullptr) == 1 && EVP_MAC_update(context_.get(), bytes(data), data.size()) == 1 &&
                          EVP_MAC_final(context_.get(), digest.data(), &length, digest.size()) == 1;
        if (!done) throw std::runtime_error("OpenSSL has no HMAC-SHA-256");
    }

private:
    std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> algorithm_{EVP_MAC_fetch(nullptr, "HMAC", nullptr), &EVP_MAC_free};
    std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context_{EVP_MAC_CTX_new(algorithm_.get()), &EVP_MAC_CTX_free};
};

}  // namespace

Digest sha256(std::string_view data) {
    thread_local Sha256 hash;
    Digest digest{};
    hash.run(data, digest);
    return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view data) {
    thread_local HmacSha256 hash;
    Digest digest{};
    hash.run(key, data, digest);
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
    for (const std::string_view field : fields) joined.append(std::to_string(field.size())).append(":").append(field);
    return sha256(joined);
}

std::uint64_t first_bits(const Digest& digest) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof bits; ++i) bits = bits << 8U | digest.at(i);
    return bits;
}

}  // namespace candor
