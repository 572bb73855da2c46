// Once through real sockets: the server lets in whom the stored tokens name, and the answers are what clients see.
#include "api_rig.hpp"

#include "daemon/async/task_group.hpp"
#include "daemon/http/server.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>

using namespace candor;
using namespace candor::test;

namespace {

// Speaks HTTP over one connection, blocking, on a thread of its own.
class Client {
public:
    explicit Client(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("cannot connect");
    }
    ~Client() { ::close(fd_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    // The whole answer; the server closes after it.
    std::string ask(const std::string& method, const std::string& target, const std::string& token, const std::string& body = {}) {
        std::string request = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        if (!token.empty()) request += "Authorization: Bearer " + token + "\r\n";
        if (!body.empty()) request += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
        request += "\r\n" + body;
        if (::send(fd_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size())) return "not sent";
        std::string answer;
        char buffer[4096];
        for (ssize_t n = 0; (n = ::recv(fd_, buffer, sizeof buffer, 0)) > 0;) answer.append(buffer, static_cast<std::size_t>(n));
        return answer;
    }

private:
    int fd_;
};

std::string ask(std::uint16_t port, const std::string& method, const std::string& target, const std::string& token, const std::string& body = {}) {
    Client client(port);
    return client.ask(method, target, token, body);
}

std::string body_of(const std::string& answer) {
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

struct Seen {
    std::string nobody;
    std::string reader;
    std::string forbidden;
    std::string declared;
    std::string page;
    std::string wrong;
};

Seen visit(std::uint16_t port, const std::string& reader, const std::string& responder) {
    static const std::string incident = R"({"title":"Search <b>is</b> slow","components":["search"],"impact":"minor","symptom":"results take a minute"})";
    Seen seen;
    seen.nobody = ask(port, "GET", "/api/v1/status", "");
    seen.reader = ask(port, "GET", "/api/v1/status", reader);
    seen.forbidden = ask(port, "POST", "/api/v1/incidents", reader, incident);
    seen.declared = ask(port, "POST", "/api/v1/incidents", responder, incident);
    seen.page = ask(port, "GET", "/", "");
    seen.wrong = ask(port, "GET", "/api/v1/status", responder.substr(0, responder.size() - 1) + "!");
    return seen;
}

Task<> serve_until(http::Server& server, Wakeup& done) {
    co_await done.wait();
    co_await server.drain(std::chrono::seconds(1));
}

}  // namespace

TEST_CASE("clients with stored tokens are served over TCP as their scope allows, and the page is for everybody") {
    Office office;
    const std::string reader = *office.room.await(office.tokens->make("dashboard", http::Scope::read, {}, office.clock.time));
    const std::string responder = *office.room.await(office.tokens->make("pager", http::Scope::respond, {}, office.clock.time));
    SystemClock clock;
    http::Server server(office.room.io.executor(), clock, {}, office.router, office.tokens);
    const auto port = server.listen_tcp("127.0.0.1", 0);
    REQUIRE(port.has_value());

    Seen seen;
    Wakeup done(office.room.io.executor());
    WorkerThread visitor{"visitor"};  // a thread whose work comes back to the loop
    auto visiting = [&]() -> Task<> {
        auto job = [&] { seen = visit(*port, reader, responder); };
        co_await visitor.run(std::move(job));
        done.notify();
    };
    TaskGroup group(office.room.io.executor());
    group.spawn("server", server.run());
    group.spawn("visitor", visiting());
    office.room.await(serve_until(server, done));
    office.room.await(group.join());

    CHECK_THAT(seen.nobody, Catch::StartsWith("HTTP/1.1 401") && Catch::Contains("WWW-Authenticate: Bearer"));
    CHECK_THAT(seen.reader, Catch::StartsWith("HTTP/1.1 200") && Catch::Contains("Cache-Control: no-store"));
    CHECK_THAT(seen.forbidden, Catch::StartsWith("HTTP/1.1 403") && Catch::Contains("\"code\":\"forbidden\""));
    CHECK_THAT(seen.declared, Catch::StartsWith("HTTP/1.1 201"));
    const json::value declared = json::parse(body_of(seen.declared));
    CHECK(declared.at_pointer("/incident/declared_by") == "pager");
    CHECK_THAT(seen.page, Catch::StartsWith("HTTP/1.1 200") && Catch::Contains("Search &lt;b&gt;is&lt;/b&gt; slow"));
    CHECK_THAT(seen.page, Catch::Contains("Content-Security-Policy: default-src 'none'") && Catch::Contains("X-Content-Type-Options: nosniff"));
    CHECK_THAT(seen.wrong, Catch::StartsWith("HTTP/1.1 401"));
    for (const std::string* answer : {&seen.nobody, &seen.reader, &seen.forbidden, &seen.declared, &seen.page, &seen.wrong}) {
        CHECK(answer->find(reader.substr(4, 12)) == std::string::npos);
        CHECK(answer->find(responder.substr(4, 12)) == std::string::npos);
    }
}
