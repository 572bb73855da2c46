#include "daemon/dispatch/hosts.hpp"

#include <algorithm>

namespace candor::dispatch {

using namespace std::chrono_literals;

int Host::allowance(const HostLimits& limits, Time now) const {
    if (now < closed_until_) return 0;
    if (failures_ > 0) return 1;
    return proven_ ? limits.per_host : std::min(limits.per_host, 2);
}

bool Host::is_slow(Time now) const {
    return in_flight_ > 0 && now - waiting_since_ > 1s;
}

void Host::started(Time now) {
    if (in_flight_++ == 0) waiting_since_ = now;
}

void Host::ended(bool answered, const HostLimits& limits, Time now) {
    --in_flight_;
    if (answered) {
        failures_ = 0;
        proven_ = true;
        waiting_since_ = now;
        closed_until_ = {};
        return;
    }
    if (++failures_ >= limits.failures) closed_until_ = now + limits.probe_every;
}

}  // namespace candor::dispatch
