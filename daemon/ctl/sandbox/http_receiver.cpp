#include "daemon/ctl/sandbox/loopback_port.hpp"
#include "daemon/ctl/sandbox/receivers.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace candor::ctl {

namespace http = boost::beast::http;

namespace {

constexpr std::uint64_t largest_body = 1U << 20;
using Parser = http::request_parser<http::string_body>;

HttpCall call_of(const http::request<http::string_body>& request, Time at) {
    HttpCall call;
    call.method = std::string(request.method_string());
    call.target = std::string(request.target());
    call.body = request.body();
    call.at = at;
    for (const auto& field : request) {
        auto name = std::string(field.name_string());
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        call.headers[name] = std::string(field.value());
    }
    return call;
}

http::response<http::string_body> response_of(const HttpReply& reply, bool keep_alive) {
    http::response<http::string_body> response(static_cast<http::status>(reply.status), 11);
    response.set(http::field::server, "candor-sandbox");
    if (!reply.body.empty()) response.set(http::field::content_type, "application/json");
    response.body() = reply.body;
    response.keep_alive(keep_alive);
    response.prepare_payload();
    return response;
}

}  // namespace

struct HttpReceiver::State {
    State(const asio::any_io_executor& executor, TaskGroup& group, const Clock& now, std::uint16_t wanted)
        : port(executor, wanted), tasks(group), clock(now) {}

    // Requests of one connection, one after the other, until the peer goes or the port is closed.
    Task<> serve(std::shared_ptr<State> self, LoopbackPort::Socket* socket) {
        boost::beast::flat_buffer buffer;
        bool open = true;
        while (open) {
            Parser parser;
            parser.body_limit(largest_body);
            boost::system::error_code failure;
            co_await http::async_read(*socket, buffer, parser, asio::redirect_error(asio::use_awaitable, failure));
            if (failure) break;
            const HttpCall call = call_of(parser.get(), clock.now());
            auto response = response_of(answerer(call), parser.get().keep_alive());
            co_await http::async_write(*socket, response, asio::redirect_error(asio::use_awaitable, failure));
            open = !failure && response.keep_alive();
        }
        self->port.forget(socket);
    }

    LoopbackPort port;
    TaskGroup& tasks;
    const Clock& clock;
    Answerer answerer;
};

HttpReceiver::HttpReceiver(const asio::any_io_executor& executor, TaskGroup& tasks, const Clock& clock, std::uint16_t port)
    : state_(std::make_shared<State>(executor, tasks, clock, port)) {}

HttpReceiver::~HttpReceiver() = default;

std::uint16_t HttpReceiver::port() const {
    return state_->port.port();
}

Task<> HttpReceiver::run(Answerer answerer) {
    const auto state = state_;
    state->answerer = std::move(answerer);
    while (auto* socket = co_await state->port.accept())
        state->tasks.spawn("sandbox http", state->serve(state, socket));
}

void HttpReceiver::close() {
    state_->port.close();
}

}  // namespace candor::ctl
