// How a driver says what it has measured, so that tests/bench/suite can read it: "NAME RATE/s CPU us", several on a line.
#pragma once

#include "tests/bench/load.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <string_view>
#include <sys/resource.h>

namespace candor::bench {

struct Figure {
    double rate = 0;    // a second
    double cpu_us = 0;  // of this process, for each
};

template <class Run>
[[nodiscard]] Figure figure_of(int count, Run run) {
    const double before = cpu_seconds();
    const double rate = run();
    return {rate, (cpu_seconds() - before) * 1e6 / count};
}

inline void say(std::string_view name, Figure figure) {
    fmt::print("{} {:.0f}/s {:.1f} us   ", name, figure.rate, figure.cpu_us);
}

inline void end_line() {
    fmt::print("\n");
    std::fflush(stdout);
}

// As many descriptors as this process may have.
inline void take_descriptors() {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace candor::bench
