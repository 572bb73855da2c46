#include "daemon/async/task_group.hpp"

#include "daemon/async/wakeup.hpp"
#include "daemon/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <deque>
#include <exception>

namespace candor {

struct TaskGroup::State {
    State(asio::any_io_executor on, std::function<void()> hook) : executor(on), changed(std::move(on)), on_failure(std::move(hook)) {}

    void ended(const std::string& name, std::exception_ptr failure) {
        --running;
        if (failure) {
            log::error("a task failed", {{"task", name}, {"reason", log::describe(failure)}});
            failures.push_back(std::move(failure));
            on_failure();
        }
        changed.notify();
    }

    asio::any_io_executor executor;
    Wakeup changed;
    std::function<void()> on_failure;
    std::deque<std::exception_ptr> failures;  // not yet given to the owner
    std::size_t running = 0;
    bool closed = false;
};

TaskGroup::TaskGroup(asio::any_io_executor executor, std::function<void()> on_failure)
    : state_(std::make_shared<State>(std::move(executor), std::move(on_failure))) {}

TaskGroup::~TaskGroup() = default;

bool TaskGroup::spawn(std::string name, Task<> task) {
    if (state_->closed) return false;
    ++state_->running;
    asio::co_spawn(state_->executor, std::move(task),
                   [state = state_, name = std::move(name)](std::exception_ptr failure) {
                       state->ended(name, std::move(failure));
                   });
    return true;
}

Task<> TaskGroup::join() {
    while (true) {
        rethrow_failure();
        if (state_->running == 0) co_return;
        co_await state_->changed.wait();
    }
}

void TaskGroup::rethrow_failure() {
    if (state_->failures.empty()) return;
    const std::exception_ptr oldest = std::move(state_->failures.front());
    state_->failures.pop_front();
    std::rethrow_exception(oldest);
}

void TaskGroup::close() {
    state_->closed = true;
}

std::size_t TaskGroup::running() const {
    return state_->running;
}

}  // namespace candor
