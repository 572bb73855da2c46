// Webhooks as in Standard Webhooks 1.0.0: one signed POST of the rendered JSON for each delivery.
//
// An ambiguous outcome may be repeated: webhook-id is the delivery's and never changes. For the same reason connections
// are reused, although a request is sent again by itself where a reused connection dies unanswered.
#pragma once

#include "core/delivery/signature.hpp"
#include "daemon/delivery/address_policy.hpp"
#include "daemon/delivery/channel.hpp"
#include "daemon/delivery/http_client.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace candor::delivery {

// What one receiver has agreed with us.
struct WebhookReceiver {
    std::vector<SigningSecret> secrets;  // all that are valid now: two while they are changed over
    bool may_be_unsigned = false;        // a chat's address is its own secret
};

// Where receivers are looked up, by the recipient's key.
class WebhookReceivers {
public:
    virtual ~WebhookReceivers() = default;
    // nullptr where there is no such recipient (any more).
    [[nodiscard]] virtual std::shared_ptr<const WebhookReceiver> find(const std::string& recipient) const = 0;
};

// What an exchange that came to this means for the delivery (any 2xx is a yes, 410 a no for good, silence after the
// request ambiguous).
[[nodiscard]] Verdict webhook_verdict(const HttpAnswer& answer);

class Webhook final : public Channel {
public:
    Webhook(HttpClient& client, std::shared_ptr<const HttpManners> manners, std::shared_ptr<const WebhookReceivers> receivers);
    ~Webhook() override;

    [[nodiscard]] Task<Outcome> attempt(std::shared_ptr<const Envelope> envelope) override;
    // The same, once, with the beginning of what was answered (at most 4 KiB), which is for no other eyes than a test's.
    struct Reply {
        Outcome outcome;
        std::string body;
    };
    [[nodiscard]] Task<Reply> ask(std::shared_ptr<const Envelope> envelope);
    [[nodiscard]] std::string host_of(const std::string& address) const override;
    [[nodiscard]] bool idempotent() const override { return true; }

private:
    // Which hosts were written to lately: a connection is kept only where another message is likely to follow. Direct-mapped; a
    // collision costs a connection.
    struct Visit {
        std::size_t host = 0;
        Time at{};
    };
    [[nodiscard]] bool visited_lately(const std::string& address, Time now);

    [[nodiscard]] static Outcome no_secret();
    [[nodiscard]] std::string headers_of(const Envelope& envelope, const WebhookReceiver& receiver, std::string_view body);

    HttpClient& client_;
    std::shared_ptr<const HttpManners> manners_;
    std::shared_ptr<const WebhookReceivers> receivers_;
    std::vector<Visit> visits_;
    std::string scratch_;
};

}  // namespace candor::delivery
