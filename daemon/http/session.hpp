// One connection: reads a request, has it answered, writes the answer, and again. Inside the server only.
#pragma once

#include "daemon/async/task.hpp"
#include "daemon/clock.hpp"
#include "daemon/http/auth.hpp"
#include "daemon/http/limits.hpp"
#include "daemon/http/parser.hpp"
#include "daemon/http/router.hpp"
#include "daemon/http/server.hpp"

#include <boost/asio/generic/stream_protocol.hpp>
#include <chrono>
#include <memory>
#include <string>

namespace candor::http {

using Socket = asio::generic::stream_protocol::socket;

// What all sessions of a server share.
struct Shared {
    const Clock& clock;
    Server::Settings settings;
    std::shared_ptr<const Router> router;
    std::shared_ptr<const TokenSource> tokens;
    Server::Counters counters;
    bool draining = false;
    std::string id_prefix;          // of request ids: random, one per process
    std::chrono::seconds date_of{-1};
    std::string date;               // the Date header of that second

    [[nodiscard]] bool is_trusted_proxy(const Peer& peer) const;
    [[nodiscard]] std::string next_request_id();
    [[nodiscard]] const std::string& date_header();  // IMF-fixdate (RFC 9110, 5.6.7)
};

class Session {
public:
    enum class Phase { idle, header, body, handling, writing, lingering, closing };

    Session(Socket socket, Peer peer, Shared& shared);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    [[nodiscard]] Task<> run();

    // What the server does to it.
    [[nodiscard]] Phase phase() const noexcept { return phase_; }
    [[nodiscard]] std::chrono::steady_clock::time_point phase_since() const noexcept { return since_; }
    [[nodiscard]] bool is_overdue(std::chrono::steady_clock::time_point now) const noexcept { return now >= deadline_; }
    [[nodiscard]] const Peer& peer() const noexcept { return peer_; }
    void time_out();  // a client that is half-way through a request is told so
    void close();     // at once, with no word

private:
    enum class Next { keep_open, close, linger };

    [[nodiscard]] Task<bool> read_header(RequestParser& parser);
    [[nodiscard]] Task<bool> read_body(RequestParser& parser);
    [[nodiscard]] Task<bool> fill();
    [[nodiscard]] Task<Next> serve_one();
    [[nodiscard]] Task<Next> refuse(const Request& request, Error error, int status);
    [[nodiscard]] Task<Response> handle(const Route& route, const Request& request, const Params& params);
    [[nodiscard]] Task<bool> write(const Request& request, const Response& response, bool last);
    [[nodiscard]] Task<bool> write_all(std::string_view head, std::string_view body);
    [[nodiscard]] Task<> linger();
    void complete_identity(Request& request) const;
    void enter(Phase phase, std::chrono::milliseconds at_most);

    Socket socket_;
    Peer peer_;
    Shared& shared_;
    std::string buffer_;    // input that no request has taken yet is [begin_, end_)
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::string head_;      // of the answer being written
    Phase phase_ = Phase::idle;
    std::chrono::steady_clock::time_point since_;
    std::chrono::steady_clock::time_point deadline_;
    bool timed_out_ = false;
};

}  // namespace candor::http
