#include "core/delivery/delivery.hpp"

#include "core/digest.hpp"

namespace candor {

namespace {

Delivery settled(Delivery delivery, DeliveryState state, Time now) {
    delivery.state = state;
    delivery.next_at.reset();
    delivery.settled_at = now;
    return delivery;
}

Delivery tried_again(Delivery delivery, const RetrySchedule& schedule, Time now, std::uint64_t jitter) {
    const auto wait = wait_after(schedule, delivery.attempts - delivery.interrupted, delivery.last.retry_after, jitter);
    if (!wait) return settled(std::move(delivery), DeliveryState::failed, now);
    delivery.state = DeliveryState::retrying;
    delivery.next_at = now + *wait;
    return delivery;
}

}  // namespace

Delivery after_attempt(Delivery delivery, const Outcome& outcome, const RetrySchedule& schedule, Time now, std::uint64_t jitter) {
    delivery.last = outcome;
    switch (outcome.verdict) {
        case Verdict::delivered: return settled(std::move(delivery), DeliveryState::delivered, now);
        case Verdict::permanent: return settled(std::move(delivery), DeliveryState::failed, now);
        case Verdict::gone: return settled(std::move(delivery), DeliveryState::gone, now);
        // Ambiguous is tried again too: the key is the same, so a receiver that keeps keys sees it once, and for the
        // others a copy harms less than silence.
        case Verdict::ambiguous:
        case Verdict::transient: return tried_again(std::move(delivery), schedule, now, jitter);
    }
    return delivery;
}

DeliveryId delivery_id(const UpdateId& update, const ChannelId& channel, std::string_view recipient) {
    return DeliveryId(to_hex(sha256_of({update.str(), channel.str(), recipient})).substr(0, 32));
}

}  // namespace candor
