// Small real servers that misbehave on purpose, and a loop to run attempts on.
#pragma once

#include "core/delivery/outcome.hpp"
#include "daemon/async/task.hpp"
#include "daemon/delivery/channel.hpp"
#include "daemon/delivery/http_client.hpp"
#include "daemon/delivery/transfers.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace candor::delivery::rig {

// A certificate and its key, made on the spot.
class TlsIdentity {
public:
    // Self-signed, for `name`; valid from `begin` to `end`, in seconds from now.
    TlsIdentity(const std::string& name, long begin, long end);
    ~TlsIdentity();
    TlsIdentity(const TlsIdentity&) = delete;
    TlsIdentity& operator=(const TlsIdentity&) = delete;

    [[nodiscard]] void* context() const { return context_; }  // SSL_CTX
    [[nodiscard]] const std::string& certificate_file() const { return file_; }

private:
    void* context_;
    std::string file_;
};

// The server's side of one connection. Reads give "" once the other side has gone.
class Peer {
public:
    Peer(int fd, const TlsIdentity* identity);
    ~Peer();
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    bool start_tls();
    [[nodiscard]] bool resumed() const;  // the session of TLS is one of before
    std::string read_line();  // without its end
    [[nodiscard]] bool gone() const { return gone_; }
    std::string read_http_request();  // head and body
    std::string read_some();
    void send(std::string_view bytes);
    void reset();                     // RST
    void wait_until_gone();           // says nothing until the client gives up
    bool gone_within(Duration wait);  // whether the client gives up by then; what it sends piles up unread
    void stop();                      // from another thread

private:
    int fd_;
    const TlsIdentity* identity_;
    void* ssl_ = nullptr;
    std::string buffer_;
    bool gone_ = false;
};

class Server {
public:
    using Serve = std::function<void(Peer&)>;

    explicit Server(Serve serve, const TlsIdentity* identity = nullptr, bool accepts = true);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::string url(std::string_view path = "/hook", std::string_view scheme = "http") const;
    [[nodiscard]] int connections() const { return connections_; }

    // What servers note down, for the test to look at.
    void note(std::string text);
    [[nodiscard]] std::vector<std::string> notes() const;

private:
    void accept_all();

    Serve serve_;
    const TlsIdentity* identity_;
    int listener_;
    std::uint16_t port_ = 0;
    std::atomic<int> connections_{0};
    mutable std::mutex mutex_;
    std::vector<std::string> notes_;
    std::vector<std::weak_ptr<Peer>> peers_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

// Runs one task to its end.
class Loop {
public:
    Loop();
    ~Loop();
    [[nodiscard]] Transfers& transfers();
    [[nodiscard]] HttpClient& webhooks();
    Outcome run(Task<Outcome> task);
    std::vector<Outcome> run_all(std::vector<Task<Outcome>> tasks);
    template <class T>
    T run_for(Task<T> task) {
        std::optional<T> value;
        run_task(keep(std::move(task), value));
        return std::move(*value);
    }
    void run_task(Task<> task);
    void destroy_during(Task<Outcome> task);  // destroys both engines while the task waits, and their loop lives

private:
    template <class T>
    static Task<> keep(Task<T> task, std::optional<T>& value) {
        value = co_await std::move(task);
    }

    struct State;
    std::unique_ptr<State> state_;
};

// An HTTP answer with a Content-Length.
[[nodiscard]] std::string http(int status, std::string_view headers = "", std::string_view body = "");

[[nodiscard]] std::shared_ptr<const AddressPolicy> loopback_allowed();

[[nodiscard]] std::shared_ptr<Envelope> envelope(std::string address);

}  // namespace candor::delivery::rig
