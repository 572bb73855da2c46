#include "daemon/async/io.hpp"
#include "daemon/async/worker_thread.hpp"
#include "daemon/async/task_group.hpp"
#include "daemon/async/wakeup.hpp"
#include "daemon/log.hpp"
#include "daemon/http/listener.hpp"
#include "daemon/http/respond.hpp"
#include "daemon/http/server.hpp"
#include "daemon/http/token.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <boost/asio/post.hpp>
#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

using namespace candor;
using namespace candor::http;
using namespace std::chrono_literals;

namespace {

std::string token_of(Scope scope) {
    std::array<std::uint8_t, 32> random{};
    random.fill(static_cast<std::uint8_t>(0x40 + static_cast<int>(scope)));
    return make_token(random);
}

std::shared_ptr<const TokenSource> tokens() {
    std::vector<TokenTable::Entry> entries;
    for (const Scope scope : {Scope::read, Scope::respond, Scope::admin}) {
        entries.push_back({token_hash(token_of(scope)), {"token-" + std::string(to_string(scope)), scope, {}}});
    }
    return std::make_shared<TokenTable>(std::move(entries));
}

// One route per scope, one that echoes, one that fails, one that waits until it is let go.
class Routes {
public:
    Routes() { ::signal(SIGPIPE, SIG_IGN); }

    std::shared_ptr<const Router> make(Io& io) {
        gate = std::make_unique<Wakeup>(io.executor());
        std::vector<Route> table;
        for (const Scope scope : {Scope::none, Scope::read, Scope::respond, Scope::admin}) {
            table.emplace_back(Method::get, "/needs/" + std::string(to_string(scope)), scope, who);
        }
        table.emplace_back(Method::post, "/echo", Scope::none, echo);
        table.emplace_back(Method::get, "/throws", Scope::none, throws);
        table.emplace_back(Method::get, "/refuses", Scope::none, refuses);
        table.emplace_back(Method::get, "/page", Scope::none, page);
        table.emplace_back(Method::get, "/big", Scope::none, big);
        table.emplace_back(Method::get, "/header", Scope::none, odd_header);
        table.emplace_back(Method::get, "/waits", Scope::none, [this](const Request& r, const Params& p) { return waits(r, p); });
        return std::make_shared<const Router>(std::move(table));
    }

    std::unique_ptr<Wakeup> gate;
    std::promise<void> waiting;

private:
    static Task<Response> who(const Request& request, const Params&) { co_return text(200, request.who.name + "\n"); }
    static Task<Response> echo(const Request& request, const Params&) { co_return Response(200, "application/octet-stream", request.body); }
    static Task<Response> throws(const Request&, const Params&) {
        throw std::runtime_error("a secret detail");
        co_return Response();
    }
    static Task<Response> refuses(const Request&, const Params&) {
        co_return Error(ErrorCode::missing_fact, "The record lacks a scope.", "scope", "candor fact INC scope ...");
    }
    static Task<Response> page(const Request&, const Params&) { co_return html(200, std::make_shared<const std::string>("<!doctype html><title>x</title>")); }
    static Task<Response> big(const Request&, const Params&) { co_return text(200, std::string(5'000'000, 'x')); }
    static Task<Response> odd_header(const Request& request, const Params&) {
        Response response = text(200, "ok");
        response.with("X-Echo", request.query("v").value_or(""));
        co_return response;
    }
    Task<Response> waits(const Request&, const Params&) {
        waiting.set_value();
        co_await gate->wait();
        co_return text(200, "waited");
    }
};

// A server on its own thread: on a free port of 127.0.0.1 and on a unix socket.
class Running {
public:
    explicit Running(Limits limits = {}, std::vector<Network> proxies = {})
        : server_(io_.executor(), clock_, {limits, std::move(proxies)}, routes.make(io_), tokens()) {
        std::string directory = "/tmp/candor-http-XXXXXX";
        REQUIRE(mkdtemp(directory.data()) != nullptr);
        directory_ = directory;
        const auto port = server_.listen_tcp("127.0.0.1", 0);
        REQUIRE(port.has_value());
        port_ = *port;
        REQUIRE_FALSE(server_.listen_unix(path()).has_value());
        thread_ = std::thread([this] { io_.run(main()); });
    }
    ~Running() {
        stop(1s);
        std::filesystem::remove_all(directory_);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    void drain(std::chrono::milliseconds patience) {
        asio::post(io_.context(), [this, patience] {
            patience_ = patience;
            stopping_.notify();
        });
    }
    void stop(std::chrono::milliseconds patience) {
        if (!thread_.joinable()) return;
        drain(patience);
        thread_.join();
    }
    void open_gate() {
        asio::post(io_.context(), [this] { routes.gate->notify(); });
    }
    Server::Counters counters() {
        std::promise<Server::Counters> copy;
        asio::post(io_.context(), [&] { copy.set_value(server_.counters()); });
        return copy.get_future().get();
    }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::string path() const { return directory_ + "/candor.sock"; }

private:
    SystemClock clock_;
    Io io_;

public:
    Routes routes;

private:
    Task<> main() {
        TaskGroup group(io_.executor());
        group.spawn("server", server_.run());
        co_await stopping_.wait();
        co_await server_.drain(patience_);
        co_await group.join();
    }

    Wakeup stopping_{io_.executor()};
    Server server_;
    std::chrono::milliseconds patience_{0};
    std::string directory_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

struct Answer {
    int status = 0;  // 0: the connection ended without one
    std::string head;
    std::string body;

    [[nodiscard]] bool has(const std::string& line) const { return head.find("\r\n" + line + "\r\n") != std::string::npos; }
    [[nodiscard]] std::string code() const {
        const auto parsed = boost::json::parse(body);
        return std::string(parsed.at("error").at("code").as_string());
    }
};

// A client that sends any bytes and reads what comes, with nothing of ours in it.
class Client {
public:
    explicit Client(std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        open(AF_INET, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    explicit Client(const std::string& path) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        open(AF_UNIX, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    ~Client() { ::close(fd_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (n <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
        return true;
    }
    void end_sending() { ::shutdown(fd_, SHUT_WR); }

    // One answer; `bodyless` for one to HEAD.
    Answer read(bool bodyless = false) {
        Answer answer;
        std::size_t end = 0;
        while ((end = input_.find("\r\n\r\n")) == std::string::npos) {
            if (!more()) return answer;
        }
        answer.head = input_.substr(0, end + 2);
        answer.status = std::stoi(answer.head.substr(9, 3));
        std::size_t length = 0;
        if (const auto at = answer.head.find("Content-Length: "); at != std::string::npos && !bodyless) {
            length = std::stoul(answer.head.substr(at + 16));
        }
        while (input_.size() < end + 4 + length) {
            if (!more()) break;
        }
        answer.body = input_.substr(end + 4, length);
        input_.erase(0, end + 4 + length);
        return answer;
    }
    Answer ask(std::string_view request) {
        send(request);
        return read();
    }
    // True once the other side has closed and nothing is left unread.
    bool is_closed() {
        while (more()) {}
        return closed_ && input_.empty();
    }

private:
    void open(int family, const sockaddr* address, socklen_t length) {
        fd_ = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const timeval patience{10, 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        REQUIRE(::connect(fd_, address, length) == 0);
    }
    bool more() {
        char buffer[65536];
        const ssize_t n = ::recv(fd_, buffer, sizeof buffer, 0);
        if (n > 0) input_.append(buffer, static_cast<std::size_t>(n));
        if (n == 0 || (n < 0 && errno == ECONNRESET)) closed_ = true;
        return n > 0;
    }

    int fd_ = -1;
    std::string input_;
    bool closed_ = false;
};

std::string get(const std::string& path, const std::string& more = "") {
    return "GET " + path + " HTTP/1.1\r\nHost: candor.test\r\n" + more + "\r\n";
}

std::string post(const std::string& path, const std::string& body, const std::string& more = "") {
    return "POST " + path + " HTTP/1.1\r\nHost: candor.test\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more + "\r\n" + body;
}

}  // namespace

TEST_CASE("a connection is kept for the next request, and closed when that is asked for") {
    Running server;
    Client client(server.port());
    for (int i = 0; i < 3; ++i) {
        const Answer answer = client.ask(post("/echo", "body " + std::to_string(i)));
        CHECK(answer.status == 200);
        CHECK(answer.body == "body " + std::to_string(i));
    }
    const Answer last = client.ask(get("/page", "Connection: close\r\n"));
    CHECK(last.status == 200);
    CHECK(last.has("Connection: close"));
    CHECK(client.is_closed());
    Client old(server.port());
    CHECK(old.ask("GET /page HTTP/1.0\r\n\r\n").status == 200);
    CHECK(old.is_closed());
}

TEST_CASE("requests sent without waiting are answered one after the other, in order") {
    Running server;
    Client client(server.port());
    std::string all;
    for (int i = 0; i < 50; ++i) all += post("/echo", std::to_string(i));
    client.send(all);
    for (int i = 0; i < 50; ++i) CHECK(client.read().body == std::to_string(i));
}

TEST_CASE("a request may come in any pieces") {
    Running server;
    Client client(server.port());
    for (const char c : post("/echo", "0123456789")) client.send(std::string_view(&c, 1));
    CHECK(client.read().body == "0123456789");
    const Answer chunked = client.ask(
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        "4;ext=1\r\nWiki\r\n5\r\npedia\r\n0\r\nTrailer: x\r\n\r\n");
    CHECK(chunked.status == 200);
    CHECK(chunked.body == "Wikipedia");
}

TEST_CASE("every answer carries its id, its date and the headers that keep browsers from guessing") {
    Running server;
    Client client(server.port());
    const Answer first = client.ask(get("/page"));
    const Answer second = client.ask(get("/page"));
    const auto id = [](const Answer& a) { return a.head.substr(a.head.find("X-Request-Id: "), 30); };
    CHECK(first.head.find("X-Request-Id: ") != std::string::npos);
    CHECK(id(first) != id(second));
    CHECK(first.head.find("\r\nDate: ") != std::string::npos);
    CHECK(first.has("X-Content-Type-Options: nosniff"));
    CHECK(first.has("Referrer-Policy: no-referrer"));
    CHECK(first.has("Cache-Control: no-store"));
    CHECK(
        first.has("Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
                  "frame-ancestors 'none'; base-uri 'none'"));
}

TEST_CASE("what is not there, what takes another method, HEAD and OPTIONS") {
    Running server;
    Client client(server.port());
    const Answer missing = client.ask(get("/nowhere"));
    CHECK(missing.status == 404);
    CHECK(missing.code() == "not_found");
    const Answer wrong = client.ask(get("/echo"));
    CHECK(wrong.status == 405);
    CHECK(wrong.has("Allow: OPTIONS, POST"));
    CHECK(client.ask("BREW /echo HTTP/1.1\r\nHost: x\r\n\r\n").status == 405);

    client.send("HEAD /page HTTP/1.1\r\nHost: x\r\n\r\n");
    const Answer head = client.read(true);
    CHECK(head.status == 200);
    CHECK(head.has("Content-Length: 31"));
    const Answer options = client.ask("OPTIONS /page HTTP/1.1\r\nHost: x\r\n\r\n");  // no body of the HEAD before it
    CHECK(options.status == 204);
    CHECK(options.has("Allow: GET, HEAD, OPTIONS"));
    CHECK(options.head.find("Content-Length") == std::string::npos);
}

TEST_CASE("a refusal says what is wrong, where, and what mends it") {
    Running server;
    Client client(server.port());
    const Answer answer = client.ask(get("/refuses"));
    CHECK(answer.status == 409);
    const auto error = boost::json::parse(answer.body).at("error");
    CHECK(error.at("code") == "missing_fact");
    CHECK(error.at("field") == "scope");
    CHECK(error.at("mend") == "candor fact INC scope ...");
    CHECK(answer.head.find("X-Request-Id: " + std::string(error.at("request_id").as_string())) != std::string::npos);
}

TEST_CASE("a handler that throws is a 500 that tells the client nothing of the inside, and the connection lives on") {
    Running server;
    Client client(server.port());
    const Answer answer = client.ask(get("/throws"));
    CHECK(answer.status == 500);
    CHECK(answer.code() == "internal");
    CHECK(answer.body.find("secret") == std::string::npos);
    CHECK(client.ask(get("/page")).status == 200);
    CHECK(server.counters().server_errors == 1);
}

TEST_CASE("every route lets in exactly the scopes that reach it") {
    Running server;
    const std::array scopes{Scope::none, Scope::read, Scope::respond, Scope::admin};
    Client tcp(server.port());
    for (const Scope needed : scopes) {
        const std::string path = "/needs/" + std::string(to_string(needed));
        for (const Scope has : scopes) {
            CAPTURE(path, to_string(has));
            const std::string header = has == Scope::none ? "" : "Authorization: Bearer " + token_of(has) + "\r\n";
            const Answer answer = tcp.ask(get(path, header));
            CHECK(answer.status == (has >= needed ? 200 : has == Scope::none ? 401 : 403));
            if (has >= needed && has != Scope::none) CHECK(answer.body == "token-" + std::string(to_string(has)) + "\n");
            if (answer.status == 401) CHECK(answer.has("WWW-Authenticate: Bearer realm=\"candor\""));
        }
    }
    CHECK(tcp.ask(get("/needs/none", "Authorization: Bearer cdr_wrong\r\n")).status == 401);
    Client local(server.path());
    const Answer mine = local.ask(get("/needs/admin"));
    CHECK(mine.status == 200);
    CHECK(mine.body.size() > 1);  // the name of whoever runs this test
}

TEST_CASE("a stranger's body is not read before the stranger is refused") {
    Running server;
    Client client(server.port());
    client.send("POST /needs/admin HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n");
    CHECK(client.read().status == 405);
    Client other(server.port());
    other.send("GET /needs/admin HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n");
    const Answer answer = other.read();
    CHECK(answer.status == 401);
    CHECK(answer.has("Connection: close"));
    other.end_sending();
    CHECK(other.is_closed());
}

TEST_CASE("a body beyond the limit is a 413, declared or not; one at the limit is taken") {
    Limits limits;
    limits.body = 1000;
    Running server(limits);
    CHECK(Client(server.port()).ask(post("/echo", std::string(1000, 'x'))).body == std::string(1000, 'x'));
    const Answer declared = Client(server.port()).ask(post("/echo", std::string(1001, 'x')));
    CHECK(declared.status == 413);
    CHECK(declared.code() == "too_large");
    CHECK(declared.has("Connection: close"));
    const std::string chunk = "190\r\n" + std::string(400, 'x') + "\r\n";
    const Answer grown = Client(server.port()).ask("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk + chunk);
    CHECK(grown.status == 413);
}

TEST_CASE("the client that sends a body far too large still gets to read why it was refused") {
    Running server;
    Client client(server.port());
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n");
    client.send(std::string(900'000, 'x'));
    CHECK(client.read().status == 413);
}

TEST_CASE("100-continue is answered before the body is sent, and not at all where the body is unwelcome") {
    Running server;
    Client client(server.port());
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.read().status == 100);
    CHECK(client.ask("body").body == "body");
    client.send("POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.read().status == 404);
    CHECK(Client(server.port()).ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: a-pony\r\n\r\n").status == 417);
}

TEST_CASE("a header beyond the limit is a 431") {
    Running server;
    const Answer answer = Client(server.port()).ask(get("/page", "X-Long: " + std::string(17'000, 'x') + "\r\n"));
    CHECK(answer.status == 431);
    CHECK(answer.code() == "too_large");
    Client endless(server.port());
    endless.send("GET /" + std::string(20'000, 'a'));
    CHECK(endless.read().status == 431);
    CHECK(Client(server.port()).ask(get("/page", "X-Long: " + std::string(15'000, 'x') + "\r\n")).status == 200);
}

TEST_CASE("a chunk header without an end does not grow without an end") {
    Running server;
    Client client(server.port());
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4;" + std::string(200'000, 'x'));
    CHECK(client.read().status != 200);
    CHECK(client.is_closed());
}

TEST_CASE("bytes that are no request are a 400 in the one error form, and the end of the connection") {
    Running server;
    const std::vector<std::string> cases{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
                                         "GET / HTTP/1.1\nHost: x\n\n",
                                         "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
                                         "GET / HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n",
                                         "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
                                         "GET / HTTP/1.1\r\n\r\n",
                                         "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                                         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                                         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nbodyx",
                                         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                                         "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
                                         "GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
                                         "GET / HTTP/1.1\r\nHost: x\r\nX: a\x01z\r\n\r\n",
                                         "\r\n\r\n\r\nGET",
                                         "hello\r\n\r\n"};
    for (const std::string& bytes : cases) {
        CAPTURE(bytes);
        Client client(server.port());
        const Answer answer = client.ask(bytes);
        CHECK(answer.status == 400);
        if (answer.status == 400) CHECK(answer.code() == "malformed_request");
        client.end_sending();
        CHECK(client.is_closed());
    }
    CHECK(Client(server.port()).ask("GET / HTTP/2.0\r\nHost: x\r\n\r\n").status == 505);
    CHECK(Client(server.port()).ask("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n").status == 501);
    CHECK(Client(server.port()).ask(get("/page")).status == 200);
}

TEST_CASE("random bytes never end the server, and never get a 2xx or a 5xx from it") {
    Running server;
    std::uint64_t state = 88172645463325252ULL;
    const auto next = [&] {
        state ^= state << 13U;
        state ^= state >> 7U;
        state ^= state << 17U;
        return state;
    };
    const std::string good = post("/echo", "0123456789", "X-Header: value\r\n");
    for (int round = 0; round < 300; ++round) {
        std::string bytes = good;
        for (std::uint64_t flips = 1 + next() % 4; flips > 0; --flips) bytes[next() % (bytes.size() - 10)] = static_cast<char>(next());
        Client client(server.port());
        client.send(bytes);
        client.end_sending();
        const Answer answer = client.read();
        CHECK(answer.status < 600);
        CHECK((answer.status < 500 || answer.status == 501 || answer.status == 505));
    }
    CHECK(Client(server.port()).ask(good).body == "0123456789");
}

TEST_CASE("no value of a header of ours can begin another") {
    Running server;
    const Answer answer = Client(server.port()).ask(get("/header?v=a%0d%0aSet-Cookie:%20x"));
    CHECK(answer.status == 200);
    CHECK(answer.has("X-Echo: a  Set-Cookie: x"));
}

TEST_CASE("a header that does not end in time is a 408; one that never began just ends") {
    Limits limits;
    limits.header_time = 60ms;
    limits.idle_time = 60ms;
    Running server(limits);
    Client slow(server.port());
    slow.send("GET /page HTTP/1.1\r\nHost:");
    CHECK(slow.read().status == 408);
    slow.end_sending();
    CHECK(slow.is_closed());
    Client silent(server.port());
    CHECK(silent.is_closed());
    CHECK(server.counters().timed_out >= 2);
}

TEST_CASE("a body that does not end in time is a 408, and dripping bytes buys no more time") {
    Limits limits;
    limits.body_time = 80ms;
    Running server(limits);
    Client slow(server.port());
    slow.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
    const auto begun = std::chrono::steady_clock::now();
    std::thread drip([&] {
        for (int i = 0; i < 40; ++i) {
            slow.send("x");
            std::promise<void>().get_future().wait_for(5ms);
        }
    });
    CHECK(slow.read().status == 408);
    CHECK(std::chrono::steady_clock::now() - begun < 5s);
    drip.join();
}

TEST_CASE("a client that does not read its answer is let go") {
    Limits limits;
    limits.write_time = 60ms;
    Running server(limits);
    Client client(server.port());
    for (int i = 0; i < 4; ++i) client.send(get("/big"));
    std::promise<void>().get_future().wait_for(50ms);
    for (int i = 0; i < 100 && server.counters().connections > 0; ++i) std::promise<void>().get_future().wait_for(50ms);
    CHECK(server.counters().connections == 0);
    CHECK(server.counters().timed_out == 1);
    CHECK(Client(server.port()).ask(get("/big")).body.size() == 5'000'000);
}

TEST_CASE("one address holds 32 connections and no more; the unix socket is counted apart") {
    Running server;
    std::vector<std::unique_ptr<Client>> held;
    for (int i = 0; i < 32; ++i) {
        held.push_back(std::make_unique<Client>(server.port()));
        CHECK(held.back()->ask(get("/page")).status == 200);
    }
    Client one_more(server.port());
    CHECK(one_more.read().status == 429);
    CHECK(one_more.is_closed());
    CHECK(server.counters().refused == 1);
    CHECK(Client(server.path()).ask(get("/page")).status == 200);
    CHECK(held.front()->ask(get("/page")).status == 200);
    held.clear();
    for (int i = 0; i < 100 && server.counters().connections > 1; ++i) std::promise<void>().get_future().wait_for(10ms);
    CHECK(Client(server.port()).ask(get("/page")).status == 200);
}

TEST_CASE("connections that only wait give way to one that asks, so that a slow attack from one address locks nobody out") {
    Limits limits;
    limits.evict_after = 0ms;
    Running server(limits);
    std::vector<std::unique_ptr<Client>> attackers;
    for (int i = 0; i < 100; ++i) {
        attackers.push_back(std::make_unique<Client>(server.port()));
        attackers.back()->send("GET /page HTTP/1.1\r\nX-a: ");
    }
    CHECK(Client(server.port()).ask(get("/page")).status == 200);
    CHECK(server.counters().connections <= 33);
    CHECK(server.counters().evicted >= 68);
}

TEST_CASE("a trusted proxy may hold more connections, and names the client; nobody else is believed") {
    Limits limits;
    limits.per_address = 2;
    Running server(limits, {*Network::parse("192.0.2.0/24"), *Network::parse("127.0.0.0/8")});
    std::vector<std::unique_ptr<Client>> held;
    for (int i = 0; i < 5; ++i) {
        held.push_back(std::make_unique<Client>(server.port()));
        CHECK(held.back()->ask(get("/page", "X-Request-Id: from-proxy-1\r\n")).has("X-Request-Id: from-proxy-1"));
    }
    Running strict(limits);
    CHECK_FALSE(Client(strict.port()).ask(get("/page", "X-Request-Id: from-anyone\r\n")).has("X-Request-Id: from-anyone"));
}

TEST_CASE("drain: idle connections close, the request under way is finished, and nobody new is let in") {
    Running server;
    Client idle(server.port());
    CHECK(idle.ask(get("/page")).status == 200);
    Client busy(server.port());
    busy.send(get("/waits"));
    server.routes.waiting.get_future().wait();
    server.drain(5s);
    CHECK(idle.is_closed());
    server.open_gate();
    const Answer answer = busy.read();
    CHECK(answer.status == 200);
    CHECK(answer.body == "waited");
    CHECK(answer.has("Connection: close"));
    CHECK(busy.is_closed());
    server.stop(0ms);
    CHECK_FALSE(std::filesystem::exists(server.path()));
}

TEST_CASE("drain: patience ends for a client that does not finish its request") {
    Running server;
    Client half(server.port());
    half.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf");
    Client other(server.port());
    CHECK(other.ask(get("/page")).status == 200);
    const auto begun = std::chrono::steady_clock::now();
    server.stop(50ms);
    CHECK(std::chrono::steady_clock::now() - begun < 5s);
    CHECK(half.is_closed());
}

TEST_CASE("out of descriptors, the server waits without spinning, serves who is in, and goes on when there are some again") {
    Running server;
    Client first(server.port());
    CHECK(first.ask(get("/page")).status == 200);
    // Nothing is checked while there are none, and the log has been written to before: UBSan needs a pipe to look at the type
    // of an object that it meets for the first time.
    log::warning("descriptors are about to run out");
    std::vector<int> hoard;
    const int last = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    rlimit tight = before;
    tight.rlim_cur = 200;
    setrlimit(RLIMIT_NOFILE, &tight);
    for (int fd = 0; (fd = ::dup(0)) >= 0;) hoard.push_back(fd);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int connected = ::connect(last, reinterpret_cast<const sockaddr*>(&address), sizeof address);  // by the kernel
    const std::string request = get("/page", "Connection: close\r\n");
    ::send(last, request.data(), request.size(), MSG_NOSIGNAL);
    const auto busy_before = std::clock();
    std::promise<void>().get_future().wait_for(350ms);
    const auto busy = std::clock() - busy_before;
    const int of_first = first.ask(get("/page")).status;
    for (const int fd : hoard) ::close(fd);
    setrlimit(RLIMIT_NOFILE, &before);
    char answer[16] = {};
    const auto received = ::recv(last, answer, 12, MSG_WAITALL);
    ::close(last);

    REQUIRE(hoard.size() > 100);
    CHECK(connected == 0);
    CHECK(busy < CLOCKS_PER_SEC / 5);
    CHECK(of_first == 200);
    CHECK(received == 12);
    CHECK(std::string(answer) == "HTTP/1.1 200");
}

TEST_CASE("a unix socket left by a dead daemon is replaced; a live one, or a file, is not touched") {
    Running server;
    struct stat found {};
    REQUIRE(::stat(server.path().c_str(), &found) == 0);
    CHECK((found.st_mode & 0777U) == 0660);
    const auto taken = http::listen_unix(server.path());
    REQUIRE(taken.has_error());
    CHECK(taken.error().code() == ErrorCode::invalid_config);
    CHECK(taken.error().mend() == "Another daemon listens there: stop it first.");
    CHECK(Client(server.path()).ask(get("/page")).status == 200);

    const std::string stale = server.path() + ".stale";
    {
        auto dead = http::listen_unix(stale);
        REQUIRE(dead.has_value());
        REQUIRE(::link(stale.c_str(), (stale + ".kept").c_str()) == 0);
    }
    std::filesystem::rename(stale + ".kept", stale);  // as kill -9 leaves it
    CHECK(http::listen_unix(stale).has_value());

    const std::string file = server.path() + ".file";
    std::ofstream(file) << "precious";
    CHECK(http::listen_unix(file).has_error());
    CHECK(std::filesystem::file_size(file) == 8);
    CHECK(http::listen_unix("/" + std::string(200, 'x')).has_error());
}

TEST_CASE("an address that cannot be listened on is a configuration error that names it") {
    Running server;
    const auto taken = http::listen_tcp("127.0.0.1", server.port());
    REQUIRE(taken.has_error());
    CHECK(taken.error().message() == "Cannot listen on 127.0.0.1:" + std::to_string(server.port()) + ": Address already in use.");
    CHECK(http::listen_tcp("localhost", 0).has_error());
    CHECK(http::listen_tcp("192.0.2.77", 0).has_error());
    CHECK(http::listen_tcp("::1", 0).has_value());
}
