// A whole house from one seed: people who command, a clock, a disk, a network, and the power that goes. Nothing waits and
// nothing is real but the decisions, the record and the store, so that days take milliseconds and a seed is the same each time.
#pragma once

#include "tests/daemon/newsroom.hpp"
#include "tests/power/torn_disk.hpp"
#include "tests/sim/receivers.hpp"
#include "tests/sim/reference.hpp"

#include <deque>
#include <set>

namespace candor::sim {

class World {
public:
    explicit World(std::uint64_t seed, power::Syncs syncs = power::Syncs::honest);

    // Lives through some hours, and then until nothing is under way. What went wrong; empty: nothing.
    [[nodiscard]] std::vector<std::string> live();

    struct Figures {
        int commands = 0;
        int arrivals = 0;
        int power_cuts = 0;
        int kills = 0;
        int freezes = 0;
        int jumps = 0;  // of the clock, forward or, while the house was dark, back
    };
    [[nodiscard]] const Figures& figures() const { return figures_; }

private:
    struct Pending {
        store::Claim claim;
        store::FanoutInfo fanout;
        Letter letter;
        Attempt attempt;
    };

    // --- time
    void step(bool quiet);
    [[nodiscard]] std::optional<Time> soonest(bool quiet) const;

    // --- what happens in the house; each may be cut short by the power, after which nobody has heard of what came of it
    template <class Act>
    bool survives(Act act);
    void command();
    void execute(const IncidentId& id, Command command);
    void tick();
    void exchange();
    void lose_power(std::size_t not_before);
    void kill();
    void forget_what_is_under_way();
    void open();
    void freeze();
    void resume();
    void jump();
    [[nodiscard]] bool is_frozen() const { return room_->desk.setup().frozen.has_value(); }

    // --- the network
    void take(store::Claim claim, const std::vector<store::FanoutInfo>& fanouts);
    void start(Pending pending);
    void finish();

    void fault(std::string what);

    Chance chance_;
    const power::Syncs syncs_;
    test::TestClock clock_;
    std::unique_ptr<power::TornDisk> disk_;
    power::Files disk_before_;  // what it held when the power came back
    std::unique_ptr<test::Newsroom> room_;
    Receivers receivers_;
    std::vector<IncidentId> incidents_;
    std::set<UpdateId> acknowledged_;
    Time next_command_{};
    std::multimap<Time, Pending> on_the_way_;
    std::map<std::pair<std::string, std::string>, std::deque<Pending>> behind_;  // by incident and recipient: one at a time
    struct Ended {
        Letter letter;
        store::Settled settled;
    };
    std::vector<Ended> ended_;  // not stored yet
    std::optional<Time> next_retry_;
    bool may_claim_ = true;
    bool stormy_ = true;  // the power may go, or somebody kill it
    std::vector<Interruption> interruptions_;
    std::uint64_t openings_ = 0;
    std::vector<std::string> faults_;
    Figures figures_;
};

}  // namespace candor::sim
