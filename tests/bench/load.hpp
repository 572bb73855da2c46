// What the benchmarks send, and the server that takes it: alone on the second processor, it answers 200 to everything.
#pragma once

#include <arpa/inet.h>
#include <cstdint>
#include <cstdlib>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace candor::bench {

struct Load {
    int requests = 40000;
    int rounds = 5;
    int in_flight = 64;
    int hosts = 1;
    std::uint16_t port = 0;
    std::string body;
    [[nodiscard]] std::string url(int i) const {
        const int host = i % hosts;
        return fmt::format("http://127.{}.{}.{}:{}/hook", 1 + host / 62500, host / 250 % 250, 1 + host % 250, port);
    }
};

inline void pin(int cpu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(static_cast<std::size_t>(cpu), &set);
    sched_setaffinity(0, sizeof set, &set);
}

inline int listen_anywhere(std::uint16_t& port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    socklen_t length = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(fd, generic, length) != 0 || ::listen(fd, 4096) != 0) std::abort();
    ::getsockname(fd, generic, &length);
    port = ntohs(address.sin_port);
    return fd;
}

// Answers every read that completes a request with 200: the requests are all alike, so it need not parse them.
template <class Came>
[[noreturn]] void serve(int listener, Came came) {
    const int poller = ::epoll_create1(0);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = listener;
    ::epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    std::vector<epoll_event> events(512);
    std::vector<char> buffer(65536);
    static constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    for (;;) {
        const int count = ::epoll_wait(poller, events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int fd = events[static_cast<std::size_t>(i)].data.fd;
            if (fd == listener) {
                for (int peer = 0; (peer = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK)) >= 0;) {
                    const int on = 1;
                    ::setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                    event.data.fd = peer;
                    ::epoll_ctl(poller, EPOLL_CTL_ADD, peer, &event);
                }
                continue;
            }
            const long got = ::recv(fd, buffer.data(), buffer.size(), 0);
            if (got <= 0) {
                ::close(fd);
                continue;
            }
            came();
            if (::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) ::close(fd);
        }
    }
}

[[noreturn]] inline void serve(int listener) {
    serve(listener, [] {});
}

inline double cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace candor::bench
