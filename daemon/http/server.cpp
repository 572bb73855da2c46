#include "daemon/http/server.hpp"

#include "daemon/async/task_group.hpp"
#include "daemon/async/wakeup.hpp"
#include "daemon/http/listener.hpp"
#include "daemon/http/session.hpp"
#include "daemon/log.hpp"
#include "daemon/random.hpp"

#include <algorithm>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <map>
#include <set>

namespace candor::http {

using namespace std::chrono;
using boost::system::error_code;

namespace {

using Acceptor = asio::basic_socket_acceptor<asio::generic::stream_protocol>;

constexpr auto accept_pause = 100ms;  // where the system has no descriptors or memory left

// Who shares a limit: an IPv4 address, an IPv6 /64 (one household has 2^64 addresses), nobody on a unix socket.
std::string limit_key(const std::string& address) {
    if (address.find(':') == std::string::npos) return address;
    std::size_t end = 0;
    for (int group = 0; group < 4 && end != std::string::npos; ++group) {
        end = address.find(':', end + (group == 0 ? 0 : 1));
        if (end != std::string::npos && address.compare(end, 2, "::") == 0) break;
    }
    return address.substr(0, end) + "::/64";
}

}  // namespace

struct Server::State {
    State(asio::any_io_executor ex, const Clock& clock, Settings settings, std::shared_ptr<const Router> router,
          std::shared_ptr<const TokenSource> tokens)
        : executor(ex), tasks(ex), ticker(ex), drained(ex),
          shared{clock, std::move(settings), std::move(router), std::move(tokens), {}, false,
                 fmt::format("{:08x}", static_cast<std::uint32_t>(random_bits())), seconds(-1), {}} {}

    struct Entrance {
        Entrance(Listener l, Acceptor a) : listener(std::move(l)), acceptor(std::move(a)) {}
        Listener listener;
        Acceptor acceptor;
    };

    [[nodiscard]] Task<> accept(Entrance& entrance);
    [[nodiscard]] Task<> serve(Socket socket, Peer peer);
    [[nodiscard]] Task<> tick();
    [[nodiscard]] bool admit(const Peer& peer);
    [[nodiscard]] bool make_room(const Peer* of);
    void open(Listener listener);

    asio::any_io_executor executor;
    TaskGroup tasks;
    Wakeup ticker;   // the first session has come, or the last has gone
    Wakeup drained;  // the last session has gone
    Shared shared;
    std::vector<std::unique_ptr<Entrance>> entrances;
    std::set<Session*> sessions;
    std::map<std::string, std::size_t> by_address;
    std::size_t local = 0;
};

namespace {

// How often deadlines are looked at: fine enough for the shortest limit, and no more than once a second.
milliseconds tick_length(const Limits& limits) {
    const auto shortest = std::min({limits.header_time, limits.body_time, limits.idle_time, limits.write_time});
    return std::clamp(shortest / 4, milliseconds(2), milliseconds(1000));
}

// A word to a client that is turned away, if the socket takes it at once.
void turn_away(Socket& socket) {
    static constexpr std::string_view word =
        "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n";
    error_code ignored;
    socket.write_some(asio::buffer(word.data(), word.size()), ignored);
    socket.shutdown(Socket::shutdown_send, ignored);
    socket.close(ignored);
}

bool is_exhaustion(const error_code& failure) {
    return failure == asio::error::no_descriptors || failure == asio::error::no_memory ||
           failure == asio::error::no_buffer_space || failure == boost::system::errc::too_many_files_open_in_system;
}

}  // namespace

void Server::State::open(Listener listener) {
    Acceptor acceptor(executor);
    const int family = listener.is_local() ? AF_UNIX : listener.name().starts_with('[') ? AF_INET6 : AF_INET;
    acceptor.assign(asio::generic::stream_protocol(family, 0), listener.release_fd());
    log::info("listening", {{"on", listener.name()}});
    entrances.push_back(std::make_unique<Entrance>(std::move(listener), std::move(acceptor)));
}

// Closes the connection that has been idle, or half-way through a header, for longest. `of`: only among that peer's.
bool Server::State::make_room(const Peer* of) {
    const auto now = shared.clock.steady();
    Session* oldest = nullptr;
    for (Session* session : sessions) {
        const bool waits = session->phase() == Session::Phase::idle || session->phase() == Session::Phase::header;
        const bool eligible = of != nullptr ? limit_key(session->peer().address) == limit_key(of->address) : true;
        if (!waits || !eligible || session->peer().local || now - session->phase_since() < shared.settings.limits.evict_after) continue;
        if (oldest == nullptr || session->phase_since() < oldest->phase_since()) oldest = session;
    }
    if (oldest == nullptr) return false;
    ++shared.counters.evicted;
    oldest->close();
    return true;
}

bool Server::State::admit(const Peer& peer) {
    const Limits& limits = shared.settings.limits;
    if (peer.local) return local < limits.local_connections;
    if (sessions.size() - local >= limits.connections && !make_room(nullptr)) return false;
    if (shared.is_trusted_proxy(peer)) return true;
    const auto held = by_address.find(limit_key(peer.address));
    return held == by_address.end() || held->second < limits.per_address || make_room(&peer);
}

Task<> Server::State::accept(Entrance& entrance) {
    bool exhausted = false;
    while (!shared.draining) {
        error_code failure;
        Socket socket = co_await entrance.acceptor.async_accept(asio::redirect_error(asio::use_awaitable, failure));
        if (shared.draining || failure == asio::error::operation_aborted) co_return;
        const bool was_exhausted = std::exchange(exhausted, is_exhaustion(failure));
        if (exhausted && !was_exhausted) {
            log::warning("no more connections can be taken", {{"on", entrance.listener.name()}, {"reason", failure.message()}});
        }
        if (exhausted) {
            Wakeup pause(executor);
            co_await pause.wait_until(shared.clock.steady() + accept_pause);
        }
        if (failure) continue;  // the client has gone already
        socket.non_blocking(true);
        Peer peer = peer_of(socket.native_handle());
        if (!admit(peer)) {
            ++shared.counters.refused;
            turn_away(socket);
            continue;
        }
        tasks.spawn("http session", serve(std::move(socket), std::move(peer)));
    }
}

Task<> Server::State::serve(Socket socket, Peer peer) {
    const bool is_local = peer.local;
    const std::string key = is_local ? std::string() : limit_key(peer.address);
    Session session(std::move(socket), std::move(peer), shared);
    sessions.insert(&session);
    is_local ? ++local : ++by_address[key];
    shared.counters.connections = sessions.size();
    if (sessions.size() == 1) ticker.notify();

    std::exception_ptr failure;
    try {
        co_await session.run();
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure) log::error("a connection failed", {{"reason", log::describe(failure)}});

    sessions.erase(&session);
    if (is_local) {
        --local;
    } else if (--by_address[key] == 0) {
        by_address.erase(key);
    }
    shared.counters.connections = sessions.size();
    if (sessions.empty()) drained.notify();
}

// One timer for all deadlines: a timer for every read and write would cost more than they do.
Task<> Server::State::tick() {
    const milliseconds length = tick_length(shared.settings.limits);
    while (!shared.draining || !sessions.empty()) {
        if (sessions.empty()) {
            co_await ticker.wait();
        } else {
            co_await ticker.wait_until(shared.clock.steady() + length);
        }
        const auto now = shared.clock.steady();
        for (Session* session : sessions) {
            if (session->is_overdue(now)) session->time_out();
        }
    }
}

Server::Server(asio::any_io_executor executor, const Clock& clock, Settings settings, std::shared_ptr<const Router> router,
               std::shared_ptr<const TokenSource> tokens)
    : state_(std::make_unique<State>(std::move(executor), clock, std::move(settings), std::move(router), std::move(tokens))) {}

Server::~Server() = default;

Result<std::uint16_t> Server::listen_tcp(const std::string& address, std::uint16_t port) {
    auto listener = http::listen_tcp(address, port);
    if (!listener) return listener.error();
    const std::uint16_t got = listener->port();
    state_->open(std::move(*listener));
    return got;
}

std::optional<Error> Server::listen_unix(const std::string& path, const SocketAccess& access) {
    auto listener = http::listen_unix(path, access);
    if (!listener) return listener.error();
    state_->open(std::move(*listener));
    return std::nullopt;
}

Task<> Server::run() {
    for (const auto& entrance : state_->entrances) state_->tasks.spawn("http accept", state_->accept(*entrance));
    state_->tasks.spawn("http deadlines", state_->tick());
    co_await state_->tasks.join();
}

Task<> Server::drain(milliseconds patience) {
    State& state = *state_;
    state.shared.draining = true;
    for (const auto& entrance : state.entrances) {
        error_code ignored;
        entrance->acceptor.close(ignored);
        entrance->listener.remove_path();
    }
    for (Session* session : state.sessions) {
        if (session->phase() == Session::Phase::idle) session->close();
    }
    state.ticker.notify();
    const auto deadline = state.shared.clock.steady() + patience;
    while (!state.sessions.empty()) {
        if (co_await state.drained.wait_until(deadline)) continue;
        for (Session* session : state.sessions) session->close();
        while (!state.sessions.empty()) co_await state.drained.wait();
    }
    state.tasks.close();
    state.ticker.notify();
}

void Server::replace(std::shared_ptr<const Router> router, std::shared_ptr<const TokenSource> tokens) {
    state_->shared.router = std::move(router);
    state_->shared.tokens = std::move(tokens);
}

void Server::trust(std::vector<Network> proxies) {
    state_->shared.settings.trusted_proxies = std::move(proxies);
}

const Server::Counters& Server::counters() const {
    return state_->shared.counters;
}

}  // namespace candor::http
