// A secret: a token, a password, a signing key. It has no way to be printed, logged or formatted, and is wiped when it
// goes.
#pragma once

#include <string>
#include <string_view>

namespace candor {

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text);
    Secret(const Secret& other) = default;
    Secret(Secret&& other) noexcept;
    Secret& operator=(const Secret& other);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    // Named so that every use can be found: only where the secret is sent or signs; never for a log, error or page.
    [[nodiscard]] const std::string& reveal() const noexcept { return text_; }
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

    // In a time that depends on the lengths alone.
    friend bool operator==(const Secret& one, const Secret& other) noexcept;

private:
    static void wipe(std::string& text) noexcept;

    std::string text_;
};

}  // namespace candor
