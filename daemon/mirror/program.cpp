#include "daemon/mirror/program.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace candor::mirror {

namespace {

using std::chrono::steady_clock;

constexpr std::size_t most_output = 4096;

std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> all;
    for (std::string& word : words) all.push_back(word.data());
    all.push_back(nullptr);
    return all;
}

std::vector<std::string> environment_with(const std::vector<std::string>& more) {
    std::vector<std::string> all;
    for (char** one = environ; one != nullptr && *one != nullptr; ++one) all.emplace_back(*one);
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

// How the child begins: its own group, no signal blocked or ignored, and only the descriptors 0, 1 and 2.
class Beginning {
public:
    Beginning(const std::filesystem::path& folder, int output) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawnattr_init(&attributes_);
        posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&actions_, output, 1);
        posix_spawn_file_actions_adddup2(&actions_, output, 2);
        posix_spawn_file_actions_addclosefrom_np(&actions_, 3);
        posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
        sigset_t signals;
        sigemptyset(&signals);
        posix_spawnattr_setsigmask(&attributes_, &signals);
        sigfillset(&signals);
        posix_spawnattr_setsigdefault(&attributes_, &signals);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    ~Beginning() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }
    Beginning(const Beginning&) = delete;
    Beginning& operator=(const Beginning&) = delete;

    [[nodiscard]] const posix_spawn_file_actions_t* actions() const { return &actions_; }
    [[nodiscard]] const posix_spawnattr_t* attributes() const { return &attributes_; }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

int end_of(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void keep_end(std::string& output, const char* data, std::size_t size) {
    output.append(data, size);
    if (output.size() > most_output) output.erase(0, output.size() - most_output);
}

enum class Heard { end, late, stopped };

// Reads until the other side has closed it, which is when the program and all that it started have ended.
Heard listen_to(int source, int stop, steady_clock::time_point deadline, std::string& output) {
    std::array<char, 4096> piece{};
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now()).count();
        if (left <= 0) return Heard::late;
        std::array<pollfd, 2> watched{pollfd{source, POLLIN, 0}, pollfd{stop, POLLIN, 0}};
        const int ready = ::poll(watched.data(), watched.size(), static_cast<int>(left));
        if (ready < 0 && errno != EINTR) return Heard::end;
        if (ready <= 0) continue;
        if (watched[1].revents != 0) return Heard::stopped;
        const ssize_t count = ::read(source, piece.data(), piece.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return Heard::end;
        keep_end(output, piece.data(), static_cast<std::size_t>(count));
    }
}

}  // namespace

StopSignal::StopSignal() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

StopSignal::~StopSignal() {
    ::close(descriptor_);
}

void StopSignal::stop() const {
    const std::uint64_t one = 1;
    static_cast<void>(::write(descriptor_, &one, sizeof one) == sizeof one);  // it fails only where it was stopped already
}

Result<Ran> run_program(const Program& program, const StopSignal& stop) {
    const std::string& name = program.words.front();
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return Error(ErrorCode::internal, fmt::format("{} cannot be started: no pipe is left.", name));
    std::vector<std::string> words = program.words;
    std::vector<std::string> environment = environment_with(program.environment);
    pid_t child = 0;
    const Beginning beginning(program.folder, pipe[1]);
    const int refused = ::posix_spawnp(&child, name.c_str(), beginning.actions(), beginning.attributes(), pointers(words).data(), pointers(environment).data());
    ::close(pipe[1]);
    Ran ran;
    if (refused != 0) {
        ::close(pipe[0]);
        return Error(ErrorCode::internal, fmt::format("{} cannot be started: {}.", name, std::generic_category().message(refused)));
    }
    const Heard heard = listen_to(pipe[0], stop.descriptor(), steady_clock::now() + program.most, ran.output);
    ::close(pipe[0]);
    if (heard != Heard::end) ::kill(-child, SIGKILL);
    ran.status = end_of(child);
    if (heard == Heard::late) return Error(ErrorCode::internal, fmt::format("{} did not end within {} s.", name, program.most.count()));
    if (heard == Heard::stopped) return Error(ErrorCode::draining, fmt::format("{} was ended, as the daemon is stopping.", name));
    return ran;
}

}  // namespace candor::mirror
