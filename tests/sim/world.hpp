// A whole house from one seed: people who command, clocks, a disk, a network, and the power that goes. Nothing waits and nothing is
// real but the desk, the record, the store and the dispatcher, so that days take milliseconds and a seed is the same each time.
#pragma once

#include "core/incident/command.hpp"
#include "tests/power/torn_disk.hpp"
#include "tests/sim/house.hpp"
#include "tests/sim/organisation.hpp"
#include "tests/sim/reference.hpp"

#include <set>

namespace candor::sim {

class World {
public:
    explicit World(std::uint64_t seed, power::Syncs syncs = power::Syncs::honest);

    // Lives through some hours, and then until nothing is under way. What went wrong; empty: nothing.
    [[nodiscard]] std::vector<std::string> live();

    struct Figures {
        int commands = 0;
        int attempts = 0;
        int failures = 0;  // of them: anything but a yes
        int arrivals = 0;
        int power_cuts = 0;
        int kills = 0;
        int stops = 0;  // in good order
        int reloads = 0;
        int freezes = 0;
        int jumps = 0;     // of the clock
        int troubles = 0;  // of the disk
        int blocked = 0;   // by a rule
        int gifts = 0;     // that were asked for
        void add(const Figures& other);
    };
    [[nodiscard]] Figures figures() const;

private:
    // --- time
    void step();
    void go_on_until(Steady end);
    [[nodiscard]] std::optional<Duration> at_job(const std::function<void()>& job);

    // --- what happens to the house
    void start();
    void lose_power(std::size_t not_before);
    void kill();
    void start_again();
    void take_down(bool drained);
    void be_dark(Duration most, Time went);
    void jump();
    void trouble_disk();
    void mend_disk();

    // --- what people do
    void command();
    void command_about(const IncidentId& id);
    void declare();
    void execute(const IncidentId& id, Command command);
    [[nodiscard]] Task<> say(IncidentId id, Command command, std::string who = "comms-lead");
    void give(const IncidentId& id);
    [[nodiscard]] std::string news() const;
    [[nodiscard]] Task<> correct(IncidentId id, std::string words);
    [[nodiscard]] Task<> freeze();
    [[nodiscard]] Task<> resume();
    [[nodiscard]] Task<> end_everything();
    [[nodiscard]] Task<> compare_pages();
    void look_back();

    [[nodiscard]] bool is_over() const { return !faults_.empty(); }
    void look_for_faults();
    [[nodiscard]] bool has_trouble() const { return disk_is_well_ != Steady::max(); }
    // It has, or what failed may still be on its way back.
    [[nodiscard]] bool had_trouble() const { return has_trouble() || time_.steady() < last_trouble_ + std::chrono::seconds{5}; }

    Chance chance_;
    const power::Syncs syncs_;
    const Organisation organisation_;
    VirtualTime time_;
    std::unique_ptr<power::TornDisk> disk_;
    power::Files disk_before_;  // what it held when the power came back
    Receivers receivers_;
    Limits limits_;
    std::unique_ptr<House> house_;
    std::vector<IncidentId> incidents_;
    std::set<UpdateId> acknowledged_;
    std::set<std::string> refused_;
    Steady next_command_{};
    Steady disk_is_well_ = Steady::max();  // from then on; max: it is
    Steady last_trouble_{};
    bool stormy_ = true;                            // the power may go, or somebody kill it
    std::optional<std::size_t> power_went_after_;  // so many operations of the disk at least
    std::vector<Interruption> interruptions_;
    std::uint64_t openings_ = 0;
    std::vector<std::string> faults_;
    Figures figures_;
};

}  // namespace candor::sim
