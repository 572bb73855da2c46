#include "daemon/ctl/sandbox/child.hpp"

#include "daemon/async/wakeup.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace candor::ctl {

namespace {

// After fork() and until exec: only what is safe there.
[[noreturn]] void become(char* const* arguments, int output) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    setpgid(0, 0);  // Ctrl-C is for the sandbox, which then ends this one in order
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    std::signal(SIGPIPE, SIG_DFL);
    execv(arguments[0], arguments);
    _exit(127);
}

Error failed(const std::string& what) {
    return Error(ErrorCode::internal, fmt::format("{}: {}", what, std::generic_category().message(errno)));
}

// pidfd_open(2): glibc 2.36 declares it without C linkage, so that no C++ program can link it.
int open_handle(pid_t pid) {
    return static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
}

int code_of(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

struct Child::State {
    State(asio::any_io_executor executor, pid_t process, int handle, std::function<void()> then)
        : pid(process), ended(executor, handle), changed(std::move(executor)), on_exit(std::move(then)) {}

    // The handle becomes readable when the process has ended.
    Task<> watch(std::shared_ptr<State> self) {
        boost::system::error_code failure;
        co_await self->ended.async_wait(asio::posix::stream_descriptor::wait_read,
                                        asio::redirect_error(asio::use_awaitable, failure));
        self->reap(failure ? WNOHANG : 0);
        self->changed.notify();
        if (!self->running && self->on_exit) self->on_exit();
    }

    void reap(int options) {
        int status = 0;
        if (running && waitpid(pid, &status, options) == pid) {
            running = false;
            code = code_of(status);
        }
    }

    pid_t pid;
    asio::posix::stream_descriptor ended;
    Wakeup changed;
    std::function<void()> on_exit;
    bool running = true;
    int code = 0;
};

Child::Child(std::shared_ptr<State> state) : state_(std::move(state)) {}

Child::~Child() {
    state_->on_exit = nullptr;
    if (!state_->running) return;
    kill(state_->pid, SIGKILL);
    state_->reap(0);
}

Result<std::unique_ptr<Child>> Child::start(asio::any_io_executor executor, TaskGroup& tasks,
                                            const std::vector<std::string>& command, const std::filesystem::path& log,
                                            std::function<void()> on_exit) {
    std::vector<std::string> words = command;
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (output < 0) return failed("cannot write " + log.string());
    const pid_t pid = fork();
    if (pid == 0) become(arguments.data(), output);
    ::close(output);
    if (pid < 0) return failed("cannot start " + command.front());
    const int handle = open_handle(pid);
    if (handle < 0) {
        const auto error = failed("cannot watch " + command.front());
        kill(pid, SIGKILL);
        waitpid(pid, nullptr, 0);
        return error;
    }
    auto state = std::make_shared<State>(std::move(executor), pid, handle, std::move(on_exit));
    tasks.spawn("candord", state->watch(state));
    return std::unique_ptr<Child>(new Child(std::move(state)));
}

bool Child::running() const {
    return state_->running;
}

int Child::exit_code() const {
    return state_->code;
}

Task<bool> Child::stop(std::chrono::milliseconds patience) {
    if (!state_->running) co_return true;
    state_->on_exit = nullptr;
    kill(state_->pid, SIGTERM);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    bool in_time = true;
    while (state_->running && in_time) in_time = co_await state_->changed.wait_until(deadline);
    if (state_->running) {
        kill(state_->pid, SIGKILL);
        while (state_->running) co_await state_->changed.wait();
        co_return false;
    }
    co_return true;
}

}  // namespace candor::ctl
