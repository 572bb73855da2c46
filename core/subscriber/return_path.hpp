// Where a mail comes back to when it cannot be delivered: an address of the recipient's own (VERP), so that a report needs
// no reading of what other servers write to be known for whose it is.
#pragma once

#include "core/link.hpp"
#include "core/message/mime.hpp"
#include "core/secret.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace candor {

// "bounce@example.org" -> "bounce+0000002a5f0c...@example.org". Hex, as some servers change the case of a mailbox's name;
// signed (80 bits of HMAC-SHA-256), so that nobody can have others suppressed.
[[nodiscard]] std::string return_path(const MailAddress& bounces, std::int64_t recipient, const Secret& key);

// Does it have the form of one? Whether it is one, only the key says.
[[nodiscard]] bool is_return_path(std::string_view address);

// Whose return path it is: the row of the recipient. nullopt: this key has not signed it.
[[nodiscard]] std::optional<std::int64_t> recipient_of_return_path(std::string_view address, const Secret& key);
[[nodiscard]] std::optional<std::int64_t> recipient_of_return_path(std::string_view address, const LinkKeys& keys);

}  // namespace candor
