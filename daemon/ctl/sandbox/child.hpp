// A program started by the sandbox: candord. It does not outlive the sandbox, whatever ends it.
#pragma once

#include "core/error.hpp"
#include "daemon/async/task_group.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace candor::ctl {

class Child {
public:
    // Its output goes to `log`. `on_exit` is called on the I/O thread when it has ended.
    [[nodiscard]] static Result<std::unique_ptr<Child>> start(asio::any_io_executor executor, TaskGroup& tasks,
                                                              const std::vector<std::string>& command,
                                                              const std::filesystem::path& log,
                                                              std::function<void()> on_exit);
    ~Child();  // kills it where it still runs
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    [[nodiscard]] bool running() const;
    [[nodiscard]] int exit_code() const;  // 128 + signal where a signal ended it; once it has ended
    // Asks it to end (SIGTERM), waits up to `patience`, then ends it. Whether it went by itself.
    [[nodiscard]] Task<bool> stop(std::chrono::milliseconds patience);

private:
    struct State;
    explicit Child(std::shared_ptr<State> state);
    std::shared_ptr<State> state_;
};

}  // namespace candor::ctl
