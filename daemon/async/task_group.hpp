// Tasks that belong together. Whoever owns the group learns of every failure, and waits for every task.
#pragma once

#include "daemon/async/task.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace candor {

class TaskGroup {
public:
    // `on_failure` is for an owner who waits for something else than the group: it is called when a task has failed.
    explicit TaskGroup(asio::any_io_executor executor, std::function<void()> on_failure = [] {});
    ~TaskGroup();  // join() first; a task that still runs then goes on, and its failure is only logged
    TaskGroup(const TaskGroup&) = delete;
    TaskGroup& operator=(const TaskGroup&) = delete;

    // Starts a task on the I/O thread, at the next turn of the loop. A closed group starts nothing and says false.
    // `name` is for the log.
    bool spawn(std::string name, Task<> task);

    // Returns when no task is running. Throws the oldest failure that nobody has seen yet as soon as there is one, while
    // the others still run: let them end, then join again.
    [[nodiscard]] Task<> join();

    // Throws the oldest failure that nobody has seen yet, if there is one.
    void rethrow_failure();

    // From now on nothing is started. What runs, runs to its end: to end it, close what it waits for.
    void close();

    [[nodiscard]] std::size_t running() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace candor
