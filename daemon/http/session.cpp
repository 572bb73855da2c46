#include "daemon/http/session.hpp"

#include "daemon/http/respond.hpp"
#include "daemon/log.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <sys/socket.h>

namespace candor::http {

using namespace std::chrono;
using boost::system::error_code;

namespace {

constexpr std::size_t first_buffer = 4096;
constexpr auto linger_time = 2s;
constexpr std::size_t linger_bytes = 1024 * 1024;

std::string_view reason(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 301: return "Moved Permanently";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 503: return "Service Unavailable";
        case 505: return "HTTP Version Not Supported";
        default: return "Status";
    }
}

// No value can end its line: what is not ours may have found its way into a header.
void append_header(std::string& head, std::string_view name, std::string_view value) {
    head += name;
    head += ": ";
    for (const char c : value) head += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
    head += "\r\n";
}

bool has_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

// The last address in the list is the one that our proxy has seen.
std::string_view last_forwarded(std::string_view list) {
    const std::size_t comma = list.rfind(',');
    list.remove_prefix(comma == std::string_view::npos ? 0 : comma + 1);
    while (!list.empty() && (list.front() == ' ' || list.front() == '\t')) list.remove_prefix(1);
    while (!list.empty() && (list.back() == ' ' || list.back() == '\t')) list.remove_suffix(1);
    return list.size() <= 45 && list.find_first_not_of("0123456789abcdefABCDEF.:") == std::string_view::npos ? list : "";
}

bool is_request_id(const std::string& text) {
    return !text.empty() && text.size() <= 64 &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; });
}

}  // namespace

bool Shared::is_trusted_proxy(const Peer& peer) const {
    const auto address = parse_address(peer.address);
    const auto holds = [&](const Network& proxies) { return proxies.contains(*address); };
    return address && std::any_of(settings.trusted_proxies.begin(), settings.trusted_proxies.end(), holds);
}

std::string Shared::next_request_id() {
    return fmt::format("{}-{:x}", id_prefix, ++counters.requests);
}

const std::string& Shared::date_header() {
    const auto second = floor<seconds>(clock.now()).time_since_epoch();
    if (second != date_of) {
        date_of = second;
        date = to_http_date(Time{second});
    }
    return date;
}

Session::Session(Socket socket, Peer peer, Shared& shared)
    : socket_(std::move(socket)), peer_(std::move(peer)), shared_(shared), buffer_(first_buffer, '\0') {
    enter(Phase::idle, shared_.settings.limits.idle_time);
}

void Session::enter(Phase phase, milliseconds at_most) {
    phase_ = phase;
    since_ = shared_.clock.steady();
    deadline_ = at_most == milliseconds::max() ? steady_clock::time_point::max() : since_ + at_most;
}

void Session::close() {
    enter(Phase::closing, milliseconds::max());
    error_code ignored;
    socket_.close(ignored);
}

void Session::time_out() {
    ++shared_.counters.timed_out;
    if (phase_ != Phase::header && phase_ != Phase::body) return close();
    timed_out_ = true;
    deadline_ = steady_clock::time_point::max();  // once
    error_code ignored;
    socket_.cancel(ignored);
}

Task<> Session::run() {
    Next next = Next::keep_open;
    while (next == Next::keep_open) next = co_await serve_one();
    if (next == Next::linger) co_await linger();
    close();
}

// False: the connection has ended, or the time is up.
Task<bool> Session::fill() {
    if (begin_ > 0) {
        buffer_.replace(0, end_ - begin_, buffer_, begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (end_ == buffer_.size()) buffer_.resize(buffer_.size() * 2);
    error_code failure;
    const std::size_t read = co_await socket_.async_read_some(asio::buffer(buffer_.data() + end_, buffer_.size() - end_),
                                                              asio::redirect_error(asio::use_awaitable, failure));
    end_ += read;
    co_return !failure && !timed_out_;
}

Task<bool> Session::read_header(RequestParser& parser) {
    const Limits& limits = shared_.settings.limits;
    if (begin_ == end_) {
        if (shared_.draining) co_return false;
        enter(Phase::idle, limits.idle_time);
        if (!co_await fill()) co_return false;
    }
    enter(Phase::header, limits.header_time);
    while (true) {
        begin_ += parser.take(std::string_view(buffer_).substr(begin_, end_ - begin_));
        if (parser.fault() || parser.has_header()) co_return true;
        if (!co_await fill()) co_return timed_out_;
    }
}

Task<bool> Session::read_body(RequestParser& parser) {
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    enter(Phase::body, shared_.settings.limits.body_time);
    if (parser.expects_continue() && begin_ == end_ && !co_await write_all(go_on, {})) co_return false;
    while (true) {
        begin_ += parser.take(std::string_view(buffer_).substr(begin_, end_ - begin_));
        if (parser.fault() || parser.is_complete()) co_return true;
        if (end_ - begin_ > shared_.settings.limits.header) co_return false;  // a chunk's header without an end
        if (!co_await fill()) co_return timed_out_;
    }
}

// Who asks, as far as the connection and the header say it.
void Session::complete_identity(Request& request) const {
    request.peer = peer_;
    const bool trusted = peer_.local || shared_.is_trusted_proxy(peer_);
    const std::string* forwarded = request.header("x-forwarded-for");
    if (trusted && !peer_.local && forwarded != nullptr) request.peer.address = last_forwarded(*forwarded);
    const std::string* id = request.header("x-request-id");
    request.id = trusted && id != nullptr && is_request_id(*id) ? (++shared_.counters.requests, *id) : shared_.next_request_id();
}

Task<Session::Next> Session::serve_one() {
    Request request;
    RequestParser parser(shared_.settings.limits, request);
    if (!co_await read_header(parser)) co_return Next::close;
    complete_identity(request);
    const auto late = [&] { return Error(ErrorCode::malformed_request, "The request did not arrive in time."); };
    if (timed_out_) co_return co_await refuse(request, late(), 408);
    if (parser.fault()) co_return co_await refuse(request, parser.fault()->error, parser.fault()->status);

    // All that the header can decide is decided before a body is read: a stranger's body costs nothing.
    const auto router = shared_.router;  // a reload does not pull them from under this request
    const auto tokens = shared_.tokens;
    auto match = router->match(request.method, request.path);
    std::optional<Response> early;
    if (auto* refused = std::get_if<Router::Refused>(&match)) {
        early.emplace(refused->error);
        if (!refused->allow.empty()) early->with("Allow", refused->allow);
    } else if (auto* options = std::get_if<Router::Options>(&match)) {
        early.emplace(respond(*options));
    } else {
        auto who = identify(request, *tokens, shared_.clock.now());
        const auto refusal = who ? authorise(*who, std::get<Router::Found>(match).route->scope) : std::optional(who.error());
        if (refusal) early.emplace(*refusal);
        if (who) request.who = std::move(*who);
    }
    if (early) {
        const bool unread = !parser.is_complete();
        const bool last = unread || !parser.keeps_alive() || shared_.draining;
        if (!co_await write(request, *early, last)) co_return Next::close;
        co_return unread ? Next::linger : last ? Next::close : Next::keep_open;
    }

    if (!parser.is_complete()) {
        if (!co_await read_body(parser)) co_return Next::close;
        if (timed_out_) co_return co_await refuse(request, late(), 408);
        if (parser.fault()) co_return co_await refuse(request, parser.fault()->error, parser.fault()->status);
    }
    enter(Phase::handling, milliseconds::max());
    const auto& found = std::get<Router::Found>(match);
    const Response response = co_await handle(*found.route, request, found.params);
    const bool last = !parser.keeps_alive() || shared_.draining;
    if (!co_await write(request, response, last)) co_return Next::close;
    co_return last ? Next::close : Next::keep_open;
}

Task<Session::Next> Session::refuse(const Request& request, Error error, int status) {
    const Response response = respond(error, request.id, status);
    co_return co_await write(request, response, true) ? Next::linger : Next::close;
}

Task<Response> Session::handle(const Route& route, const Request& request, const Params& params) {
    std::exception_ptr failure;
    try {
        co_return co_await route.handler(request, params);
    } catch (...) {
        failure = std::current_exception();
    }
    log::error("a request failed", {{"request", request.id}, {"method", to_string(request.method)}, {"route", route.pattern},
                                    {"reason", log::describe(failure)}});
    co_return Response(Error(ErrorCode::internal, "The daemon failed to answer; its log says why.", "",
                             "Look for request " + request.id + " in the log."));
}

Task<bool> Session::write(const Request& request, const Response& given, bool last) {
    std::optional<Response> mapped;
    if (given.refusal) {
        mapped.emplace(respond(*given.refusal, request.id));
        for (const Header& header : given.headers) mapped->headers.push_back(header);
    }
    const Response& response = mapped ? *mapped : given;
    if (response.status >= 500) ++shared_.counters.server_errors;
    const std::string_view body = response.body && has_body(response.status) ? std::string_view(*response.body) : std::string_view();
    head_.clear();
    fmt::format_to(std::back_inserter(head_), "HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status, reason(response.status),
                   shared_.date_header());
    if (!response.content_type.empty()) append_header(head_, "Content-Type", response.content_type);
    if (has_body(response.status)) fmt::format_to(std::back_inserter(head_), "Content-Length: {}\r\n", body.size());
    bool cache_control = false;
    for (const Header& header : response.headers) {
        append_header(head_, header.name, header.value);
        cache_control = cache_control || header.name == "Cache-Control";
    }
    if (!cache_control) head_ += "Cache-Control: no-store\r\n";
    append_header(head_, "X-Request-Id", request.id);
    head_ += "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n";
    if (last) head_ += "Connection: close\r\n";
    head_ += "\r\n";
    enter(Phase::writing, shared_.settings.limits.write_time);
    log::debug("answered", {{"request", request.id}, {"method", to_string(request.method)}, {"path", request.path},
                            {"status", response.status}, {"who", request.who.name}});
    co_return co_await write_all(head_, request.method == Method::head ? std::string_view() : body);
}

Task<bool> Session::write_all(std::string_view head, std::string_view body) {
    // Nearly always the socket takes all of it at once, and there is nothing to wait for.
    const std::array both{asio::buffer(head.data(), head.size()), asio::buffer(body.data(), body.size())};
    error_code failure;
    std::size_t written = socket_.write_some(both, failure);
    if (failure == asio::error::would_block) failure = {};
    if (failure || written == head.size() + body.size()) co_return !failure;
    const std::size_t of_head = std::min(written, head.size());
    written -= of_head;
    const std::array rest{asio::buffer(head.data() + of_head, head.size() - of_head),
                          asio::buffer(body.data() + written, body.size() - written)};
    co_await asio::async_write(socket_, rest, asio::redirect_error(asio::use_awaitable, failure));
    co_return !failure;
}

// Closing with input unread makes the kernel send a reset, which can overtake the answer: read what is on its way first.
Task<> Session::linger() {
    error_code failure;
    socket_.shutdown(Socket::shutdown_send, failure);
    timed_out_ = false;
    enter(Phase::lingering, linger_time);
    for (std::size_t drained = 0; !failure && drained < linger_bytes; drained += end_) {
        begin_ = end_ = 0;
        if (!co_await fill()) break;
    }
}

}  // namespace candor::http
