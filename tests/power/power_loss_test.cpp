// Power is lost at any moment: what was committed is there, whole and with its chain; what was not is not there in part.
#include "tests/daemon/store_rig.hpp"
#include "tests/how_many.hpp"
#include "tests/power/torn_disk.hpp"

#include <algorithm>
#include <iostream>
#include <sqlite3.h>

using namespace candor;
using namespace candor::store;
using namespace candor::test;

namespace {

const std::string database = "/disk/candor.db";
constexpr int recipients = 12;

// What somebody was told is safe, and how many operations the disk had been asked for by then.
struct KeptSafe {
    std::size_t after = 0;
    IncidentId incident;
    std::int64_t version = 0;                // at least this many events
    std::map<std::int64_t, DeliveryState> deliveries;  // by row
};

std::vector<Recipient> audience() {
    std::vector<Recipient> all;
    for (int i = 0; i < recipients; ++i) all.push_back({"r" + std::to_string(i), "https://example.org/" + std::to_string(i)});
    return all;
}

Commit to_commit(const Incident& incident, std::vector<Event> events) {
    return test::to_commit(incident, std::move(events), [](const UpdatePublished& update) {
        Message message;
        message.text = std::string(3000, 'x') + update.id.str();
        return message;
    });
}

// Ids of its own, beside others.
struct Numbered : Incident {
    explicit Numbered(std::uint64_t number) {
        record.id = IncidentId("inc" + std::to_string(number));
        random = number << 20;
    }
};

// A house at work: declares, records, publishes, delivers; now and then it is restarted. Keeps what it was told is safe.
class Workload {
public:
    explicit Workload(power::TornDisk& disk) : disk_(disk) { open(); }

    void run(int rounds) {
        for (int round = 0; round < rounds; ++round) {
            if (round % 40 == 0) declare();
            if (round % 25 == 24) open();
            Incident& incident = incidents_[static_cast<std::size_t>(round) % incidents_.size()];
            incident.now += 1min;
            if (round % 3 == 0) act(incident, RecordFacts{{{Action{"step " + std::to_string(round), false}, Confidence::confirmed, {}}}});
            else act(incident, Publish{"News no. " + std::to_string(round) + ".", {}, {}, {}, {}, ""});
            deliver(incident.now);
        }
        store_.reset();
        note({disk_.operations().size(), {}, 0, {}});
    }

    std::vector<KeptSafe> kept_safe;

private:
    void open() {
        store_.reset();
        store_ = std::make_unique<Store>(database);
        store_->sync_recipients(partners, audience());
        store_->recover_attempts(now_);
    }
    void declare() {
        Incident& incident = incidents_.emplace_back(incidents_.size() + 1);
        incident.now = now_;
        act(incident, Declare{incident.record.id, "Card payments fail", {ComponentId("checkout")}, Impact::major, Origin::staff, "comms-lead", "", {}});
    }
    void act(Incident& incident, const Command& command) {
        const std::vector<Commit> commits{to_commit(incident, incident.does(command))};
        REQUIRE(store_->commit(commits));
        now_ = std::max(now_, incident.now);
        note({disk_.operations().size(), incident.record.id, incident.record.version, {}});
    }
    void deliver(Time now) {
        const Exchange exchange = store_->exchange(settled_, std::vector<Room>{{partners, 8, false}}, now);
        KeptSafe safe{disk_.operations().size(), {}, 0, {}};
        for (const Settled& one : settled_) safe.deliveries[one.key] = one.delivery.state;
        for (const Claim& claim : exchange.claims) safe.deliveries[claim.key] = claim.delivery.state;
        settled_.clear();
        for (const Claim& claim : exchange.claims) {
            Outcome outcome{Verdict::delivered, 200, "", {}, ""};
            settled_.push_back({claim.key, after_attempt(claim.delivery, outcome, RetrySchedule::for_replaceable(), now, 1000), now});
        }
        note(std::move(safe));
    }
    void note(KeptSafe one) { kept_safe.push_back(std::move(one)); }

    power::TornDisk& disk_;
    std::unique_ptr<Store> store_;
    std::vector<Numbered> incidents_;
    std::vector<Settled> settled_;
    Time now_ = *parse_rfc3339("2026-11-22T14:00:00Z");
};

// A second look at the file, past the store: what its own reading would not notice.
class Bare {
public:
    Bare() { sqlite3_open(database.c_str(), &handle_); }
    ~Bare() { sqlite3_close(handle_); }
    Bare(const Bare&) = delete;
    Bare& operator=(const Bare&) = delete;

    std::string ask(const std::string& sql) {
        std::string answer;
        const auto take = [](void* out, int, char** values, char**) {
            *static_cast<std::string*>(out) += values[0] == nullptr ? "NULL" : values[0];
            return 0;
        };
        char* failure = nullptr;
        sqlite3_exec(handle_, sql.c_str(), take, &answer, &failure);
        if (failure != nullptr) answer = failure;
        sqlite3_free(failure);
        return answer;
    }

private:
    sqlite3* handle_ = nullptr;
};

// What the house was told is safe, as far as a cut.
struct Safe {
    std::map<IncidentId, std::int64_t> versions;
    std::map<std::int64_t, DeliveryState> deliveries;
};

std::string broken_in_the_record(const Safe& safe) {
    Store store(database);
    for (const auto& [id, version] : safe.versions) {
        const auto stored = store.find_incident(id);
        const auto events = stored ? static_cast<std::int64_t>(stored->events.size()) : 0;
        if (events < version) return id.str() + " has " + std::to_string(events) + " events of " + std::to_string(version);
        if (store.broken_link(id)) return "the chain of " + id.str() + " is broken";
        for (const Event& event : stored->events) {
            const auto* update = std::get_if<UpdatePublished>(&event.body);
            if (update != nullptr && !store.message(update->id, "webhook/en")) return "an update without its text";
        }
    }
    return {};
}

std::string broken_in_the_file(const Safe& safe) {
    Bare bare;
    if (const std::string check = bare.ask("PRAGMA integrity_check"); check != "ok") return check;
    if (const std::string orphans = bare.ask("SELECT COUNT(*) FROM message WHERE update_id NOT IN (SELECT update_id FROM fanout)"); orphans != "0")
        return orphans + " texts that go nowhere";
    for (const auto& [key, state] : safe.deliveries) {
        const std::string found = bare.ask("SELECT state FROM delivery WHERE id = " + std::to_string(key));
        if (found.empty()) return "the delivery " + std::to_string(key) + " is not there";
        if (state == DeliveryState::delivered && found != "3") return "the delivery " + std::to_string(key) + " is not settled, but " + found;
    }
    return {};
}

// Empty: all that was promised is kept.
std::string broken_promise(const Safe& safe) {
    try {
        const std::string record = broken_in_the_record(safe);
        return record.empty() ? broken_in_the_file(safe) : record;
    } catch (const std::exception& error) {
        return error.what();
    }
}

// The house at work, and what the disk was asked to do meanwhile.
struct Worked {
    explicit Worked(power::Syncs syncs) {
        power::TornDisk disk({}, syncs);
        Workload work(disk);
        work.run(240);
        operations = disk.operations();
        kept_safe = std::move(work.kept_safe);
    }
    std::vector<power::Operation> operations;
    std::vector<KeptSafe> kept_safe;
};

std::vector<std::size_t> some_cuts(std::size_t count, std::size_t before, std::mt19937_64& chance) {
    std::vector<std::size_t> cuts;
    for (std::size_t i = 0; i < count; ++i) cuts.push_back(chance() % before);
    std::sort(cuts.begin(), cuts.end());
    return cuts;
}

// What is wrong after each cut at which anything is.
std::vector<std::string> broken_promises(const Worked& worked, std::size_t count) {
    std::mt19937_64 chance(20261122);
    power::PowerCut cut(worked.operations);
    Safe safe;
    auto next = worked.kept_safe.begin();
    std::vector<std::string> broken;
    for (const std::size_t at : some_cuts(count, worked.operations.size(), chance)) {
        cut.advance_to(at);
        for (; next != worked.kept_safe.end() && next->after <= at; ++next) {
            if (!next->incident.empty()) safe.versions[next->incident] = next->version;
            for (const auto& [key, state] : next->deliveries) safe.deliveries[key] = state;
        }
        power::TornDisk after(cut.after_the_cut(chance));
        std::string one = broken_promise(safe);
        if (!one.empty()) broken.push_back("cut at operation " + std::to_string(at) + ": " + one);
    }
    return broken;
}

}  // namespace

TEST_CASE("the power goes at any write, and nothing that was committed is lost, and nothing is half there", "[S0.4][I1][I2][I12]") {
    const Worked worked(power::Syncs::honest);
    const auto is_sync = [](const power::Operation& one) { return one.kind == power::Operation::Kind::sync; };
    const auto syncs = std::count_if(worked.operations.begin(), worked.operations.end(), is_sync);
    CHECK(syncs > 400);
    const std::size_t cuts = how_many("CANDOR_CUTS", 400);
    const auto broken = broken_promises(worked, cuts);
    std::cout << cuts << " cuts in " << worked.operations.size() << " operations, " << syncs << " of them syncs: " << broken.size() << " broke a promise\n";
    CHECK(broken == std::vector<std::string>{});
}

TEST_CASE("what a disk loses that only says that it syncs would be noticed") {
    const Worked worked(power::Syncs::lies);
    CHECK(broken_promises(worked, 40).size() > 10);
}
