// A store in a file of its own, and an incident on its way through it.
#pragma once

#include "tests/daemon/store_rig.hpp"

#include <filesystem>
#include <unistd.h>

namespace candor::test {

// In a folder of its own.
class Database {
public:
    Database() : folder_(std::filesystem::temp_directory_path() / ("candor-store-" + std::to_string(counter()++) + "-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_);
        open();
    }
    ~Database() {
        store.reset();
        std::filesystem::remove_all(folder_);
    }
    void open() {
        store.reset();
        store = std::make_unique<candor::store::Store>(path());
    }
    [[nodiscard]] std::string path(const std::string& name = "candor.db") const { return (folder_ / name).string(); }

    std::unique_ptr<candor::store::Store> store;

private:
    static int& counter() {
        static int count = 0;
        return count;
    }
    std::filesystem::path folder_;
};

// Commits what a command decided, with its update going to one channel.
inline store::Commit to_commit(const Incident& incident, std::vector<Event> events) {
    return to_commit(incident, std::move(events), [](const UpdatePublished& update) {
        Message message;
        message.json = "{\"number\":" + std::to_string(update.number) + "}";
        return message;
    });
}

inline void save(Database& database, Incident& incident, const Command& command) {
    const std::vector<store::Commit> commits{to_commit(incident, incident.does(command))};
    REQUIRE(database.store->commit(commits));
}

inline std::vector<store::Recipient> recipients(int count) {
    std::vector<store::Recipient> all;
    for (int i = 0; i < count; ++i) all.push_back({"r" + std::to_string(i), "https://example.org/" + std::to_string(i)});
    return all;
}

inline Declare declaration() {
    return {IncidentId("inc"), "Card payments fail", {ComponentId("checkout")}, Impact::major, Origin::staff, "comms-lead", "", {}};
}

inline store::Exchange claim(Database& database, const Incident& incident, std::size_t most, std::vector<store::Settled> settled = {}) {
    const std::vector<store::Room> rooms{{partners, most, true}};
    return database.store->exchange(settled, rooms, incident.now);
}

inline store::Settled outcome(const Incident& incident, const store::Claim& claim, Verdict verdict, std::string ref = {}) {
    Outcome result{verdict, verdict == Verdict::delivered ? 200 : 503, verdict == Verdict::delivered ? "" : "busy", {}, std::move(ref)};
    return {claim.key, after_attempt(claim.delivery, result, RetrySchedule::for_replaceable(), incident.now, 1000), incident.now};
}

inline store::DeliveryCounts counts(Database& database) {
    const auto channels = database.store->delivery_counts(IncidentId("inc"));
    REQUIRE(channels.size() == 1);
    return channels[0].counts;
}

}  // namespace candor::test
