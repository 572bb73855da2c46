// Everybody who is written to in a simulated house: their servers and the moods of these, what arrived where, in order, and what
// is wrong with being written to now.
#pragma once

#include "daemon/delivery/channel.hpp"
#include "tests/sim/virtual_time.hpp"

#include <deque>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace candor::sim {

using Chance = std::mt19937_64;
[[nodiscard]] inline bool one_in(Chance& chance, std::uint64_t n) {
    return chance() % n == 0;
}
[[nodiscard]] inline Duration up_to(Chance& chance, Duration most) {
    return Duration{static_cast<std::int64_t>(chance() % static_cast<std::uint64_t>(most.count())) + 1};
}

struct Letter {
    ChannelId channel;
    std::string recipient;
    IncidentId incident;
    UpdateId update;
};

struct Arrival {
    IncidentId incident;
    UpdateId update;
    Time at{};
};

// What is known of one recipient on one channel.
struct Mailbox {
    std::string host;
    std::vector<Arrival> arrivals;
    std::map<UpdateId, int> attempts;
    std::map<UpdateId, int> excuses;  // attempts after which another copy is no fault: nobody can know that the first arrived
    std::map<UpdateId, DeliveryId> ids;
    std::map<UpdateId, std::pair<Time, Steady>> not_before;  // it has asked for so long, by either clock
    std::map<UpdateId, Time> said_yes;    // and the house has heard that
    std::set<UpdateId> refused;           // for good, and the house has heard that
    std::set<UpdateId> may_be_refused;    // the house went down with the answer
    std::set<std::string> names;          // what it called what has arrived, for replies
    bool wants_nothing = false;           // answers that it has gone, whatever comes
    bool has_left = false;                // and the house has heard that
    bool may_have_left = false;           // the house went down with the answer
};

// A time when a server did not answer as it should.
struct BadTime {
    std::string host;
    Time from{};
    Time until{};
};

struct Limits {
    int in_flight = 256;
    int per_host = 4;
    int failures = 5;  // in a row, without an answer, before a host is left alone for `probe_every`
    Duration probe_every = std::chrono::minutes{1};
};

class Receivers {
public:
    explicit Receivers(Chance& chance) : chance_(chance) {}

    // An attempt on its way: what the other side will make of it, and when.
    struct Plan {
        std::uint64_t number = 0;
        Duration travels{0};
        Duration thinks{0};
        bool arrives = false;
        Outcome outcome;
    };
    // A host's own: `host` of an address is what is behind its "@".
    [[nodiscard]] static std::string host_of(const std::string& address) { return address.substr(address.find('@') + 1); }

    // One attempt, as the house makes it. What is wrong with it is a fault.
    [[nodiscard]] Plan begins(const ChannelId& channel, const delivery::Envelope& envelope, Time now);
    void arrives(const Plan& plan, Time now);
    void ends(const Plan& plan, Time now);

    // The house goes down: what is under way may arrive all the same, and of what was answered lately nobody knows whether it was
    // noted. `drained`: it went down in good order, and has noted every answer.
    void lights_out(Time now, bool drained);
    // Whoever froze the house was told that it is frozen; it is over.
    void freeze(bool frozen) { frozen_ = frozen; }
    // As long as it is, no answer is certain to be noted.
    void disk_fails(bool fails);
    void limit(const Limits& limits) { limits_ = limits; }
    // From now on every server works.
    void become_well() { well_ = true; }

    [[nodiscard]] const std::map<std::pair<ChannelId, std::string>, Mailbox>& mailboxes() const { return mailboxes_; }
    [[nodiscard]] const std::vector<BadTime>& bad_times() const { return bad_times_; }
    [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }
    [[nodiscard]] int arrivals() const { return arrivals_; }
    [[nodiscard]] int attempts() const { return attempts_; }
    [[nodiscard]] int failures() const { return failures_; }

private:
    enum class Mood { well, slow, busy, limiting, refusing, silent, vanishing };
    struct Host {
        Mood mood = Mood::well;
        Steady until{};
        int in_flight = 0;
        int unanswered = 0;  // in a row
        Time last_unanswered{};
    };
    struct UnderWay {
        Letter letter;
        Plan plan;
        bool arrived = false;
    };
    // The house knows, and may not have stored it yet.
    struct Answered {
        Letter letter;
        Outcome outcome;
        Steady at{};
    };

    Mailbox& mailbox(const Letter& letter) { return mailboxes_[{letter.channel, letter.recipient}]; }
    void judge(const Letter& letter, const delivery::Envelope& envelope, Time now);
    void judge_host(const Host& host, const std::string& name, Time now);
    Plan plan_for(Mood mood, Mailbox& box);
    Mood mood_of(Host& host, const std::string& name, Time now);
    void receive(const Letter& letter, const Plan& plan, Time now);
    void forget_noted();
    void note(const Letter& letter, const Outcome& outcome, Time now);
    void fault(std::string what);

    Chance& chance_;
    Limits limits_;
    bool well_ = false;
    bool frozen_ = false;
    bool disk_fails_ = false;
    std::uint64_t numbers_ = 0;
    std::map<std::string, Host> hosts_;
    std::map<std::pair<ChannelId, std::string>, Mailbox> mailboxes_;
    std::map<std::uint64_t, UnderWay> under_way_;
    std::deque<Answered> answered_;
    std::vector<BadTime> bad_times_;
    std::vector<std::string> faults_;
    int arrivals_ = 0;
    int attempts_ = 0;
    int failures_ = 0;
};

// The way out of a simulated house.
class SimulatedChannel final : public delivery::Channel {
public:
    SimulatedChannel(ChannelId id, Receivers& receivers, const Clock& clock) : id_(std::move(id)), receivers_(receivers), clock_(clock) {}

    [[nodiscard]] Task<Outcome> attempt(std::shared_ptr<const delivery::Envelope> envelope) override;
    [[nodiscard]] std::string host_of(const std::string& address) const override { return Receivers::host_of(address); }
    [[nodiscard]] bool idempotent() const override { return true; }

private:
    ChannelId id_;
    Receivers& receivers_;
    const Clock& clock_;
};

}  // namespace candor::sim
