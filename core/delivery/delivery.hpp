// One update to one recipient: where it stands, and what an attempt makes of it.
#pragma once

#include "core/delivery/outcome.hpp"
#include "core/delivery/retry.hpp"
#include "core/id.hpp"
#include "core/names.hpp"

namespace candor {

// The first three are under way; the others are ends.
enum class DeliveryState {
    attempting,  // an attempt is committed and has no outcome yet
    retrying,    // the next attempt has its time
    waiting,     // for an older delivery to the same recipient that may not be overtaken
    delivered,
    failed,      // refused for good, or tried until the schedule ended
    gone,        // refused, and the recipient wants nothing more
    superseded,  // a newer update took its place
};
template <>
inline constexpr auto enum_names<DeliveryState> = std::to_array<std::string_view>(
    {"attempting", "retrying", "waiting", "delivered", "failed", "gone", "superseded"});

[[nodiscard]] constexpr bool is_settled(DeliveryState state) {
    return state >= DeliveryState::delivered;
}

struct Delivery {
    DeliveryState state = DeliveryState::attempting;
    int attempts = 1;              // started, including the one under way
    Time first_at{};               // when the first attempt started
    std::optional<Time> next_at;   // while retrying
    std::optional<Time> settled_at;
    Outcome last;
    int interrupted = 0;  // of the attempts: ended by a stop of the daemon, so that nobody knows how; they are none of the schedule's
};

// What becomes of a delivery whose attempt ended with `outcome`. jitter: 64 random bits.
[[nodiscard]] Delivery after_attempt(Delivery delivery, const Outcome& outcome, const RetrySchedule& schedule, Time now,
                                     std::uint64_t jitter);

// The idempotency key: the same over all attempts, restarts and restores.
[[nodiscard]] DeliveryId delivery_id(const UpdateId& update, const ChannelId& channel, std::string_view recipient);

}  // namespace candor
