#include "daemon/delivery/http_client.hpp"

#include "core/web_url.hpp"
#include "daemon/async/resolver.hpp"
#include "daemon/delivery/http_answer.hpp"
#include "daemon/delivery/tls_sessions.hpp"
#include "daemon/delivery/wire.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <utility>
#include <vector>

namespace candor::delivery {

using boost::system::error_code;
using std::chrono::steady_clock;
namespace http = boost::beast::http;

namespace {

constexpr auto look_around = std::chrono::milliseconds(100);  // how late a deadline may be noticed
constexpr std::chrono::seconds longest_kept{60};
constexpr int most_interim_answers = 16;

std::string host_field(const WebUrl& url) {
    std::string field = url.host.find(':') == std::string::npos ? url.host : fmt::format("[{}]", url.host);
    if (url.port != (url.scheme == "https" ? 443 : 80)) field += fmt::format(":{}", url.port);
    return field;
}

}  // namespace

struct HttpManners::Shared {
    HttpSettings settings;
    std::shared_ptr<const AddressPolicy> policy;
    asio::ssl::context tls{asio::ssl::context::tls_client};
    TlsSessions sessions{tls.native_handle()};
};

Result<std::shared_ptr<const HttpManners>> HttpManners::create(HttpSettings settings, std::shared_ptr<const AddressPolicy> policy) {
    auto shared = std::make_unique<Shared>();
    shared->settings = std::move(settings);
    shared->policy = std::move(policy);
    SSL_CTX_set_min_proto_version(shared->tls.native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_mode(shared->tls.native_handle(), SSL_MODE_RELEASE_BUFFERS);  // of thousands that are kept, few speak at once
    error_code failed;
    shared->tls.set_verify_mode(asio::ssl::verify_peer, failed);
    if (shared->settings.ca_file.empty()) shared->tls.set_default_verify_paths(failed);
    else shared->tls.load_verify_file(shared->settings.ca_file, failed);
    if (failed) return Error(ErrorCode::invalid_config, "the file of authorities cannot be read: " + failed.message(), "delivery.ca_file");
    return std::shared_ptr<const HttpManners>(new HttpManners(std::move(shared)));
}

HttpManners::HttpManners(std::unique_ptr<Shared> shared) : shared_(std::move(shared)) {}

HttpManners::~HttpManners() = default;

// --- one connection ------------------------------------------------------------------------------------------------

namespace {

struct Connection {
    Connection(const asio::any_io_executor& executor, std::string whose, std::shared_ptr<const void> how)
        : origin(std::move(whose)), manners(std::move(how)), wire(executor, "the receiver") {}

    std::string origin;                   // who is there, and how they are met: the key under which it is kept
    std::shared_ptr<const void> manners;  // as long as this lives, no other manners have their name
    std::string input;                              // read and not parsed yet
    std::string head;                               // of the request
    std::array<char, 2048> incoming{};
    steady_clock::time_point deadline;
    std::optional<steady_clock::time_point> move_on;  // while it connects: when to try the next address
    Duration share{};                                 // of the time, for each address
    steady_clock::time_point idle_since;
    std::size_t place = 0;  // among those that are busy
    bool given_up = false;  // from our side: it is not tried again
    Wire wire;
};

void write_head(std::string& head, const WebUrl& url, const HttpPost& request) {
    head.clear();
    fmt::format_to(std::back_inserter(head),
                   "POST {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: Candor/" CANDOR_VERSION "\r\nAccept: */*\r\nContent-Length: {}\r\n{}\r\n", url.target,
                   host_field(url), request.body.size(), request.headers);
}

// Notes the status as soon as its line is there: it counts even where nothing good follows.
void note_status(Connection& connection, const HttpSettings& limits, HttpAnswer& answer) {
    if (answer.status != 0) return;
    const auto status = status_line(connection.input);
    if (!status || *status < 200) return;
    answer.status = *status;
    connection.deadline = std::min(connection.deadline, steady_clock::now() + limits.body_timeout);
}

// One answer, interim or final. False where it did not come whole.
Task<bool> read_one(Connection& connection, AnswerParser& parser, const HttpSettings& limits, HttpAnswer& answer) {
    bool ended = false;
    for (;;) {
        if (!parser.is_header_done()) note_status(connection, limits, answer);
        error_code wrong;
        if (!connection.input.empty()) connection.input.erase(0, parser.put(asio::buffer(connection.input), wrong));
        if (wrong == http::error::need_more) wrong.clear();
        if (!wrong && ended && parser.got_some() && !parser.is_done()) parser.put_eof(wrong);
        if (wrong) connection.wire.close("the receiver's answer is cut short, too long, or no HTTP");
        if (wrong || parser.is_done()) co_return !wrong;
        if (ended || !connection.wire.open()) co_return false;
        const std::size_t got = co_await connection.wire.read_some(asio::buffer(connection.incoming));
        connection.input.append(connection.incoming.data(), got);
        ended = got == 0;
    }
}

// Whether the connection is fit for another request.
Task<bool> read_answer(Connection& connection, const HttpSettings& limits, std::size_t keep_body, HttpAnswer& answer) {
    for (int i = 0; i < most_interim_answers; ++i) {
        AnswerParser parser(answer, limits, keep_body);
        const bool whole = co_await read_one(connection, parser, limits, answer);
        if (!whole) co_return false;
        if (answer.status != 0) co_return parser.keep_alive() && connection.input.empty() && connection.wire.open();
    }
    connection.wire.close("the receiver gives interim answers without end");
    co_return false;
}

}  // namespace

// --- the client ----------------------------------------------------------------------------------------------------

struct HttpClient::State {
    using Held = std::shared_ptr<Connection>;
    class Busy;

    State(asio::any_io_executor on, std::size_t most) : executor(on), resolver(on), timer(std::move(on)), most_idle(most) {}

    // `self` lives as long as anything is under way.
    using Self = std::shared_ptr<State>;
    [[nodiscard]] static Task<HttpAnswer> post(Self self, std::shared_ptr<const HttpManners> manners, WebUrl url, HttpPost request);
    [[nodiscard]] static Task<bool> exchange(Self self, Held connection, HttpManners::Shared& manners, const WebUrl& url, const HttpPost& request, bool kept, HttpAnswer& answer);
    static void watch(const Self& self);
    [[nodiscard]] Task<> establish(const Held& connection, HttpManners::Shared& manners, const WebUrl& url);
    [[nodiscard]] Held take(const std::string& origin);
    void keep(Held connection);
    void forget_old(steady_clock::time_point now);
    void look();
    void give_up();

    asio::any_io_executor executor;
    std::optional<Resolver> resolver;
    asio::steady_timer timer;  // runs while anything is under way
    std::size_t most_idle;
    std::vector<Held> busy;
    std::unordered_multimap<std::string, Held> idle;  // by origin
    steady_clock::time_point looked_at_idle{};
    bool watching = false;
};

// Among those that are busy, however it ends.
class HttpClient::State::Busy {
public:
    Busy(Self state, Held connection) : state_(std::move(state)), connection_(std::move(connection)) {
        connection_->place = state_->busy.size();
        state_->busy.push_back(connection_);
        if (!state_->watching) watch(state_);
    }
    ~Busy() {
        const std::size_t place = connection_->place;
        auto& busy = state_->busy;
        busy.back()->place = place;
        std::swap(busy[place], busy.back());
        busy.pop_back();
        if (busy.empty() && std::exchange(state_->watching, false)) state_->timer.cancel();
    }
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;

private:
    Self state_;
    Held connection_;
};

HttpClient::HttpClient(asio::any_io_executor executor, std::size_t idle_connections)
    : state_(std::make_shared<State>(std::move(executor), idle_connections)) {}

HttpClient::~HttpClient() {
    state_->give_up();
    state_->resolver.reset();
    state_->idle.clear();
    state_->most_idle = 0;
}

void HttpClient::abort() {
    state_->give_up();
}

std::size_t HttpClient::in_flight() const {
    return state_->busy.size();
}

Task<HttpAnswer> HttpClient::post(std::shared_ptr<const HttpManners> manners, HttpPost request) {
    HttpAnswer answer;
    auto url = parse_web_url(request.url);
    const bool reachable = url && (url->scheme == "https" || (url->scheme == "http" && manners->shared_->settings.allow_plain_http));
    if (!reachable) {
        answer.hopeless = true;
        answer.failure = url ? fmt::format("{} is not spoken here", url->scheme) : "the address " + url.error().message();
        co_return answer;
    }
    answer = co_await State::post(state_, std::move(manners), std::move(*url), request);
    co_return answer;
}

Task<HttpAnswer> HttpClient::State::post(Self self, std::shared_ptr<const HttpManners> manners, WebUrl url, HttpPost request) {
    const auto until = steady_clock::now() + manners->shared_->settings.timeout;
    const std::string origin = fmt::format("{}://{}:{} {}", url.scheme, url.host, url.port, static_cast<const void*>(manners.get()));
    for (;;) {
        HttpAnswer answer;
        Held connection = self->take(origin);
        const bool kept = connection != nullptr;
        if (!kept) connection = std::make_shared<Connection>(self->executor, origin, manners);
        connection->deadline = until;
        const bool fit = co_await exchange(self, connection, *manners->shared_, url, request, kept, answer);
        const bool was_closed = kept && !answer.answered() && connection->input.empty();
        if (was_closed && !connection->given_up && steady_clock::now() < until) continue;
        answer.failure = connection->wire.failure();
        if (fit && request.keep_connection) self->keep(std::move(connection));
        co_return answer;
    }
}

// Whether the connection is fit for another one.
Task<bool> HttpClient::State::exchange(Self self, Held connection, HttpManners::Shared& manners, const WebUrl& url, const HttpPost& request, bool kept, HttpAnswer& answer) {
    const Busy busy_now(self, connection);
    const auto until = connection->deadline;
    if (!kept) co_await self->establish(connection, manners, url);
    if (!connection->wire.open()) co_return false;
    connection->deadline = until;
    write_head(connection->head, url, request);
    answer.sent = true;
    const std::array<asio::const_buffer, 2> whole{asio::buffer(connection->head), asio::buffer(request.body.data(), request.body.size())};
    co_await connection->wire.write(whole);
    co_return co_await read_answer(*connection, manners.settings, request.keep_body, answer);
}

Task<> HttpClient::State::establish(const Held& connection, HttpManners::Shared& manners, const WebUrl& url) {
    Wire& wire = connection->wire;
    const auto until = std::min(connection->deadline, steady_clock::now() + manners.settings.connect_timeout);
    connection->deadline = steady_clock::time_point::max();  // who resolves looks at the clock, and says that it was the name
    Resolved found = co_await resolver->ask(url.host, static_cast<std::uint16_t>(url.port), until);
    connection->deadline = until;
    std::erase_if(found.endpoints, [&](const auto& endpoint) {
        auto refusal = manners.policy->refusal(*endpoint.data());
        if (refusal) found.failure = std::move(*refusal);
        return refusal.has_value();
    });
    if (found.endpoints.empty()) co_return wire.close(found.failure.empty() ? "the name has no address" : found.failure);
    connection->share = manners.settings.connect_timeout / static_cast<int>(found.endpoints.size());
    connection->move_on = steady_clock::now() + connection->share;
    const bool connected = co_await wire.connect(std::move(found.endpoints));
    connection->move_on.reset();
    if (!connected || url.scheme != "https") co_return;
    const auto resume = [&](SSL* tls) { manners.sessions.prepare(tls, connection->origin); };
    co_await wire.start_tls(manners.tls, url.host, resume);
}

// A kept connection to there on which nothing has happened since.
HttpClient::State::Held HttpClient::State::take(const std::string& origin) {
    const auto now = steady_clock::now();
    for (auto found = idle.find(origin); found != idle.end(); found = idle.find(origin)) {
        Held connection = std::move(found->second);
        idle.erase(found);
        if (now - connection->idle_since < longest_kept && !connection->wire.stale()) return connection;
    }
    return nullptr;
}

void HttpClient::State::keep(Held connection) {
    const auto now = steady_clock::now();
    if (now - looked_at_idle > std::chrono::seconds(1)) forget_old(now);
    if (idle.size() >= most_idle) return;
    connection->idle_since = now;
    std::string origin = connection->origin;
    idle.emplace(std::move(origin), std::move(connection));
}

void HttpClient::State::forget_old(steady_clock::time_point now) {
    looked_at_idle = now;
    std::erase_if(idle, [now](const auto& kept) { return now - kept.second->idle_since >= longest_kept; });
}

// One timer for all: moving one for each exchange costs more than the exchange's bytes.
void HttpClient::State::watch(const Self& self) {
    self->watching = true;
    self->timer.expires_after(look_around);
    self->timer.async_wait([self](const error_code& cancelled) {
        if (cancelled || !self->watching) return;
        self->look();
        if (!self->busy.empty()) watch(self);
    });
}

void HttpClient::State::look() {
    const auto now = steady_clock::now();
    const std::vector<Held> looked_at = busy;
    for (const Held& connection : looked_at) {
        if (now >= connection->deadline) {
            connection->wire.close("timed out");
        } else if (connection->move_on && now >= *connection->move_on) {
            connection->move_on = now + connection->share;
            connection->wire.try_next();
        }
    }
}

void HttpClient::State::give_up() {
    for (const Held& connection : std::vector<Held>(busy)) {
        connection->given_up = true;
        connection->wire.close("given up: the daemon is stopping");
    }
}

}  // namespace candor::delivery
