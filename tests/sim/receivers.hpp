// Everybody who is written to in a simulated house: moods of endpoints, and what arrived where, in order.
#pragma once

#include "core/delivery/delivery.hpp"
#include "core/id.hpp"
#include "core/time.hpp"

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
    std::vector<Arrival> arrivals;
    std::map<UpdateId, int> excuses;  // attempts after which another copy is no fault: nobody can know that the first arrived
    std::set<UpdateId> refused;       // for good, or for as long as it was tried
    bool has_left = false;            // asked to be left alone, and the house has noted it
    bool may_have_left = false;       // the power went while it was being noted
};

// An attempt on its way: what the other side will make of it, and when that is known.
struct Attempt {
    Outcome outcome;
    bool arrives = false;
    Duration takes{0};
};

class Receivers {
public:
    explicit Receivers(Chance& chance) : chance_(chance) {}

    // From now on every endpoint works.
    void become_well() { well_ = true; }
    [[nodiscard]] Attempt attempt(const Letter& letter, Time now);
    void arrived(const Letter& letter, Time at) { mailbox(letter).arrivals.push_back({letter.incident, letter.update, at}); }
    // The sender cannot know whether it got there, and may send it again.
    void excuse(const Letter& letter) { ++mailbox(letter).excuses[letter.update]; }
    // The house has noted for good what came of it.
    void noted(const Letter& letter, DeliveryState state);
    // The power went meanwhile: it is noted, or not.
    void perhaps_noted(const Letter& letter, DeliveryState state);
    [[nodiscard]] bool has_left(const Letter& letter) { return mailbox(letter).has_left; }

    [[nodiscard]] const std::map<std::pair<ChannelId, std::string>, Mailbox>& mailboxes() const { return mailboxes_; }

private:
    enum class Mood { well, failing, vanishing };
    Mailbox& mailbox(const Letter& letter) { return mailboxes_[{letter.channel, letter.recipient}]; }
    Mood mood(const Letter& letter, Time now);

    Chance& chance_;
    bool well_ = false;
    std::map<std::pair<ChannelId, std::string>, std::pair<Mood, Time>> moods_;  // and until when
    std::map<std::pair<ChannelId, std::string>, Mailbox> mailboxes_;
};

}  // namespace candor::sim
