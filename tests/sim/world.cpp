#include "tests/sim/world.hpp"

#include "daemon/desk/freeze.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::sim {

using namespace test;

namespace {

const std::string database = "/disk/candor.db";
constexpr Duration hours_lived = std::chrono::hours{6};
constexpr Duration longest_quiet = std::chrono::hours{24 * 12};  // the longest schedule of attempts has ended by then
constexpr std::size_t most_incidents = 3;

std::shared_ptr<const desk::Setup> simulated_setup() {
    static const auto shared = [] {
        auto setup = shop_setup();
        setup->honesty = nullptr;  // what may be said is another test's; here everything is
        return setup;
    }();
    return shared;
}

std::vector<store::Recipient> some(const char* name, int count) {
    std::vector<store::Recipient> all;
    for (int i = 0; i < count; ++i) all.push_back({fmt::format("{}-{}", name, i), fmt::format("{}-{}@example.net", name, i)});
    return all;
}

const std::vector<store::Room>& rooms() {
    static const std::vector<store::Room> all{{ChannelId("customers"), 4, false}, {ChannelId("social"), 2, true}, {ChannelId("partners"), 3, false}};
    return all;
}

NewFact sure(FactBody body) {
    return {std::move(body), Confidence::confirmed, {}};
}

}  // namespace

World::World(std::uint64_t seed, power::Syncs syncs) : chance_(seed), syncs_(syncs), receivers_(chance_) {
    disk_ = std::make_unique<power::TornDisk>(power::Files{}, syncs_);
    next_command_ = clock_.time;
    open();
}

void World::open() {
    room_ = std::make_unique<Newsroom>(database, clock_, simulated_setup());
    room_->random = ++openings_ << 32;
    room_->store.sync_recipients(ChannelId("customers"), some("customer", 4));
    room_->store.sync_recipients(ChannelId("partners"), some("partner", 3));
    room_->store.sync_recipients(ChannelId("social"), some("account", 1));
    room_->store.recover_attempts(clock_.time);
    room_->await(desk::stay_frozen(room_->desk, room_->store, room_->thread));
    may_claim_ = true;
    next_retry_.reset();
}

std::vector<std::string> World::live() {
    const Time evening = clock_.time + hours_lived;
    while (clock_.time < evening && faults_.empty()) step(false);
    receivers_.become_well();
    stormy_ = false;
    if (is_frozen()) resume();
    for (const IncidentId& id : incidents_) execute(id, Resolve{"", {sure(Verification{"120 test orders", true})}, "", 0, "", ""});
    const Time latest = clock_.time + longest_quiet;
    while (soonest(true) && clock_.time < latest && faults_.empty()) step(true);
    if (faults_.empty()) faults_ = faults_of(room_->store, incidents_, {acknowledged_, interruptions_, receivers_.mailboxes()});
    return faults_;
}

// --- time ---

std::optional<Time> World::soonest(bool quiet) const {
    std::optional<Time> soonest = room_->desk.next_tick();
    const auto consider = [&](Time time) { soonest = std::min(soonest.value_or(Time::max()), time); };
    if (!quiet) consider(next_command_);
    if (!on_the_way_.empty()) consider(on_the_way_.begin()->first);
    if ((may_claim_ && !is_frozen()) || ended_.size() >= 4) consider(clock_.time);
    if (!ended_.empty()) consider(clock_.time + std::chrono::milliseconds{20});
    if (next_retry_ && !is_frozen()) consider(*next_retry_);
    return soonest;
}

void World::step(bool quiet) {
    const auto next = soonest(quiet);
    if (!next) return;
    clock_.time = std::max(clock_.time, *next);
    const auto due = room_->desk.next_tick();
    if (due && *due <= clock_.time) return tick();
    if (!on_the_way_.empty() && on_the_way_.begin()->first <= clock_.time) return finish();
    if (!quiet && next_command_ <= clock_.time) return command();
    exchange();
}

// --- the house ---

// False: the power went, or it was killed, before anybody heard of what came of it.
template <class Act>
bool World::survives(Act act) {
    const std::size_t before = disk_->operations().size();
    act();
    if (stormy_ && one_in(chance_, 60)) {
        lose_power(before);
        return false;
    }
    if (stormy_ && one_in(chance_, 120)) {
        kill();
        return false;
    }
    return true;
}

// What was on its way may have arrived, and nobody has heard.
void World::forget_what_is_under_way() {
    for (auto& [at, pending] : on_the_way_) {
        receivers_.excuse(pending.letter);
        if (pending.attempt.arrives && one_in(chance_, 2)) receivers_.arrived(pending.letter, clock_.time);
    }
    on_the_way_.clear();
    behind_.clear();
    for (const Ended& one : ended_) receivers_.excuse(one.letter);
    ended_.clear();
}

// As kill -9 does it: everything that was written is there.
void World::kill() {
    ++figures_.kills;
    forget_what_is_under_way();
    room_.reset();
    clock_.time += std::chrono::seconds{static_cast<std::int64_t>(chance_() % 10)};
    interruptions_.push_back({clock_.time - std::chrono::seconds{10}, clock_.time});
    open();
}

void World::lose_power(std::size_t not_before) {
    ++figures_.power_cuts;
    const Time went = clock_.time;
    forget_what_is_under_way();
    room_.reset();
    power::PowerCut cut(disk_->operations(), disk_before_);
    cut.advance_to(not_before + chance_() % (disk_->operations().size() - not_before + 1));
    disk_before_ = cut.after_the_cut(chance_);
    disk_.reset();
    disk_ = std::make_unique<power::TornDisk>(disk_before_, syncs_);
    clock_.time += std::chrono::seconds{static_cast<std::int64_t>(1 + chance_() % 120)};
    interruptions_.push_back({went, clock_.time + std::chrono::minutes{1}});
    if (one_in(chance_, 4)) {  // its battery is empty: it comes back with a wrong clock
        ++figures_.jumps;
        clock_.time -= std::chrono::seconds{static_cast<std::int64_t>(chance_() % 1200)};
    }
    open();
}

void World::freeze() {
    ++figures_.freezes;
    static_cast<void>(survives([&] { static_cast<void>(room_->await(desk::freeze(room_->desk, room_->store, room_->thread, "comms-lead", ""))); }));
}

void World::resume() {
    const Time since = room_->desk.setup().frozen->since;
    static_cast<void>(survives([&] { static_cast<void>(room_->await(desk::resume(room_->desk, room_->store, room_->thread, "comms-lead", {}))); }));
    interruptions_.push_back({since, clock_.time + std::chrono::minutes{3}});
    may_claim_ = true;
}

// The machine slept, or somebody set its clock.
void World::jump() {
    ++figures_.jumps;
    const Time before = clock_.time;
    clock_.time += std::chrono::minutes{static_cast<std::int64_t>(1 + chance_() % 90)};
    interruptions_.push_back({before, clock_.time});
}

void World::command() {
    next_command_ = clock_.time + std::chrono::seconds{static_cast<std::int64_t>(20 + chance_() % 1500)};
    if (is_frozen() ? one_in(chance_, 3) : one_in(chance_, 30)) return is_frozen() ? resume() : freeze();
    if (one_in(chance_, 25)) return jump();
    if (incidents_.empty() || (incidents_.size() < most_incidents && one_in(chance_, 6))) {
        const IncidentId id = room_->desk.new_id();
        incidents_.push_back(id);
        return execute(id, Declare{id, "Card payments fail", {ComponentId("checkout")}, Impact::major, Origin::staff, "comms-lead", "", {}});
    }
    const IncidentId id = incidents_[chance_() % incidents_.size()];
    const auto number = figures_.commands;
    switch (chance_() % 9) {
        case 0:
        case 1: return execute(id, RecordFacts{{sure(Action{fmt::format("step {}", number), false})}});
        case 2: return execute(id, RecordFacts{{sure(Scope{chance_() % 2 == 0 ? ScopeLabel::many : ScopeLabel::few, {}, {}, ""})}});
        case 3:
        case 4: return execute(id, Publish{fmt::format("News no. {}.", number), {}, {}, {}, {}, ""});
        case 5: {
            const auto found = room_->await(room_->desk.find(id.str()));  // its declaration may have been lost with the power
            if (!found || (*found)->record.updates.empty()) return;
            return execute(id, Publish{fmt::format("Correction no. {}.", number), {}, {}, {}, (*found)->record.updates.back().update.id, ""});
        }
        case 6: return execute(id, Assign{fmt::format("owner-{}", number), "", "as agreed"});
        case 7: return execute(id, one_in(chance_, 4) ? Command(Withdraw{"declared in error"}) : Command(Resolve{"", {sure(Verification{"120 test orders", true})}, "", 0, "", ""}));
        default: return execute(id, Reopen{fmt::format("It fails again, no. {}.", number), {}, "", ""});
    }
}

void World::execute(const IncidentId& id, Command command) {
    ++figures_.commands;
    std::optional<UpdateId> published;
    const bool survived = survives([&] {
        const auto done = room_->await(room_->desk.execute(id, std::move(command), "comms-lead"));
        if (done) published = done->published;
    });
    if (survived && published) acknowledged_.insert(*published);
    may_claim_ = true;
}

void World::tick() {
    static_cast<void>(survives([&] { static_cast<void>(room_->await(room_->desk.tick())); }));
    may_claim_ = true;
}

void World::exchange() {
    store::Exchange exchanged;
    const std::vector<Ended> ended = std::exchange(ended_, {});
    std::vector<store::Settled> told;
    for (const Ended& one : ended) told.push_back(one.settled);
    next_retry_.reset();
    may_claim_ = false;
    const std::vector<store::Room> room = is_frozen() ? std::vector<store::Room>{} : rooms();
    if (!survives([&] { exchanged = room_->store.exchange(told, room, clock_.time); })) {
        for (const Ended& one : ended) receivers_.perhaps_noted(one.letter, one.settled.delivery.state);
        return;
    }
    for (const Ended& one : ended) receivers_.noted(one.letter, one.settled.delivery.state);
    next_retry_ = exchanged.next_retry;
    may_claim_ = !exchanged.more.empty();
    for (store::Claim& claim : exchanged.claims) take(std::move(claim), exchanged.fanouts);
}

// --- the network ---

void World::take(store::Claim claim, const std::vector<store::FanoutInfo>& fanouts) {
    const auto fanout = std::find_if(fanouts.begin(), fanouts.end(), [&](const store::FanoutInfo& one) { return one.id == claim.fanout; });
    if (fanout == fanouts.end()) return fault("a claim of no fan-out");
    Letter letter{fanout->channel, claim.recipient, fanout->incident, fanout->update};
    const auto committed = room_->store.message(fanout->update, fanout->variant);
    if (!committed || !committed->intact) return fault("what was never committed, or was altered, would be sent");
    if (is_frozen()) return fault(letter.recipient + " is written to by a frozen house");
    if (receivers_.has_left(letter)) return fault(letter.recipient + " is written to, and has asked to be left alone");
    Pending pending{std::move(claim), *fanout, letter, {}};
    const auto [waiting, first] = behind_.try_emplace({letter.incident.str(), letter.channel.str() + letter.recipient});
    if (first) start(std::move(pending));
    else waiting->second.push_back(std::move(pending));
}

void World::start(Pending pending) {
    pending.attempt = receivers_.attempt(pending.letter, clock_.time);
    on_the_way_.emplace(clock_.time + pending.attempt.takes, std::move(pending));
}

void World::finish() {
    const auto first = on_the_way_.begin();
    const Pending pending = std::move(first->second);
    on_the_way_.erase(first);
    if (pending.attempt.arrives) {
        receivers_.arrived(pending.letter, clock_.time);
        ++figures_.arrivals;
    }
    if (pending.attempt.outcome.verdict == Verdict::ambiguous) receivers_.excuse(pending.letter);
    const RetrySchedule schedule = pending.fanout.is_protected ? RetrySchedule::for_protected() : RetrySchedule::for_replaceable();
    ended_.push_back({pending.letter, {pending.claim.key, after_attempt(pending.claim.delivery, pending.attempt.outcome, schedule, clock_.time, chance_()), clock_.time}});
    const auto waiting = behind_.find({pending.letter.incident.str(), pending.letter.channel.str() + pending.letter.recipient});
    if (waiting->second.empty()) {
        behind_.erase(waiting);
    } else {
        Pending next = std::move(waiting->second.front());
        waiting->second.pop_front();
        start(std::move(next));
    }
    may_claim_ = true;
}

void World::fault(std::string what) {
    if (faults_.size() < 5) faults_.push_back(std::move(what));
}

}  // namespace candor::sim
