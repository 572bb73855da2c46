// A way out of the house. One attempt at one delivery; everything about *when* is the dispatcher's.
#pragma once

#include "core/delivery/outcome.hpp"
#include "core/id.hpp"
#include "core/link.hpp"
#include "core/message/message.hpp"
#include "daemon/async/task.hpp"

#include <memory>
#include <string>
#include <vector>

namespace candor::delivery {

// All that one attempt needs. Shared parts are shared, so a million recipients cost a million small structs at most in
// flight, not a million copies of the text.
struct Envelope {
    DeliveryId id;                           // the idempotency key: the same over all attempts
    IncidentId incident;
    UpdateId update;
    std::string recipient;                   // the recipient's key in its channel: a name for logs, never a secret
    std::string recipient_name;              // display name for a mail's To; may be empty
    std::string address;                     // https URL, mail address; empty where the channel has one fixed recipient
    std::shared_ptr<const Message> message;  // rendered variant, with marks where each recipient has something of their own
    Personal personal;                       // what stands there
    Time at{};                               // when this attempt starts (the webhook-timestamp, the mail's Date on attempt 1)
    Time published_at{};                     // when the update was published: the mail's Date on every attempt
    std::vector<DeliveryId> thread;          // earlier deliveries of this incident to this recipient, oldest first
    std::string unsubscribe;                 // https URL of this recipient's own, where one POST leaves (RFC 8058); empty: none
    std::string return_path;                 // where it comes back to if it cannot be delivered; empty: the channel's own
    std::string reply_to_ref;                // remote_ref of the delivery to reply to; empty for the first
};

class Channel {
public:
    virtual ~Channel() = default;
    // Never throws for what the other side does: that is an Outcome. Completes on the I/O thread.
    [[nodiscard]] virtual Task<Outcome> attempt(std::shared_ptr<const Envelope> envelope) = 0;
    // Connections that share a fate share this key ("host:port"): the dispatcher limits and isolates by it.
    [[nodiscard]] virtual std::string host_of(const std::string& address) const = 0;
    // The address or server this recipient belongs to cannot be repeated safely after an ambiguous outcome.
    [[nodiscard]] virtual bool idempotent() const = 0;
    // Ends attempts under way, each with what was seen until then; for a drain that takes too long. What runs in Transfers or in
    // an HttpClient is ended there.
    virtual void abort() {}
};

}  // namespace candor::delivery
