#include "core/secret.hpp"

#include <openssl/crypto.h>
#include <utility>

namespace candor {

// A short string lives inside its object and a move copies it: what is left behind is wiped as well, here and below.
Secret::Secret(std::string text) : text_(std::move(text)) {
    wipe(text);
}

Secret::Secret(Secret&& other) noexcept : text_(std::move(other.text_)) {
    wipe(other.text_);
}

Secret& Secret::operator=(const Secret& other) {
    if (this == &other) return *this;
    wipe(text_);
    text_ = other.text_;
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    wipe(text_);
    text_ = std::move(other.text_);
    wipe(other.text_);
    return *this;
}

Secret::~Secret() {
    wipe(text_);
}

// The whole buffer, not only its used part: what the string held before may lie behind its end.
void Secret::wipe(std::string& text) noexcept {
    text.resize(text.capacity());  // NOLINT(clang-analyzer-cplusplus.Move): a moved-from string is what it is for
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

bool operator==(const Secret& one, const Secret& other) noexcept {
    if (one.text_.size() != other.text_.size()) return false;
    return CRYPTO_memcmp(one.text_.data(), other.text_.data(), one.text_.size()) == 0;
}

}  // namespace candor
