// The receivers of a sandbox together: what has arrived, and whether somebody pressed Ctrl-C.
#pragma once

#include "daemon/async/wakeup.hpp"
#include "daemon/ctl/sandbox/receivers.hpp"
#include "daemon/ctl/sandbox/setup.hpp"

#include <deque>
#include <memory>
#include <utility>

namespace candor::ctl {

class Rig {
public:
    // Binds the ports: `port` and the two after it, or any free ones where it is 0. Throws where one is taken.
    Rig(const asio::any_io_executor& executor, const Clock& clock, std::uint16_t port);
    ~Rig();
    Rig(const Rig&) = delete;
    Rig& operator=(const Rig&) = delete;

    SandboxSetup setup;  // the ports are set; the rest is the caller's, before open()

    void open();                   // begins to receive
    [[nodiscard]] Task<> close();  // ends every session, and waits for it

    [[nodiscard]] TaskGroup& tasks() { return tasks_; }
    [[nodiscard]] asio::any_io_executor executor() { return executor_; }
    [[nodiscard]] bool stopping() const { return stopping_; }
    [[nodiscard]] std::deque<Arrival> take_arrivals() { return std::exchange(arrivals_, {}); }

    void notify() { changed_.notify(); }
    // Until something arrived, notify() was called, or somebody wants to stop (true); or until the time has come (false).
    [[nodiscard]] Task<bool> wait(std::chrono::milliseconds longest);

private:
    void arrived(Arrival arrival);
    [[nodiscard]] Task<> watch_signals();

    asio::any_io_executor executor_;
    TaskGroup tasks_;
    Wakeup changed_;
    HttpReceiver webhooks_;
    SmtpReceiver mails_;
    HttpReceiver posts_;
    std::shared_ptr<WebhookEndpoint> webhook_;
    std::shared_ptr<MastodonEndpoint> mastodon_;
    std::deque<Arrival> arrivals_;
    struct Signals;
    std::unique_ptr<Signals> signals_;
    bool stopping_ = false;
};

}  // namespace candor::ctl
