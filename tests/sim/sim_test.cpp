// Thousands of houses, each from a seed: whatever goes wrong, who should have heard has heard.
#include "daemon/log.hpp"
#include "tests/how_many.hpp"
#include "tests/sim/world.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <cstdio>
#include <iostream>

using namespace candor;

namespace {

// A house whose disk fails has much to say. Whoever repeats a seed with CANDOR_DIARY=1 reads it, too.
void write_no_log() {
    static std::FILE* const nowhere = std::fopen("/dev/null", "w");
    std::FILE* const before = stderr;
    if (std::getenv("CANDOR_DIARY") == nullptr) stderr = nowhere;
    log::start(log::Level::error, log::Format::text);
    stderr = before;
}

}  // namespace

TEST_CASE("whatever fails, everybody who should have heard has heard, in order, once, and in time", "[S0.4][I1][I2][I3][I4][I5][I6][I9][I11][I13][I14][I15]") {
    write_no_log();
    const std::uint64_t first = how_many("CANDOR_SEED", 1);
    const std::uint64_t seeds = how_many("CANDOR_SEEDS", 30);
    sim::World::Figures sum;
    int failed = 0;
    std::uint64_t lived = 0;
    for (std::uint64_t seed = first; seed < first + seeds && failed < 3; ++seed) {
        INFO("again with: CANDOR_SEED=" << seed << " CANDOR_SEEDS=1 sim_tests");  // should it crash
        sim::World world(seed);
        const auto faults = world.live();
        sum.add(world.figures());
        ++lived;
        if (faults.empty()) continue;
        ++failed;
        std::string all;
        for (const std::string& fault : faults) all += "\n  " + fault;
        FAIL_CHECK("seed " << seed << ", again with: CANDOR_SEED=" << seed << " CANDOR_SEEDS=1 sim_tests" << all);
    }
    std::cout << lived << " seeds: " << sum.commands << " commands, " << sum.attempts << " attempts (" << sum.failures << " without a yes), " << sum.arrivals << " arrivals, "
              << sum.power_cuts << " power cuts, " << sum.kills << " kills, " << sum.stops << " stops, " << sum.reloads << " reloads, " << sum.freezes << " freezes, "
              << sum.jumps << " jumps of the clock, " << sum.troubles << " troubles of the disk, " << sum.blocked << " words blocked, " << sum.gifts << " gifts asked for\n";
    CHECK(failed == 0);
    if (seeds < 30) return;  // a few, or one that is repeated, need not have seen everything
    CHECK(sum.power_cuts > 0);
    CHECK(sum.kills > 0);
    CHECK(sum.freezes > 0);
    CHECK(sum.jumps > 0);
    CHECK(sum.troubles > 0);
    CHECK(sum.blocked > 0);
    CHECK(sum.gifts > 0);
    CHECK(sum.failures > static_cast<int>(seeds));
    CHECK(sum.arrivals > static_cast<int>(seeds));
}

TEST_CASE("seeds that have found something find it no more") {
    write_no_log();
    for (const std::uint64_t seed : {7U, 17U, 9149U}) {
        INFO("seed " << seed);
        CHECK(sim::World(seed).live() == std::vector<std::string>{});
    }
}

TEST_CASE("a house whose disk only says that it syncs is found out") {
    write_no_log();
    int found_out = 0;
    for (std::uint64_t seed = 1; seed <= 24; ++seed) {
        try {
            if (!sim::World(seed, power::Syncs::lies).live().empty()) ++found_out;
        } catch (const std::exception&) {
            ++found_out;  // the file cannot even be read
        }
    }
    CHECK(found_out >= 3);
}
