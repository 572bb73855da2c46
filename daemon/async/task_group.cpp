#include "daemon/async/task_group.hpp"

#include "daemon/async/wakeup.hpp"
#include "daemon/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <deque>
#include <exception>

namespace candor {

struct TaskGroup::State {
    explicit State(asio::any_io_executor on) : executor(on), changed(std::move(on)) {}

    void ended(const std::string& name, std::exception_ptr failure) {
        --running;
        if (failure) {
            log::error("a task failed", {{"task", name}, {"reason", log::describe(failure)}});
            failures.push_back(std::move(failure));
        }
        changed.notify();
    }

    asio::any_io_executor executor;
    Wakeup changed;
    std::deque<std::exception_ptr> failures;  // not yet given to the owner
    std::size_t running = 0;
    bool closed = false;
};

TaskGroup::TaskGroup(asio::any_io_executor executor) : state_(std::make_shared<State>(std::move(executor))) {}

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
        if (!state_->failures.empty()) {
            const std::exception_ptr oldest = std::move(state_->failures.front());
            state_->failures.pop_front();
            std::rethrow_exception(oldest);
        }
        if (state_->running == 0) co_return;
        co_await state_->changed.wait();
    }
}

void TaskGroup::close() {
    state_->closed = true;
}

std::size_t TaskGroup::running() const {
    return state_->running;
}

}  // namespace candor
