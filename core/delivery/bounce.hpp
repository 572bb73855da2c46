// What a mail server reports of a mail that it could not deliver: a delivery status notification (RFC 3464) in a
// multipart/report (RFC 6522). It comes from anybody: bounded, and nothing in it is believed but by the return path.
#pragma once

#include "core/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace candor {

inline constexpr std::size_t largest_bounce = 256 * 1024;  // bytes that are looked at; what follows is mail of ours

struct BounceReport {
    std::vector<std::string> sent_to;  // addresses in the report's own head; one of them is the return path. At most 20
    std::string action;                // "failed", "delayed", "delivered", ...; lower case
    std::string status;                // "5.1.1" (RFC 3463); empty: none was given
    std::string diagnostic;            // what the other server said: one short line, without addresses; may be empty

    // For good: nothing more is tried.
    [[nodiscard]] bool is_final() const { return action == "failed" && (status.empty() || status.front() == '5'); }
};

// "550 5.1.1 no such user" -> "5.1.1" (RFC 3463); empty: the reply has none.
[[nodiscard]] std::string enhanced_status(std::string_view reply);
// Is such a refusal about the address? 5.7 is a policy, and 5.3, 5.5 and 5.6 are about servers and content: suppressing all
// who subscribed because our own relay refuses us would be wrong. Empty: nothing else was said.
[[nodiscard]] bool blames_address(std::string_view enhanced_status);

// Errors: invalid_argument: it is no such report.
[[nodiscard]] Result<BounceReport> parse_bounce(std::string_view mail);

// What a mail server said, as an operator may see it: printable, short, and without the addresses that servers like to repeat.
[[nodiscard]] std::string presentable_reply(std::string_view reply);

}  // namespace candor
