// The HTTP server: listens, lets connections in within limits, and hands requests to the routes. HTTP/1.1, on the I/O
// thread; TLS is the business of a reverse proxy.
#pragma once

#include "core/error.hpp"
#include "core/network.hpp"
#include "daemon/async/task.hpp"
#include "daemon/clock.hpp"
#include "daemon/http/auth.hpp"
#include "daemon/http/limits.hpp"
#include "daemon/http/listener.hpp"
#include "daemon/http/router.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace candor::http {

class Server {
public:
    struct Settings {
        Limits limits;
        // Where reverse proxies are: the client is whom they name last in X-Forwarded-For, and they may hold any number
        // of connections. Nobody else's header is believed.
        std::vector<Network> trusted_proxies;
    };

    Server(asio::any_io_executor executor, const Clock& clock, Settings settings, std::shared_ptr<const Router> router,
           std::shared_ptr<const TokenSource> tokens);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Before run(). From here on the kernel lets clients connect, and they wait until run() has begun.
    [[nodiscard]] Result<std::uint16_t> listen_tcp(const std::string& address, std::uint16_t port);  // the port it got
    [[nodiscard]] std::optional<Error> listen_unix(const std::string& path, const SocketAccess& access = {});

    // Serves until drain() has done its work.
    [[nodiscard]] Task<> run();

    // Takes no more connections, closes those that are idle, and lets the requests under way finish until `patience` is
    // over; then closes the rest. Returns when the last connection is closed. A handler is never cut off: one that
    // hangs is waited for.
    [[nodiscard]] Task<> drain(std::chrono::milliseconds patience);

    // After a reload. Requests under way keep what they started with.
    void replace(std::shared_ptr<const Router> router, std::shared_ptr<const TokenSource> tokens);
    void trust(std::vector<Network> proxies);

    // For the metrics; they only grow, but for `connections`.
    struct Counters {
        std::uint64_t requests = 0;
        std::uint64_t server_errors = 0;  // answered with 5xx
        std::uint64_t refused = 0;        // connections turned away by a limit
        std::uint64_t evicted = 0;        // connections that gave way to another
        std::uint64_t timed_out = 0;
        std::size_t connections = 0;      // now
    };
    [[nodiscard]] const Counters& counters() const;

    struct State;  // of the implementation

private:
    std::unique_ptr<State> state_;
};

}  // namespace candor::http
