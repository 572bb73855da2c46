#include "core/delivery/signature.hpp"

#include "core/base64.hpp"
#include "core/digest.hpp"

#include <fmt/format.h>
#include <iterator>
#include <openssl/crypto.h>

namespace candor {

namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::size_t shortest_secret = 24;
constexpr std::size_t longest_secret = 64;

// The message never repeats the secret: it ends up in logs.
Error bad_secret(std::string what) {
    return {ErrorCode::invalid_argument, std::move(what), "secret",
            "write whsec_ followed by the base64 of 24 to 64 random bytes"};
}

}  // namespace

SigningSecret::SigningSecret(std::string bytes) : bytes_(std::move(bytes)) {}

SigningSecret& SigningSecret::operator=(const SigningSecret& other) {
    if (this == &other) return *this;
    wipe();
    bytes_ = other.bytes_;
    return *this;
}

SigningSecret::~SigningSecret() {
    wipe();
}

void SigningSecret::wipe() noexcept {
    OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

Result<SigningSecret> SigningSecret::parse(std::string_view text) {
    if (!text.starts_with(prefix)) return bad_secret("a signing secret begins with whsec_");
    auto bytes = from_base64(text.substr(prefix.size()));
    if (!bytes) return bad_secret("the signing secret is not base64 after whsec_");
    const bool fits = bytes->size() >= shortest_secret && bytes->size() <= longest_secret;
    if (!fits) return bad_secret(fmt::format("the signing secret has {} bytes", bytes->size()));
    return SigningSecret(std::move(*bytes));
}

void sign_webhook(std::span<const SigningSecret> secrets, std::string_view id, std::int64_t unix_seconds,
                  std::string_view body, std::string& scratch, std::string& out) {
    scratch.clear();
    fmt::format_to(std::back_inserter(scratch), "{}.{}.", id, unix_seconds);
    scratch += body;
    bool first = true;
    for (const SigningSecret& secret : secrets) {
        const Digest digest = hmac_sha256(secret.bytes(), scratch);
        out += first ? "v1," : " v1,";
        out += base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
        first = false;
    }
}

}  // namespace candor
