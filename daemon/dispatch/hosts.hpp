// Which host may be written to now: a slow or dead one holds only what is its own.
#pragma once

#include "core/time.hpp"

#include <string>
#include <unordered_map>

namespace candor::dispatch {

struct HostLimits {
    int per_host = 4;  // attempts at once
    int failures = 5;  // in a row, before the circuit opens
    Duration probe_every = std::chrono::minutes{1};
};

// One host's fate. A host that has not answered well yet gets little at once; one that fails gets one at a time; one that
// fails again and again gets a probe now and then.
class Host {
public:
    // How many attempts at once it may have now; 0 while the circuit is open.
    [[nodiscard]] int allowance(const HostLimits& limits, Time now) const;
    [[nodiscard]] bool may_start(const HostLimits& limits, Time now) const { return in_flight_ < allowance(limits, now); }
    // Until when nothing is tried; in the past where the circuit is closed.
    [[nodiscard]] Time closed_until() const { return closed_until_; }
    [[nodiscard]] bool idle() const { return in_flight_ == 0 && failures_ == 0; }
    // It holds attempts, and none of them has ended well lately.
    [[nodiscard]] bool is_slow(Time now) const;

    void started(Time now);
    // answered: the host said something, whatever it was. A refusal is an answer.
    void ended(bool answered, const HostLimits& limits, Time now);

private:
    int in_flight_ = 0;
    int failures_ = 0;  // in a row
    bool proven_ = false;
    Time waiting_since_{};  // the start of the oldest attempt since it was last seen well
    Time closed_until_{};
};

}  // namespace candor::dispatch
