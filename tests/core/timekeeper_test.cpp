#include "core/timekeeper.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace std::chrono_literals;

namespace {

// Two clocks that the test moves, and what is made of them.
struct Clocks {
    Timekeeper keeper;
    Time wall = *parse_rfc3339("2026-11-22T14:00:00Z");
    Timekeeper::Steady steady{};

    Clocks() { (void)now(); }
    Time now() { return keeper.now(wall, steady); }
    Time pass(Duration duration) {
        wall += duration;
        steady += duration;
        return now();
    }
};

}  // namespace

TEST_CASE("a wall clock that is set forward, or a machine that slept, is believed at once") {
    Clocks clocks;
    clocks.wall += 1h;
    CHECK(clocks.now() == clocks.wall);
    CHECK(clocks.keeper.judgement() == Timekeeper::Judgement::stepped_ahead);
    CHECK(clocks.pass(1min) == clocks.wall);
    CHECK(clocks.keeper.judgement() == Timekeeper::Judgement::steady);
}

TEST_CASE("a wall clock that is set back stretches nothing: time goes on by the steady clock") {
    Clocks clocks;
    const Time before = clocks.now();
    clocks.wall -= 1h;
    CHECK(clocks.now() == before);
    CHECK(clocks.keeper.judgement() == Timekeeper::Judgement::stepped_back);
    CHECK(clocks.pass(30min) == before + 30min);
    clocks.wall += 1h;  // set right again
    CHECK(clocks.pass(1s) == clocks.wall);
    CHECK(clocks.keeper.judgement() == Timekeeper::Judgement::steady);
}

TEST_CASE("a slewed clock is followed, and time never goes back") {
    Clocks clocks;
    Time last = clocks.now();
    for (int i = 0; i < 1800; ++i) {
        clocks.wall += 999ms;  // 1000 ppm slow
        clocks.steady += 1s;
        const Time now = clocks.now();
        CHECK(now >= last);
        last = now;
    }
    CHECK(last == clocks.wall);
    clocks.wall -= 1500ms;
    CHECK(clocks.now() == last);
}
