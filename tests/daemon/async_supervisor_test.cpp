#include "daemon/async/io.hpp"
#include "daemon/async/task_group.hpp"
#include "daemon/async/wakeup.hpp"
#include "daemon/supervisor.hpp"

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <vector>

using namespace candor;
using namespace std::chrono_literals;

namespace {

// The service manager's end of sd_notify: a datagram socket.
class ServiceManager {
public:
    explicit ServiceManager(const char* watchdog_usec = nullptr) {
        std::string directory = "/tmp/candor-notify-XXXXXX";
        REQUIRE(mkdtemp(directory.data()) != nullptr);
        directory_ = directory;
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const std::string path = directory + "/notify";
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        REQUIRE(::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
        setenv("NOTIFY_SOCKET", path.c_str(), 1);
        if (watchdog_usec != nullptr) setenv("WATCHDOG_USEC", watchdog_usec, 1);
    }
    ~ServiceManager() {
        unsetenv("NOTIFY_SOCKET");
        unsetenv("WATCHDOG_USEC");
        ::close(fd_);
        std::filesystem::remove_all(directory_);
    }
    ServiceManager(const ServiceManager&) = delete;
    ServiceManager& operator=(const ServiceManager&) = delete;

    std::vector<std::string> heard() {
        std::vector<std::string> messages;
        char buffer[4096];
        for (ssize_t n = 0; (n = ::recv(fd_, buffer, sizeof buffer, 0)) >= 0;) {
            messages.emplace_back(buffer, static_cast<std::size_t>(n));
        }
        return messages;
    }

private:
    std::string directory_;
    int fd_ = -1;
};

Task<> wait_for(Io& io, std::chrono::milliseconds length) {
    Wakeup never(io.executor());
    co_await never.wait_until(std::chrono::steady_clock::now() + length);
}

}  // namespace

TEST_CASE("the service manager is told of ready, reload and stop, each as one message") {
    ServiceManager manager;
    Io io;
    const SystemClock clock;
    WorkerThread database{"database"};
    Supervisor supervisor(io.executor(), clock, database, {});
    supervisor.ready("keeping 2 incidents");
    supervisor.reloading();
    supervisor.stopping("draining\nREADY=1");
    const auto heard = manager.heard();
    REQUIRE(heard.size() == 3);
    CHECK(heard[0] == "READY=1\nSTATUS=keeping 2 incidents");
    CHECK(heard[1].rfind("RELOADING=1\nMONOTONIC_USEC=", 0) == 0);
    CHECK(heard[2] == "STOPPING=1\nSTATUS=draining READY=1");
}

TEST_CASE("the watchdog is fed while both threads move, an idle database thread included") {
    ServiceManager manager("40000");
    Io io;
    const SystemClock clock;
    WorkerThread database{"database"};
    Supervisor supervisor(io.executor(), clock, database, {});
    std::vector<std::string> heard;
    auto task = [&]() -> Task<> {
        TaskGroup group(io.executor());
        group.spawn("supervisor", supervisor.run());
        for (int i = 0; i < 10; ++i) {  // the socket holds ten messages, and whoever sends the eleventh waits
            co_await wait_for(io, 30ms);
            for (auto& message : manager.heard()) heard.push_back(std::move(message));
        }
        supervisor.close();
        co_await group.join();
    };
    io.run(task());
    CHECK(heard.size() >= 5);  // fifteen are due; the machine may be busy
    for (const auto& message : heard) CHECK(message == "WATCHDOG=1");
}

TEST_CASE("a stuck database thread starves the watchdog until it moves again") {
    ServiceManager manager("40000");
    Io io;
    const SystemClock clock;
    WorkerThread database{"database"};
    Supervisor supervisor(io.executor(), clock, database, {});
    std::promise<void> release;
    std::size_t while_stuck = 1;
    auto stuck = [&]() -> Task<> { co_await database.run([&release] { release.get_future().wait(); }); };
    auto task = [&]() -> Task<> {
        TaskGroup group(io.executor());
        group.spawn("stuck", stuck());
        co_await wait_for(io, 5ms);
        group.spawn("supervisor", supervisor.run());
        co_await wait_for(io, 150ms);
        while_stuck = manager.heard().size();
        release.set_value();
        co_await wait_for(io, 150ms);
        supervisor.close();
        co_await group.join();
    };
    io.run(task());
    CHECK(while_stuck == 0);
    CHECK(manager.heard().size() >= 2);
}

TEST_CASE("signals arrive as calls on the I/O thread, again and again") {
    Io io;
    const SystemClock clock;
    WorkerThread database{"database"};
    int stops = 0;
    int reloads = 0;
    Supervisor supervisor(io.executor(), clock, database, {[&] { ++stops; }, [&] { ++reloads; }});
    auto task = [&]() -> Task<> {
        TaskGroup group(io.executor());
        group.spawn("supervisor", supervisor.run());
        co_await wait_for(io, 5ms);
        for (const int signal : {SIGHUP, SIGHUP, SIGTERM, SIGINT}) {
            ::kill(::getpid(), signal);
            co_await wait_for(io, 20ms);
        }
        supervisor.close();
        co_await group.join();
    };
    io.run(task());
    CHECK(reloads == 2);
    CHECK(stops == 2);
}
