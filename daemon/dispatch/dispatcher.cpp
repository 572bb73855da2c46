#include "daemon/dispatch/dispatcher.hpp"

#include "core/subscriber/return_path.hpp"
#include "daemon/failpoint.hpp"
#include "daemon/log.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::dispatch {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t worth_a_commit = 256;  // outcomes, or claims; fewer outcomes wait a moment for company
constexpr auto company = 25ms;
constexpr Duration breather = 5s;  // for deliveries to a slow host that others need not wait behind

// One recipient of one incident: its deliveries go one at a time, in order.
std::uint64_t recipient_in(const IncidentId& incident, std::int64_t key) {
    return static_cast<std::uint64_t>(std::hash<IncidentId>{}(incident)) << 32 ^ static_cast<std::uint64_t>(key & 0xFFFFFFFF);
}

bool answered(const Outcome& outcome) {
    switch (outcome.verdict) {
        case Verdict::delivered:
        case Verdict::permanent:
        case Verdict::gone: return true;
        case Verdict::transient:
        case Verdict::ambiguous: return outcome.status != 0;
    }
    return false;
}

}  // namespace

struct Dispatcher::Fanout {
    store::FanoutInfo info;
    std::shared_ptr<const Message> message;  // none where the stored text is not what was committed
    bool personal = false;                   // it has something of each recipient's own
    std::vector<LinkPurpose> purposes;       // of the links among it
};

struct Dispatcher::Pending {
    store::Claim claim;
    std::shared_ptr<const Fanout> fanout;
    std::uint64_t recipient = 0;
    std::uint64_t exchange = 0;  // the number of the one that claimed it
};

struct Dispatcher::Lane {
    ChannelId channel;
    std::shared_ptr<delivery::Channel> way;
    int per_host = 4;
    bool threaded = false;
    std::shared_ptr<const OwnWays> own;
    Host host;
    std::deque<Pending> ready;
    bool queued = false;  // in runnable_

    [[nodiscard]] bool is_idle() const { return ready.empty() && !queued && host.idle(); }
};

Dispatcher::Dispatcher(asio::any_io_executor executor, Parts parts, Settings settings, std::vector<Outlet> outlets)
    : executor_(executor), parts_(std::move(parts)), attempts_(executor, [this] { wakeup_.notify(); }), wakeup_(executor) {
    adopt(std::move(settings), std::move(outlets));
}

Dispatcher::~Dispatcher() = default;

void Dispatcher::adopt(Settings settings, std::vector<Outlet> outlets) {
    settings_ = std::move(settings);
    outlets_.clear();
    hungry_.clear();
    for (Outlet& outlet : outlets) {
        const ChannelId id = outlet.id;
        outlets_.emplace(id, std::move(outlet));
    }
    wake();
}

void Dispatcher::wake() {
    for (const auto& [id, outlet] : outlets_) hungry_.insert(id);
    wakeup_.notify();
}

void Dispatcher::hold(bool held) {
    if (std::exchange(held_, held) == held) return;
    if (held) put_back_all();
    wake();
}

void Dispatcher::close(Duration drain) {
    closed_ = true;
    drain_until_ = parts_.clock.now() + drain;
    wakeup_.notify();
}

void Dispatcher::abort() {
    for (const auto& [id, outlet] : outlets_) outlet.channel->abort();
}

Task<> Dispatcher::run() {
    while (!closed_) {
        if (wants_exchange()) co_await exchange();
        start_ready();
        forget_idle();
        attempts_.rethrow_failure();
        if (!closed_ && !wants_exchange()) co_await wait_for_work();
    }
    co_await drain();
}

bool Dispatcher::wants_exchange() const {
    if (settled_.size() >= worth_a_commit) return true;
    return !begins_nothing() && std::any_of(hungry_.begin(), hungry_.end(), [this](const ChannelId& id) { return room_in(id) > 0; });
}

bool Dispatcher::idle() const {
    return settled_.empty() && !exchanging_ && !wants_exchange() && (runnable_.empty() || hungry_.empty());
}

// How long nothing can be due: until the next retry, and where hosts hold what others could use, until they count as slow.
// The wall clock may be set meanwhile: look again every 30 s at least. nullopt: until there is news.
std::optional<Duration> Dispatcher::longest_wait() const {
    if (!runnable_.empty()) return 1s;
    if (!next_retry_) return std::nullopt;
    return std::clamp<Duration>(*next_retry_ - parts_.clock.now(), 1ms, 30s);
}

// Waits for outcomes, news, or the next retry. A few outcomes wait a moment for company before they are worth a commit.
Task<> Dispatcher::wait_for_work() {
    if (settled_.empty()) {
        const auto longest = longest_wait();
        if (longest) co_await wakeup_.wait_until(parts_.clock.steady() + *longest);
        else co_await wakeup_.wait();
    }
    if (next_retry_ && *next_retry_ <= parts_.clock.now()) {
        next_retry_.reset();
        wake();
    }
    const auto first = parts_.clock.steady();
    while (!settled_.empty() && !closed_ && !wants_exchange()) {
        if (!co_await wakeup_.wait_until(first + company)) co_return co_await exchange();
    }
}

// How much a channel may claim: more than is in flight, in lots that are worth a commit, and so much that until dead hosts count as
// slow, what is claimed for them leaves room for the others.
std::size_t Dispatcher::room_in(const ChannelId& channel) const {
    const std::size_t most = std::max(static_cast<std::size_t>(settings_.in_flight), worth_a_commit) * 4;
    const auto found = claimed_.find(channel);
    const std::size_t claimed = found == claimed_.end() ? 0 : found->second;
    return claimed <= most / 2 ? most - claimed : 0;
}

std::vector<store::Room> Dispatcher::rooms() const {
    std::vector<store::Room> rooms;
    if (begins_nothing()) return rooms;
    for (const ChannelId& id : hungry_) {
        if (const std::size_t most = room_in(id); most > 0) rooms.push_back({id, most, outlets_.at(id).threaded});
    }
    return rooms;
}

Task<> Dispatcher::exchange() {
    auto settled = std::make_shared<std::vector<store::Settled>>(std::exchange(settled_, {}));
    const Time now = parts_.clock.now();
    // What is due by then must be asked for now: the next retry that the store names is one that comes later.
    if (next_retry_ && *next_retry_ <= now) wake();
    const auto asked = rooms();
    auto job = [&store = parts_.store, settled, asked, now] { return store.exchange(*settled, asked, now); };
    for (const store::Room& room : asked) hungry_.erase(room.channel);
    if (behind_.empty()) left_.clear();  // nothing is claimed that was claimed before somebody left
    ++counters_.exchanges;
    exchanging_ = true;
    FAILPOINT("exchange.before");
    std::optional<store::Exchange> result;
    std::string failure;
    try {
        result = co_await parts_.database.run(std::move(job));
    } catch (const std::exception& error) {
        failure = error.what();
    }
    if (result) {
        FAILPOINT("exchange.after");
        next_retry_ = result->next_retry;
        for (const ChannelId& channel : result->more) {
            if (outlets_.contains(channel)) hungry_.insert(channel);
        }
        // What is claimed is committed: without its text it can only wait, and if candord ends it is claimed anew.
        while (!co_await learn(result->fanouts)) {
            exchanging_ = !closed_;
            if (closed_) co_return;
            co_await wakeup_.wait_until(parts_.clock.steady() + 1s);
        }
        for (store::Claim& claim : result->claims) accept(std::move(claim));
        exchanging_ = false;
        if (result->put_aside > 0) parts_.on_put_aside();
        co_return;
    }
    log::error("deliveries could not be stored; trying again in a second", {{"error", failure}});
    settled_.insert(settled_.begin(), settled->begin(), settled->end());
    wake();
    co_await wakeup_.wait_until(parts_.clock.steady() + 1s);
    exchanging_ = false;
}

// Reads the text of fan-outs that are new here. False where the database could not be read.
Task<bool> Dispatcher::learn(const std::vector<store::FanoutInfo>& fanouts) {
    for (const store::FanoutInfo& info : fanouts) {
        if (fanouts_.contains(info.id)) continue;
        auto job = [&store = parts_.store, info] { return store.message(info.update, info.variant); };
        std::optional<store::StoredMessage> stored;
        std::string failure;
        try {
            stored = co_await parts_.database.run(std::move(job));
        } catch (const std::exception& error) {
            failure = error.what();
        }
        if (!failure.empty()) {
            log::error("a text could not be read; trying again in a second", {{"update", info.update.str()}, {"error", failure}});
            co_return false;
        }
        auto fanout = std::make_shared<Fanout>();
        fanout->info = info;
        if (stored && stored->intact) {
            const Message& message = stored->message;
            fanout->personal = has_personal_mark(message.text) || has_personal_mark(message.json);
            fanout->purposes = purposes_in(message.text + message.html + message.json);
            fanout->message = std::make_shared<const Message>(message);
        } else {
            log::error("a stored text is not what was committed; it is not sent", {{"update", info.update.str()}, {"variant", info.variant}});
        }
        fanouts_.emplace(info.id, std::move(fanout));
    }
    co_return true;
}

void Dispatcher::accept(store::Claim claim) {
    const auto& fanout = fanouts_.at(claim.fanout);
    ++claimed_[fanout->info.channel];
    const std::uint64_t recipient = recipient_in(fanout->info.incident, claim.key);
    Pending pending{std::move(claim), fanout, recipient, counters_.exchanges};
    const auto [waiting, first] = behind_.try_emplace(recipient);
    if (first) enqueue(std::move(pending));
    else waiting->second.push_back(std::move(pending));
}

Dispatcher::Lane& Dispatcher::lane_for(const Outlet& outlet, const std::string& address) {
    auto& lane = lanes_[fmt::format("{} {}", outlet.id.str(), outlet.channel->host_of(address))];
    if (!lane) lane = std::make_unique<Lane>();
    lane->channel = outlet.id;
    lane->way = outlet.channel;
    lane->per_host = outlet.per_host;
    lane->threaded = outlet.threaded;
    lane->own = outlet.own;
    return *lane;
}

void Dispatcher::enqueue(Pending pending) {
    const auto outlet = outlets_.find(pending.fanout->info.channel);
    if (outlet == outlets_.end()) return put_back(std::move(pending), parts_.clock.now() + 1min);  // gone from the configuration
    if (begins_nothing()) return put_back(std::move(pending), parts_.clock.now());
    Lane& lane = lane_for(outlet->second, pending.claim.address);
    const Time now = parts_.clock.now();
    if (now < lane.host.closed_until()) return put_back(std::move(pending), lane.host.closed_until());
    lane.ready.push_back(std::move(pending));
    ++counters_.ready;
    if (!std::exchange(lane.queued, true)) runnable_.push_back(&lane);
}

HostLimits Dispatcher::limits_for(const Lane& lane) const {
    HostLimits limits = settings_.hosts;
    limits.per_host = lane.per_host;
    return limits;
}

// Gives every host its turn, one attempt each, until the slots are taken or nobody may start.
void Dispatcher::start_ready() {
    std::size_t without_luck = 0;
    while (counters_.in_flight < static_cast<std::size_t>(settings_.in_flight) && without_luck < runnable_.size()) {
        Lane& lane = *runnable_.front();
        runnable_.pop_front();
        without_luck = start_from(lane) ? 0 : without_luck + 1;
        lane.queued = !lane.ready.empty();
        if (lane.queued) runnable_.push_back(&lane);
    }
    if (counters_.in_flight < static_cast<std::size_t>(settings_.in_flight) && !runnable_.empty()) put_back_blocked();
}

bool Dispatcher::start_from(Lane& lane) {
    if (lane.ready.empty() || !lane.host.may_start(limits_for(lane), parts_.clock.now())) return false;
    Pending pending = std::move(lane.ready.front());
    lane.ready.pop_front();
    --counters_.ready;
    start(lane, std::move(pending));
    return true;
}

void Dispatcher::start(Lane& lane, Pending pending) {
    lane.host.started(parts_.clock.now());
    ++counters_.in_flight;
    ++counters_.attempts;
    Task<> task = attempt(lane, std::move(pending));
    attempts_.spawn("attempt", std::move(task));
}

Task<> Dispatcher::attempt(Lane& lane, Pending pending) {
    const store::FanoutInfo& info = pending.fanout->info;
    auto envelope = std::make_shared<delivery::Envelope>();
    envelope->id = delivery_id(info.update, info.channel, pending.claim.recipient);
    envelope->incident = info.incident;
    envelope->update = info.update;
    envelope->recipient = pending.claim.recipient;
    envelope->address = pending.claim.address;
    envelope->at = parts_.clock.now();
    envelope->message = pending.fanout->message;
    if (pending.fanout->personal) envelope->personal = personal_for(pending, envelope->at);
    envelope->published_at = info.published_at;
    envelope->reply_to_ref = pending.claim.reply_to_ref;
    if (const auto first = first_refs_.find(pending.recipient); first != first_refs_.end()) envelope->reply_to_ref = first->second;
    for (const UpdateId& earlier : info.thread) envelope->thread.push_back(delivery_id(earlier, info.channel, pending.claim.recipient));
    if (lane.own) add_own_ways(*lane.own, pending, *envelope);

    FAILPOINT("attempt.before_send");
    const std::shared_ptr<delivery::Channel> way = lane.way;  // the lane may get another while this attempt is under way
    Outcome outcome{Verdict::permanent, 0, "the stored text was altered; it was not sent", {}, {}};
    if (has_left(pending)) {
        outcome = {Verdict::gone, 0, "it asked to be left alone after an earlier delivery; this one was not sent", {}, {}};
    } else if (envelope->message) {
        try {
            outcome = co_await way->attempt(envelope);
        } catch (const std::exception& error) {
            outcome = {Verdict::transient, 0, fmt::format("the attempt failed here: {}", error.what()), {}, {}};
        }
    }
    FAILPOINT("attempt.answered");
    finish(lane, pending, outcome);
}

// Since it was claimed the recipient has asked to be left alone; the store claims nothing more for it, once it knows.
bool Dispatcher::has_left(const Pending& pending) const {
    const auto left = left_.find(pending.claim.key & 0xFFFFFFFF);
    return left != left_.end() && pending.exchange <= left->second;
}

void Dispatcher::add_own_ways(const OwnWays& own, const Pending& pending, delivery::Envelope& envelope) const {
    const std::int64_t recipient = pending.claim.key & 0xFFFFFFFF;
    const Time expires = envelope.at + lifetime_of(LinkPurpose::leave);
    if (!own.unsubscribe.empty()) envelope.unsubscribe = own.unsubscribe + sign({LinkPurpose::leave, envelope.incident, recipient, expires}, parts_.link_key);
    if (own.bounces) envelope.return_path = return_path(*own.bounces, recipient, parts_.link_key);
}

Personal Dispatcher::personal_for(const Pending& pending, Time now) const {
    Personal personal{pending.claim.recipient, {}};
    for (const LinkPurpose purpose : pending.fanout->purposes) {
        personal.tokens.emplace(purpose, sign({purpose, pending.fanout->info.incident, pending.claim.key & 0xFFFFFFFF, now + lifetime_of(purpose)}, parts_.link_key));
    }
    return personal;
}

void Dispatcher::finish(Lane& lane, const Pending& pending, const Outcome& outcome) {
    const Time now = parts_.clock.now();
    lane.host.ended(answered(outcome), limits_for(lane), now);
    --counters_.in_flight;
    if (outcome.verdict == Verdict::delivered) ++counters_.delivered;
    if (outcome.verdict == Verdict::gone) left_.insert_or_assign(pending.claim.key & 0xFFFFFFFF, counters_.exchanges);
    if (lane.threaded && !outcome.remote_ref.empty()) {
        first_refs_.try_emplace(pending.recipient, pending.claim.reply_to_ref.empty() ? outcome.remote_ref : pending.claim.reply_to_ref);
    }
    const RetrySchedule& schedule = pending.fanout->info.is_protected ? settings_.protected_retry : settings_.replaceable_retry;
    const std::uint64_t jitter = outcome.verdict == Verdict::delivered ? 0 : parts_.random_bits();
    settle(pending, after_attempt(pending.claim.delivery, outcome, schedule, now, jitter));
    start_ready();
    if (closed_ || wants_exchange()) wakeup_.notify();
}

// Notes what became of a claimed delivery, and lets the next one to that recipient go: that one may be put back at once, so
// whoever waits hears of the first that is settled here and nowhere else.
void Dispatcher::settle(const Pending& pending, Delivery delivery) {
    if (settled_.empty()) wakeup_.notify();
    settled_.push_back({pending.claim.key, std::move(delivery), parts_.clock.now()});
    FAILPOINT("attempt.settled");
    --claimed_[pending.fanout->info.channel];
    const auto waiting = behind_.find(pending.recipient);
    if (waiting->second.empty()) {
        behind_.erase(waiting);
        return;
    }
    Pending next = std::move(waiting->second.front());
    waiting->second.erase(waiting->second.begin());  // few, or one
    enqueue(std::move(next));
}

// Gives a claim back unspent: the attempt did not take place and does not count.
void Dispatcher::put_back(Pending pending, Time next_at) {
    Delivery delivery = pending.claim.delivery;
    delivery.state = DeliveryState::retrying;
    delivery.attempts -= 1;
    delivery.next_at = next_at;
    settle(pending, std::move(delivery));
}

// Slots are free and everything that is ready is for hosts that may not have more: where one of them is slow, its
// deliveries give their places to others.
void Dispatcher::put_back_blocked() {
    const Time now = parts_.clock.now();
    for (std::size_t i = runnable_.size(); i > 0; --i) {
        Lane& lane = *runnable_.front();
        runnable_.pop_front();
        const bool blocked = now < lane.host.closed_until() || (!hungry_.empty() && lane.host.is_slow(now));
        std::deque<Pending> back;
        if (blocked) back = std::exchange(lane.ready, {});
        counters_.ready -= back.size();
        lane.queued = !lane.ready.empty();
        if (lane.queued) runnable_.push_back(&lane);
        for (Pending& pending : back) put_back(std::move(pending), std::max(lane.host.closed_until(), now + breather));
    }
}

// What has not begun is given back.
void Dispatcher::put_back_all() {
    runnable_.clear();
    for (auto& [name, lane] : lanes_) {
        lane->queued = false;
        for (Pending& pending : std::exchange(lane->ready, {})) {
            --counters_.ready;
            put_back(std::move(pending), parts_.clock.now());
        }
    }
}

// Only between exchanges: during one, what has been learnt is not yet held by what was claimed.
void Dispatcher::forget_idle() {
    const std::size_t most = settings_.remembered;
    if (lanes_.size() > 4 * most) std::erase_if(lanes_, [](const auto& entry) { return entry.second->is_idle(); });
    if (fanouts_.size() > most) std::erase_if(fanouts_, [](const auto& entry) { return entry.second.use_count() == 1; });
    // The store knows them once everything that was claimed is settled and recorded.
    if (first_refs_.size() > most && behind_.empty() && settled_.empty()) first_refs_.clear();
}

// What has not begun is given back, and what is under way may end. Each outcome is stored as it comes: whoever is killed
// meanwhile has no more to repeat than at any other time.
Task<> Dispatcher::drain() {
    put_back_all();
    while ((counters_.in_flight > 0 || !settled_.empty()) && parts_.clock.now() < drain_until_) {
        if (settled_.empty()) co_await wakeup_.wait_until(parts_.clock.steady() + 50ms);
        else co_await exchange();
    }
    if (!settled_.empty()) co_await exchange();
}

}  // namespace candor::dispatch
