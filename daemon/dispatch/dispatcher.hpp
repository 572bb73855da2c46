// Moves what is committed out of the house: claims deliveries in batches, starts attempts within the limits, and records
// every outcome. One exchange with the store does both, so durability costs one sync for many deliveries.
//
// Lives on the I/O thread. Nothing here knows an incident's meaning: order and replacement are the store's.
#pragma once

#include "core/delivery/retry.hpp"
#include "core/link.hpp"
#include "core/message/mime.hpp"
#include "daemon/async/worker_thread.hpp"
#include "daemon/async/task_group.hpp"
#include "daemon/async/wakeup.hpp"
#include "daemon/clock.hpp"
#include "daemon/delivery/channel.hpp"
#include "daemon/dispatch/hosts.hpp"
#include "daemon/store/store.hpp"

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>

namespace candor::dispatch {

// What the mails of those who subscribed have of their own.
struct OwnWays {
    std::string unsubscribe;             // URL under which one POST leaves; ends in a slash; empty: there is nothing to leave
    std::optional<MailAddress> bounces;  // where mail comes back to, under each recipient's own address
};

struct Outlet {
    ChannelId id;
    std::shared_ptr<delivery::Channel> channel;
    int per_host = 4;       // attempts at once to one of its hosts
    bool threaded = false;  // deliveries reply to the first by the name the other side gave it
    std::shared_ptr<const OwnWays> own = {};
};

struct Settings {
    int in_flight = 256;  // attempts at once, over all channels
    HostLimits hosts;
    RetrySchedule protected_retry = RetrySchedule::for_protected();
    RetrySchedule replaceable_retry = RetrySchedule::for_replaceable();
    std::size_t remembered = 1024;  // texts that nobody waits for just now; more are read again when they are needed
};

struct Counters {
    std::uint64_t attempts = 0;
    std::uint64_t delivered = 0;
    std::uint64_t exchanges = 0;  // transactions with the store
    std::size_t in_flight = 0;
    std::size_t ready = 0;  // claimed and not started
};

class Dispatcher {
public:
    struct Parts {
        store::Store& store;
        WorkerThread& database;
        const Clock& clock;
        std::function<std::uint64_t()> random_bits;
        Secret link_key = {};                        // signs the links that answer for one recipient
        std::function<void()> on_put_aside = [] {};  // webhooks of subscribers were, and somebody is to be told
    };

    Dispatcher(asio::any_io_executor executor, Parts parts, Settings settings, std::vector<Outlet> outlets);
    ~Dispatcher();

    // Delivers until close() and what was under way has ended or `drain` has passed.
    [[nodiscard]] Task<> run();
    // There is something new to send.
    void wake();
    // Starts nothing while it is held; what is under way ends.
    void hold(bool held);
    void close(Duration drain);
    // Cuts off what is still under way: each attempt ends with what is known of it, and is not recorded.
    void abort();
    // From now on these channels, within these limits; attempts under way end as they began.
    void adopt(Settings settings, std::vector<Outlet> outlets);

    [[nodiscard]] const Counters& counters() const { return counters_; }
    // Nothing can be done until an attempt ends, a retry is due, or there is news.
    [[nodiscard]] bool idle() const;

private:
    struct Fanout;   // what the deliveries of one fan-out share
    struct Pending;  // one claimed delivery
    struct Lane;     // the claimed deliveries to one host

    [[nodiscard]] Task<> exchange();
    [[nodiscard]] Task<bool> learn(const std::vector<store::FanoutInfo>& fanouts);
    [[nodiscard]] std::size_t room_in(const ChannelId& channel) const;
    [[nodiscard]] std::vector<store::Room> rooms() const;
    [[nodiscard]] bool begins_nothing() const { return held_ || closed_; }
    [[nodiscard]] bool wants_exchange() const;
    [[nodiscard]] std::optional<Duration> longest_wait() const;
    [[nodiscard]] Task<> wait_for_work();
    [[nodiscard]] Task<> drain();

    void accept(store::Claim claim);
    void enqueue(Pending pending);
    void start_ready();
    bool start_from(Lane& lane);
    void start(Lane& lane, Pending pending);
    [[nodiscard]] Task<> attempt(Lane& lane, Pending pending);
    [[nodiscard]] bool has_left(const Pending& pending) const;
    void add_own_ways(const OwnWays& own, const Pending& pending, delivery::Envelope& envelope) const;
    [[nodiscard]] Personal personal_for(const Pending& pending, Time now) const;
    void finish(Lane& lane, const Pending& pending, const Outcome& outcome);
    void settle(const Pending& pending, Delivery delivery);
    void put_back(Pending pending, Time next_at);
    void put_back_blocked();
    void put_back_all();
    void forget_idle();
    [[nodiscard]] Lane& lane_for(const Outlet& outlet, const std::string& address);
    [[nodiscard]] HostLimits limits_for(const Lane& lane) const;

    asio::any_io_executor executor_;
    Parts parts_;
    Settings settings_;
    std::map<ChannelId, Outlet> outlets_;
    TaskGroup attempts_;
    Wakeup wakeup_;

    std::map<std::int64_t, std::shared_ptr<Fanout>> fanouts_;
    std::unordered_map<std::string, std::unique_ptr<Lane>> lanes_;    // by channel and host
    std::deque<Lane*> runnable_;                                      // lanes that have something ready, in turn
    std::map<ChannelId, std::size_t> claimed_;                        // per channel: claimed and not settled
    std::unordered_map<std::uint64_t, std::vector<Pending>> behind_;  // by recipient and incident: one at a time, in order
    // By recipient and incident, for threaded channels: what the other side calls the first delivery. The store knows it
    // too, but a claim may be made while the first is still under way.
    std::unordered_map<std::uint64_t, std::string> first_refs_;
    // Recipients who asked to be left alone, by their row, and the last exchange whose claims did not know it.
    std::unordered_map<std::int64_t, std::uint64_t> left_;
    std::vector<store::Settled> settled_;

    std::optional<Time> next_retry_;
    std::set<ChannelId> hungry_;  // channels that may have something to claim
    bool exchanging_ = false;
    bool closed_ = false;
    bool held_ = false;
    Time drain_until_{};
    Counters counters_;
};

}  // namespace candor::dispatch
