// The server that the benchmarks send to, for programs that are not ours: says its port, and answers 200 until it is stopped. Whenever a line
// comes in on its standard input, it says
//   REQUESTS FIRST_US LAST_US
// how many it has answered, and when the first and the last came, on the steady clock. "forget" sets all back to nothing, after the answer.
#include "tests/bench/arrivals.hpp"
#include "tests/bench/figures.hpp"

#include <iostream>
#include <mutex>
#include <thread>

using namespace candor::bench;

namespace {

class Counter {
public:
    void add() {
        const std::lock_guard lock(mutex_);
        arrivals_.add();
    }
    // Until nobody can ask any more.
    void answer_questions() {
        for (std::string question; std::getline(std::cin, question);) {
            const Arrivals now = taken(question);
            fmt::print("{} {} {}", now.count, now.first_us, now.last_us);
            end_line();
        }
    }

private:
    [[nodiscard]] Arrivals taken(std::string_view question) {
        const std::lock_guard lock(mutex_);
        const Arrivals now = arrivals_;
        if (question == "forget") arrivals_ = {};
        return now;
    }

    std::mutex mutex_;
    Arrivals arrivals_;
};

}  // namespace

int main() {
    take_descriptors();
    pin(1);
    std::uint16_t port = 0;
    const int listener = listen_anywhere(port);
    fmt::print("{}\n", port);
    std::fflush(stdout);
    Counter counter;
    std::thread([&counter] { counter.answer_questions(); }).detach();
    serve(listener, [&counter] { counter.add(); });
}
