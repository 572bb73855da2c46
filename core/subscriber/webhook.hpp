// Webhooks that somebody subscribed: what they sign with, how they prove that they want it, and when they are left alone. Pure.
#pragma once

#include "core/delivery/delivery.hpp"
#include "core/link.hpp"
#include "core/subscriber/subscriber.hpp"

#include <vector>

namespace candor {

// The key of a subscription ("whsec_..."), which follows from the key of links and its id: nothing of it is in the database, and
// a copy of that signs nothing. HMAC-SHA-256, all 32 bytes.
[[nodiscard]] std::string webhook_secret(const SubscriberId& id, const Secret& link_key);

// What a test message says, and must be answered with by whoever was not entered by an operator: otherwise anybody could have
// us write to a server that answers 200 to everything.
struct WebhookTest {
    std::string challenge;
    std::string body;  // JSON
};
[[nodiscard]] WebhookTest webhook_test(const SubscriberId& id, std::string_view organisation, std::string_view page, std::uint64_t random_bits, Time now);
[[nodiscard]] bool is_proved(const WebhookTest& test, std::string_view answer);

// Failures must have gone on for this long before one that is final (its attempts are used up) puts an endpoint aside. An
// answer of 410 does at once.
inline constexpr Duration failing_patience = std::chrono::hours{1};
// What an attempt makes of who it went to.
[[nodiscard]] Subscriber after_webhook(Subscriber subscriber, const Delivery& delivery, Time now);

}  // namespace candor
