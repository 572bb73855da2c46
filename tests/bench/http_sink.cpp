// The server that the benchmarks send to, for programs that are not ours: says its port, and answers 200 until it is stopped.
#include "tests/bench/figures.hpp"

using namespace candor::bench;

int main() {
    take_descriptors();
    pin(1);
    std::uint16_t port = 0;
    const int listener = listen_anywhere(port);
    fmt::print("{}\n", port);
    std::fflush(stdout);
    serve(listener);
}
