// The loopback receivers of the sandbox: a webhook endpoint, a mail server and a Mastodon server, each on a port of
// 127.0.0.1, all on the I/O thread.
#pragma once

#include "daemon/async/task_group.hpp"
#include "daemon/clock.hpp"
#include "daemon/ctl/sandbox/endpoints.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace candor::ctl {

class HttpReceiver {
public:
    using Answerer = std::function<HttpReply(const HttpCall&)>;

    // Binds at once: port 0 takes any free one. Throws boost::system::system_error where the port is taken.
    HttpReceiver(const asio::any_io_executor& executor, TaskGroup& tasks, const Clock& clock, std::uint16_t port);
    ~HttpReceiver();
    HttpReceiver(const HttpReceiver&) = delete;
    HttpReceiver& operator=(const HttpReceiver&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] Task<> run(Answerer answerer);
    void close();  // run() and its sessions end

private:
    struct State;
    std::shared_ptr<State> state_;
};

class SmtpReceiver {
public:
    SmtpReceiver(const asio::any_io_executor& executor, TaskGroup& tasks, const Clock& clock, std::uint16_t port);
    ~SmtpReceiver();
    SmtpReceiver(const SmtpReceiver&) = delete;
    SmtpReceiver& operator=(const SmtpReceiver&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] Task<> run(OnArrival on_arrival);
    void close();

private:
    struct State;
    std::shared_ptr<State> state_;
};

// A port of 127.0.0.1 that is free now: `wanted`, else any.
[[nodiscard]] std::uint16_t free_port(const asio::any_io_executor& executor, std::uint16_t wanted);

}  // namespace candor::ctl
