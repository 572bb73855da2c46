// What a server of ours has taken, and when the first and the last of it came, on the steady clock.
#pragma once

#include <chrono>
#include <cstdint>

namespace candor::bench {

struct Arrivals {
    std::uint64_t count = 0;
    std::int64_t first_us = 0;
    std::int64_t last_us = 0;

    void add() {
        last_us =
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch())
                .count();
        if (count++ == 0) first_us = last_us;
    }
};

}  // namespace candor::bench
