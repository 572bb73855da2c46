// Standard Webhooks 1.0.0, symmetric signatures (scheme v1: HMAC-SHA-256 over "{id}.{timestamp}.{body}").
#pragma once

#include "core/error.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace candor {

// The key of one endpoint: "whsec_" and the base64 of 24 to 64 bytes. Wiped when it goes.
class SigningSecret {
public:
    [[nodiscard]] static Result<SigningSecret> parse(std::string_view text);

    SigningSecret(const SigningSecret&) = default;
    SigningSecret& operator=(const SigningSecret& other);
    ~SigningSecret();

    [[nodiscard]] std::string_view bytes() const noexcept { return bytes_; }

private:
    explicit SigningSecret(std::string bytes);
    void wipe() noexcept;

    std::string bytes_;
};

// The value of webhook-signature: one "v1,<base64>" for each secret, separated by spaces, so that a receiver may hold
// either key while they are changed over. Appends to `out`; `scratch` is overwritten (both are there to be reused).
void sign_webhook(std::span<const SigningSecret> secrets, std::string_view id, std::int64_t unix_seconds,
                  std::string_view body, std::string& scratch, std::string& out);

}  // namespace candor
