#include "tests/sim/world.hpp"

#include "core/incident/fold.hpp"
#include "core/page.hpp"
#include "daemon/desk/freeze.hpp"
#include "tests/daemon/newsroom.hpp"
#include "tests/sim/afterwards.hpp"
#include "tests/sim/diary.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::sim {

using namespace std::chrono_literals;

namespace {

const std::string database = "/disk/candor.db";
constexpr Duration longest_quiet = std::chrono::hours{24 * 12};  // the longest schedule of attempts has ended by then
constexpr std::size_t most_incidents = 3;

NewFact sure(FactBody body) {
    return {std::move(body), Confidence::confirmed, {}};
}

// Why nothing is given is asked of who could have given something, and has not.
Resolve resolved(const std::string& why_nothing_is_given = {}) {
    return {"", {sure(Verification{"120 test orders", true})}, "", 0, why_nothing_is_given, ""};
}

// Most lives are short, so that there can be many; each has days after it in which what waits is tried again.
Duration life_of(Chance& chance) {
    return one_in(chance, 8) ? Duration(6h) : 10min + up_to(chance, 50min);
}

// A disk with an empty database, which takes longer to make than a house to live on it.
const power::Files& empty_database() {
    static const power::Files files = [] {
        power::TornDisk disk;
        { const store::Store made(database); }
        return disk.files();
    }();
    return files;
}

}  // namespace

void World::Figures::add(const Figures& other) {
    commands += other.commands;
    attempts += other.attempts;
    failures += other.failures;
    arrivals += other.arrivals;
    power_cuts += other.power_cuts;
    kills += other.kills;
    stops += other.stops;
    reloads += other.reloads;
    freezes += other.freezes;
    jumps += other.jumps;
    troubles += other.troubles;
    blocked += other.blocked;
    gifts += other.gifts;
}

World::Figures World::figures() const {
    Figures figures = figures_;
    figures.attempts = receivers_.attempts();
    figures.failures = receivers_.failures();
    figures.arrivals = receivers_.arrivals();
    return figures;
}

World::World(std::uint64_t seed, power::Syncs syncs) : chance_(seed), syncs_(syncs), organisation_(organisation_of(seed)), time_(*parse_rfc3339("2026-11-22T14:00:00Z")), receivers_(chance_) {
    time_.at_job = [this](const std::function<void()>& job) { return at_job(job); };
    limits_.in_flight = std::array{4, 8, 64}[chance_() % 3];
    if (!one_in(chance_, 8)) disk_before_ = empty_database();
    disk_ = std::make_unique<power::TornDisk>(disk_before_, syncs_);
    start();
}

std::vector<std::string> World::live() {
    next_command_ = time_.steady();
    go_on_until(time_.steady() + life_of(chance_));
    receivers_.become_well();
    stormy_ = false;
    next_command_ = Steady::max();
    if (has_trouble()) mend_disk();
    go_on_until(time_.steady() + 1min);  // what somebody began ends: a brake that is half pulled is pulled
    while (!house_->is_up() && !is_over()) step();
    if (is_over()) return faults_;
    house_->begin("the end", end_everything());
    go_on_until(time_.steady() + longest_quiet);
    if (time_.next()) faults_.push_back("it never comes to rest");
    if (is_over()) return faults_;
    house_->begin("the page", compare_pages());
    go_on_until(time_.steady() + 1h);
    if (!is_over()) look_back();
    if (!is_over()) faults_ = faults_of(house_->store(), incidents_, {acknowledged_, refused_, interruptions_, receivers_.bad_times(), receivers_.mailboxes(), figures_.kills + figures_.power_cuts + figures_.stops});
    return faults_;
}

// --- time ---

// Until then, or until nothing is under way any more.
void World::go_on_until(Steady end) {
    while (time_.steady() < end && !is_over()) {
        const bool more = house_->turn();
        if (more || time_.next() || next_command_ != Steady::max() || !house_->is_up()) step();
        else return;
    }
}

// All that can be done now, unless the house goes down in the middle of it; then on to the next time at which something can.
void World::step() {
    do {
        if (!house_->failure().empty() && had_trouble()) return kill();  // it ends, and is started again
        look_for_faults();
        if (is_over()) return;
        if (power_went_after_) return lose_power(*std::exchange(power_went_after_, std::nullopt));
        if (stormy_ && one_in(chance_, 2500)) return one_in(chance_, 3) ? lose_power(disk_->operations().size()) : kill();
    } while (house_->turn());
    if (house_->is_down()) return start_again();
    const auto next = time_.next();
    if (!next && !house_->is_up() && !has_trouble()) return faults_.push_back("the house neither starts nor stops");
    const Steady then = std::min({next.value_or(Steady::max()), next_command_, disk_is_well_});
    if (then == Steady::max()) return;  // everything has come to rest
    time_.pass_to(then);
    if (disk_is_well_ <= time_.steady()) mend_disk();
    if (next_command_ <= time_.steady()) command();
}

// The database does what it is asked to; the power may go meanwhile, and then nobody hears of it.
std::optional<Duration> World::at_job(const std::function<void()>& job) {
    const std::size_t before = disk_->operations().size();
    job();
    if (stormy_ && one_in(chance_, 150)) {
        power_went_after_ = before;
        return std::nullopt;
    }
    return up_to(chance_, one_in(chance_, 40) ? Duration(1s) : Duration(6ms));
}

void World::look_for_faults() {
    if (!house_->failure().empty()) faults_.push_back(house_->failure());
    faults_.insert(faults_.end(), receivers_.faults().begin(), receivers_.faults().end());
}

// --- what happens to the house ---

void World::start() {
    diary(time_.now(), "house no. {} starts", openings_ + 1);
    house_ = std::make_unique<House>(House::Parts{database, receivers_, chance_, ++openings_ << 32, limits_, setup_of(organisation_)});
}

// What was on its way may have arrived, and nobody has heard.
void World::take_down(bool drained) {
    receivers_.lights_out(house_->now(), drained);
    disk_->let_go(true);
    house_.reset();
    disk_->let_go(false);
    power_went_after_.reset();
}

void World::be_dark(Duration most, Time went) {
    time_.pass_to(time_.steady() + up_to(chance_, most));
    interruptions_.push_back({std::min(went, time_.now()), std::max(went, time_.now()) + 1min});
}

// As kill -9 does it: everything that was written is there.
void World::kill() {
    ++figures_.kills;
    const Time went = house_->now();
    diary(went, "killed");
    take_down(false);
    be_dark(10s, went);
    start();
}

void World::start_again() {
    ++figures_.stops;
    const Time went = house_->now();
    diary(went, "stopped");
    take_down(true);
    be_dark(10s, went - 15s);
    start();
}

void World::lose_power(std::size_t not_before) {
    ++figures_.power_cuts;
    const Time went = house_->now();
    diary(went, "the power goes");
    take_down(false);
    power::PowerCut cut(disk_->operations(), disk_before_);
    cut.advance_to(not_before + chance_() % (disk_->operations().size() - not_before + 1));
    disk_before_ = cut.after_the_cut(chance_);
    const power::Trouble trouble = disk_->trouble();
    disk_.reset();
    disk_ = std::make_unique<power::TornDisk>(disk_before_, syncs_);
    disk_->trouble(trouble);
    if (one_in(chance_, 4)) {  // its battery is empty: it comes back with a wrong clock
        ++figures_.jumps;
        time_.step_wall(-up_to(chance_, 20min));
    }
    be_dark(2min, went);
    start();
}

// The machine slept, or somebody set its clock.
void World::jump() {
    ++figures_.jumps;
    const Time before = house_->now();
    if (one_in(chance_, 3)) return time_.step_wall(-up_to(chance_, 30min));
    time_.step_wall(up_to(chance_, 90min));
    diary(before, "the clock jumps to {}", to_rfc3339(house_->now()));
    interruptions_.push_back({before, house_->now() + 1min});
}

// It is full, or fails, for some minutes.
void World::trouble_disk() {
    ++figures_.troubles;
    const auto kind = static_cast<power::Trouble>(1 + chance_() % 3);
    const Duration lasts = up_to(chance_, 4min);
    diary(house_->now(), "the disk fails ({}) for {} s", static_cast<int>(kind), lasts / 1s);
    disk_->trouble(kind);
    receivers_.disk_fails(true);
    disk_is_well_ = time_.steady() + lasts;
    interruptions_.push_back({house_->now(), house_->now() + lasts + 2min});
}

void World::mend_disk() {
    diary(house_->now(), "the disk is well again");
    disk_->trouble(power::Trouble::none);
    receivers_.disk_fails(false);
    disk_is_well_ = Steady::max();
    last_trouble_ = time_.steady();
    interruptions_.push_back({house_->now() - 4min, house_->now() + 2min});
}

// --- what people do ---

void World::command() {
    next_command_ = time_.steady() + 20s + up_to(chance_, 25min);
    if (!house_->is_up()) {
        next_command_ = time_.steady() + 1s;
        return;
    }
    if (house_->is_frozen() ? one_in(chance_, 3) : one_in(chance_, 30)) return house_->begin("brake", house_->is_frozen() ? resume() : freeze());
    if (one_in(chance_, 25)) return jump();
    if (one_in(chance_, 25)) return house_->stop();
    if (one_in(chance_, 25) && !has_trouble()) return trouble_disk();
    if (one_in(chance_, 25)) {
        ++figures_.reloads;
        limits_.in_flight = std::array{4, 8, 64}[chance_() % 3];
        return house_->reload(limits_);
    }
    if (incidents_.empty() || (incidents_.size() < most_incidents && one_in(chance_, 6))) return declare();
    command_about(incidents_[chance_() % incidents_.size()]);
}

void World::declare() {
    const IncidentId id = house_->desk().new_id();
    incidents_.push_back(id);
    execute(id, Declare{id, "Card payments fail", {ComponentId("checkout")}, Impact::major, Origin::staff, "comms-lead", "", {}});
}

void World::command_about(const IncidentId& id) {
    const auto number = figures_.commands;
    if (organisation_ == Organisation::generous && one_in(chance_, 2)) return give(id);
    switch (chance_() % 9) {
        case 0:
        case 1: return execute(id, RecordFacts{{sure(Action{fmt::format("step {}", number), false})}});
        case 2: return execute(id, RecordFacts{{sure(Scope{chance_() % 2 == 0 ? ScopeLabel::many : ScopeLabel::few, {}, {}, ""})}});
        case 3:
        case 4: return execute(id, Publish{news(), {}, {}, {}, {}, ""});
        case 5: return house_->begin("correction", correct(id, fmt::format("Correction no. {}.", number)));
        case 6: return execute(id, Assign{fmt::format("owner-{}", number), "", "as agreed"});
        case 7: return execute(id, one_in(chance_, 4) ? Command(Withdraw{"declared in error"}) : Command(resolved()));
        default: return execute(id, Reopen{fmt::format("It fails again, no. {}.", number), {}, "", ""});
    }
}

// In the honest house every third is one that its record does not bear out.
std::string World::news() const {
    const bool untrue = organisation_ == Organisation::honest && figures_.commands % 3 == 0;
    return fmt::format("{} no. {}.", untrue ? "Everything works again, as we say in news" : "News", figures_.commands);
}

// Some ask again, as whoever did not hear the answer does.
void World::give(const IncidentId& id) {
    const GrantId one("g" + std::to_string(1 + chance_() % 6));
    if (one_in(chance_, 4)) return house_->begin("answer", say(id, ApproveRemedy{one}, "two"));
    ++figures_.gifts;
    const GrantRemedy gift{"voucher", fmt::format("order {}", chance_() % 2), false, "one", "", {}, one_in(chance_, 2) ? "they waited" : "", fmt::format("key-{}", figures_.gifts)};
    for (std::uint64_t times = 1 + chance_() % 3; times > 0; --times) execute(id, gift);
}

void World::execute(const IncidentId& id, Command command) {
    house_->begin("command", say(id, std::move(command)));
}

// Whoever commands is told what came of it, unless the house goes down before.
Task<> World::say(IncidentId id, Command command, std::string who) {
    ++figures_.commands;
    const auto* publish = std::get_if<Publish>(&command);
    const std::string words = publish == nullptr ? "" : publish->words;
    const auto done = co_await house_->desk().execute(id, std::move(command), who);
    diary(house_->now(), "command about {}: {}", id.str(), !done ? done.error().message() : done->published ? "publishes " + done->published->str() : "recorded");
    if (done && done->published) acknowledged_.insert(*done->published);
    if (done || words.empty()) co_return;
    const bool blocked = done.error().code() == ErrorCode::blocked_by_rule;
    figures_.blocked += blocked ? 1 : 0;
    if (blocked || done.error().code() == ErrorCode::store_failed) refused_.insert(words);
}

Task<> World::correct(IncidentId id, std::string words) {
    const auto found = co_await house_->desk().find(id.str());  // its declaration may have been lost with the power
    if (!found || (*found)->record.updates.empty()) co_return;
    Command correction = Publish{std::move(words), {}, {}, {}, (*found)->record.updates.back().update.id, ""};
    co_await say(std::move(id), std::move(correction));
}

Task<> World::freeze() {
    ++figures_.freezes;
    const auto frozen = co_await desk::freeze(house_->desk(), house_->store(), house_->database(), "comms-lead", "");
    if (frozen) receivers_.freeze(true);
    diary(house_->now(), "frozen");
}

Task<> World::resume() {
    receivers_.freeze(false);
    if (!house_->is_frozen()) co_return;  // somebody else has, meanwhile
    diary(house_->now(), "resumed");
    interruptions_.push_back({house_->desk().setup().frozen->since, house_->now() + 3min});
    static_cast<void>(co_await desk::resume(house_->desk(), house_->store(), house_->database(), "comms-lead", {}));
}

Task<> World::end_everything() {
    if (house_->is_frozen()) co_await resume();
    for (const IncidentId& id : incidents_) {
        Command end = resolved();
        co_await say(id, std::move(end));
        if (organisation_ != Organisation::generous) continue;
        Command without_gifts = resolved("nobody lost anything");
        co_await say(id, std::move(without_gifts));
    }
}

void World::look_back() {
    for (const IncidentId& id : incidents_) {
        const auto stored = house_->store().find_incident(id);
        if (!stored) continue;
        for (const auto& found : {faults_of_words(*setup_of(organisation_), stored->events), faults_of_gifts(stored->events)}) {
            for (const std::string& fault : found) faults_.push_back(id.str() + ": " + fault);
        }
    }
}

// What the house shows, after all that has befallen it, is what the events say.
Task<> World::compare_pages() {
    for (const IncidentId& id : incidents_) {
        const auto stored = house_->store().find_incident(id);
        if (!stored) continue;
        const Record told = fold({}, stored->events);
        const auto found = co_await house_->desk().find(id.str());
        const Record* shown = found ? &(*found)->record : nullptr;
        const bool same = shown != nullptr && shown->version == told.version && shown->status == told.status && shown->updates.size() == told.updates.size() &&
                          stated(*shown) == stated(told) && next_promised(*shown) == next_promised(told) && silent_since(*shown, house_->now()) == silent_since(told, house_->now());
        if (!same) faults_.push_back(id.str() + ": the page shows what is not on the record");
    }
}

}  // namespace candor::sim
