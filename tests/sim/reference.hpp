// Who should have heard what, by when: said once more, in as few words as it can be, from the events alone. It knows nothing of
// how the house decides, stores or sends.
#pragma once

#include "daemon/store/store.hpp"
#include "tests/sim/receivers.hpp"

#include <set>

namespace candor::sim {

// While the house was dark, asleep or frozen nobody could keep a promise.
struct Interruption {
    Time from{};
    Time until{};
};

struct Seen {
    const std::set<UpdateId>& acknowledged;  // whoever published these was told so
    const std::set<std::string>& refused;    // words whose author was told that nothing of them was accepted
    const std::vector<Interruption>& interruptions;
    const std::vector<BadTime>& bad_times;
    const std::map<std::pair<ChannelId, std::string>, Mailbox>& mailboxes;
    int lives = 0;  // that the house has had: the end of each may have cost an attempt that nobody saw
};

// What is wrong once nothing is under way any more; empty: nothing.
[[nodiscard]] std::vector<std::string> faults_of(store::Store& store, const std::vector<IncidentId>& incidents, const Seen& seen);

}  // namespace candor::sim
