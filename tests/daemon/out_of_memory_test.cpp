// Memory runs out at any allocation of an update, from the command to the first claims: the process ends there, and what is in the
// database is whole. CANDOR_POINTS=5000 for as many allocations; 0: each of them.
#include "daemon/async/out_of_memory.hpp"
#include "tests/daemon/newsroom.hpp"
#include "tests/how_many.hpp"

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <iostream>
#include <new>
#include <sys/wait.h>

using namespace candor;
using namespace candor::test;

namespace {

std::atomic<long> allocations_left{-1};  // below 0: as many as there are

}  // namespace

// As the library's own, but for the one that fails.
void* operator new(std::size_t size) {
    if (allocations_left.load(std::memory_order_relaxed) >= 0 && allocations_left.fetch_sub(1) == 0) std::get_new_handler()();
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return operator new(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace {

constexpr int out_of_memory = EXIT_FAILURE;
constexpr int said_yes = 42;
constexpr int said_no = 43;
constexpr std::array channels{"customers", "social", "partners"};

std::vector<store::Recipient> audience(const std::string& channel) {
    std::vector<store::Recipient> all;
    for (int i = 0; i < 5; ++i) all.push_back({channel + std::to_string(i), channel + std::to_string(i) + "@example.net"});
    return all;
}

// A database in which an incident is declared, to be copied for each attempt to tell of it.
struct Story {
    Story() {
        Newsroom room(folder / "candor.db", clock, setup);
        for (const char* channel : channels) room.store.sync_recipients(ChannelId(channel), audience(channel));
        id = room.declare();
        events = room.record(id).version;
    }
    [[nodiscard]] std::string copy() const {
        const fs::path to = folder / "copy";
        fs::remove_all(to);
        fs::create_directory(to);
        fs::copy(folder / "candor.db", to / "candor.db");
        return (to / "candor.db").string();
    }
    TemporaryFolder folder;
    TestClock clock;
    std::shared_ptr<const desk::Setup> setup = shop_setup();
    IncidentId id;
    std::int64_t events = 0;
};

// What a child process came to that publishes and claims, and may allocate so often meanwhile. `used`: how often it has.
int publish(const Story& story, const std::string& database, long allocations, long* used = nullptr) {
    TestClock clock = story.clock;
    clock.time += 5min;
    Newsroom room(database, clock, story.setup);
    room.random = 1U << 20;
    end_when_memory_is_out();
    allocations_left = allocations;
    const auto told = room.await(room.desk.execute(story.id, Publish{"We are testing a fix for card payments.", {}, {}, {}, {}, ""}, "comms-lead"));
    std::vector<store::Room> takes;
    for (const char* channel : channels) takes.push_back({ChannelId(channel), 8, false});
    static_cast<void>(room.store.exchange(std::vector<store::Settled>{}, takes, clock.time));
    if (used != nullptr) *used = allocations - allocations_left.exchange(-1);
    allocations_left = -1;
    return told ? said_yes : said_no;
}

int in_a_process_of_its_own(const Story& story, const std::string& database, long allocations) {
    const pid_t child = ::fork();
    if (child == 0) {
        static_cast<void>(!std::freopen("/dev/null", "w", stderr));
        ::_exit(publish(story, database, allocations));
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// Empty: nothing of what was committed is missing, and nothing is there in part.
std::string broken(const Story& story, const std::string& database, bool acknowledged) {
    store::Store store(database);
    const auto stored = store.find_incident(story.id);
    if (!stored || static_cast<std::int64_t>(stored->events.size()) < story.events) return "the declaration is not whole";
    if (store.broken_link(story.id)) return "the chain is broken";
    std::size_t updates = 0;
    for (const Event& event : stored->events) {
        const auto* update = std::get_if<UpdatePublished>(&event.body);
        if (update == nullptr) continue;
        ++updates;
        for (const char* variant : {"email/en", "mastodon/en", "webhook/en"}) {
            if (!store.message(update->id, variant)) return fmt::format("update no. {} has no text for {}", updates, variant);
        }
    }
    return acknowledged && updates != 2 ? fmt::format("{} updates of 2", updates) : "";
}

}  // namespace

TEST_CASE("memory runs out at any allocation of an update: the process ends, and the record is whole", "[S0.4][I1][I2]") {
    const Story story;
    long needed = 0;
    REQUIRE(publish(story, story.copy(), 1'000'000'000, &needed) == said_yes);
    REQUIRE(needed > 1000);
    const auto asked = static_cast<long>(how_many("CANDOR_POINTS", 150));
    const long points = asked == 0 ? needed : std::min(asked, needed);
    int ended = 0;
    for (long point = 0; point < points; ++point) {
        const long at = needed * point / points;
        INFO("allocation no. " << at << " of " << needed);
        const std::string database = story.copy();
        const int came_to = in_a_process_of_its_own(story, database, at);
        CHECK((came_to == out_of_memory || came_to == said_yes));
        CHECK(broken(story, database, came_to == said_yes) == "");
        if (came_to == out_of_memory) ++ended;
        const int afterwards = in_a_process_of_its_own(story, database, -1);  // which says the same: once is enough
        CHECK((afterwards == said_yes || (afterwards == said_no && came_to != said_no)));
    }
    std::cout << ended << " of " << points << " ended for want of memory, of " << needed << " allocations\n";
    CHECK(ended > points * 9 / 10);
}
