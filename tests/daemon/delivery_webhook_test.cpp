#include "core/delivery/signature.hpp"
#include "daemon/delivery/webhook.hpp"
#include "tests/daemon/delivery_rig.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>
#include <map>

using namespace candor;
using namespace candor::delivery;
using namespace std::chrono_literals;
using rig::http;
using rig::Peer;
using rig::Server;

namespace {

constexpr const char* secret_text = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

class OneReceiver final : public WebhookReceivers {
public:
    OneReceiver() { receiver_->secrets.push_back(SigningSecret::parse(secret_text).value()); }
    [[nodiscard]] std::shared_ptr<const WebhookReceiver> find(const std::string& recipient) const override {
        return recipient == "comms-lead" ? receiver_ : nullptr;
    }
    std::shared_ptr<WebhookReceiver> receiver_ = std::make_shared<WebhookReceiver>();
};

HttpSettings quick() {
    HttpSettings settings;
    settings.allow_plain_http = true;
    settings.connect_timeout = 400ms;
    settings.timeout = 400ms;
    return settings;
}

struct Sender {
    explicit Sender(HttpSettings settings = quick(),
                    std::shared_ptr<const AddressPolicy> policy = rig::loopback_allowed())
        : webhook(loop.webhooks(), HttpManners::create(std::move(settings), std::move(policy)).value(), receivers) {}

    Outcome send(std::string address) { return loop.run(webhook.attempt(rig::envelope(std::move(address)))); }

    rig::Loop loop;
    std::shared_ptr<OneReceiver> receivers = std::make_shared<OneReceiver>();
    Webhook webhook;
};

// What the endpoint does with the first request, and what that must come to.
struct Row {
    std::string name;
    Server::Serve serve;
    Verdict verdict;
    int status;
};

Server::Serve answers(std::string text) {
    return [text = std::move(text)](Peer& peer) {
        peer.read_http_request();
        peer.send(text);
    };
}

std::vector<Row> table() {
    const Server::Serve hang_after_accept = [](Peer& peer) { peer.wait_until_gone(); };
    const Server::Serve hang_after_request = [](Peer& peer) {
        peer.read_http_request();
        peer.wait_until_gone();
    };
    const Server::Serve reset_after_request = [](Peer& peer) {
        peer.read_http_request();
        peer.reset();
    };
    const Server::Serve endless_header = [](Peer& peer) {
        peer.read_http_request();
        peer.send("HTTP/1.1 503 No\r\n");
        for (int i = 0; i < 100; ++i) peer.send("X-Filler: " + std::string(1000, 'x') + "\r\n");
    };
    const Server::Serve interim_only = [](Peer& peer) {
        peer.read_http_request();
        peer.send("HTTP/1.1 102 Processing\r\n\r\n");
    };
    const Server::Serve huge_body = [](Peer& peer) {
        peer.read_http_request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
        for (int i = 0; i < 200; ++i) peer.send(std::string(1000, 'x'));
        peer.wait_until_gone();
    };
    return {
        {"200", answers(http(200)), Verdict::delivered, 200},
        {"204", answers("HTTP/1.1 204 No Content\r\n\r\n"), Verdict::delivered, 204},
        {"299", answers(http(299)), Verdict::delivered, 299},
        {"200, then the body is cut", answers("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"), Verdict::delivered,
         200},
        {"200, then 100 MB", huge_body, Verdict::delivered, 200},
        {"301", answers(http(301, "Location: http://127.0.0.1:1/\r\n")), Verdict::transient, 301},
        {"302", answers(http(302, "Location: http://127.0.0.1:1/\r\n")), Verdict::transient, 302},
        {"308", answers(http(308, "Location: http://127.0.0.1:1/\r\n")), Verdict::transient, 308},
        {"400", answers(http(400)), Verdict::permanent, 400},
        {"401", answers(http(401)), Verdict::permanent, 401},
        {"403", answers(http(403)), Verdict::permanent, 403},
        {"404", answers(http(404)), Verdict::transient, 404},
        {"408", answers(http(408)), Verdict::transient, 408},
        {"410", answers(http(410)), Verdict::gone, 410},
        {"413", answers(http(413)), Verdict::permanent, 413},
        {"422", answers(http(422)), Verdict::permanent, 422},
        {"425", answers(http(425)), Verdict::transient, 425},
        {"429", answers(http(429)), Verdict::transient, 429},
        {"500", answers(http(500)), Verdict::transient, 500},
        {"502", answers(http(502)), Verdict::transient, 502},
        {"503", answers(http(503)), Verdict::transient, 503},
        {"504", answers(http(504)), Verdict::transient, 504},
        {"503 with endless headers", endless_header, Verdict::transient, 503},
        {"close at accept", [](Peer&) {}, Verdict::ambiguous, 0},
        {"close after the request", answers(""), Verdict::ambiguous, 0},
        {"RST after the request", reset_after_request, Verdict::ambiguous, 0},
        {"hang after accept", hang_after_accept, Verdict::ambiguous, 0},
        {"hang after the request", hang_after_request, Verdict::ambiguous, 0},
        {"garbage", answers("no such protocol\r\n\r\n"), Verdict::ambiguous, 0},
        {"an interim answer and no other", interim_only, Verdict::ambiguous, 0},
    };
}

std::string header_of(const std::string& request, const std::string& name) {
    const std::size_t start = request.find("\r\n" + name + ": ");
    if (start == std::string::npos) return "";
    const std::size_t value = start + name.size() + 4;
    return request.substr(value, request.find("\r\n", value) - value);
}

}  // namespace

TEST_CASE("each thing an endpoint can do to a webhook has its class") {
    Sender sender;
    for (const Row& row : table()) {
        CAPTURE(row.name);
        Server server(row.serve);
        const Outcome outcome = sender.send(server.url());
        CAPTURE(outcome.detail);
        CHECK(to_string(outcome.verdict) == to_string(row.verdict));
        CHECK(outcome.status == row.status);
        CHECK(outcome.detail.empty() == (row.verdict == Verdict::delivered));
    }
}

TEST_CASE("an endpoint that takes no connection has certainly seen nothing") {
    Sender sender;
    std::string address;
    {
        Server server([](Peer&) {});
        address = server.url();
    }
    CHECK(sender.send(address).verdict == Verdict::transient);
    CHECK(sender.send("http://no-such-name.invalid/hook").verdict == Verdict::transient);
}

TEST_CASE("an endpoint that never accepts is ambiguous, as its kernel has the request") {
    Sender sender;
    Server server([](Peer&) {}, nullptr, false);
    CHECK(sender.send(server.url()).verdict == Verdict::ambiguous);
}

TEST_CASE("an endless body ends two seconds after the status line, and counts as delivered") {
    HttpSettings settings = quick();
    settings.timeout = 15s;
    Sender sender(settings);
    Server server([](Peer& peer) {
        peer.read_http_request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        for (int i = 0; i < 200 && !peer.gone_within(25ms); ++i) peer.send("x");
    });
    const auto begin = std::chrono::steady_clock::now();
    CHECK(sender.send(server.url()).verdict == Verdict::delivered);
    const auto took = std::chrono::steady_clock::now() - begin;
    CHECK(took >= 1900ms);
    CHECK(took < 3s);
}

TEST_CASE("a redirect is not followed") {
    Sender sender;
    Server target(answers(http(200)));
    Server server(answers(http(302, "Location: " + target.url() + "\r\n")));
    CHECK(sender.send(server.url()).verdict == Verdict::transient);
    CHECK(target.connections() == 0);
}

TEST_CASE("Retry-After is honoured as seconds and as a date, and clamped") {
    Sender sender;
    const std::map<std::string, std::optional<Duration>> values{
        {"120", 120s},
        {"0", 0s},
        {"-5", 0s},
        {"999999999999", 24h},
        {"90000", 24h},
        {"Sun, 06 Nov 1994 08:49:37 GMT", 0s},
        {"soon", std::nullopt},
        {"Wed, 18 Nov 2026 11:08:20 GMT", 100s}};  // the attempt is made at 11:06:40
    for (const auto& [value, wait] : values) {
        CAPTURE(value);
        Server server(answers(http(429, "Retry-After: " + value + "\r\n")));
        CHECK(sender.send(server.url()).retry_after == wait);
    }
    Server unasked(answers(http(503)));
    CHECK(sender.send(unasked.url()).retry_after == std::nullopt);
}

TEST_CASE("the request is what Standard Webhooks asks for") {
    Sender sender;
    sender.receivers->receiver_->secrets.push_back(
        SigningSecret::parse(
            "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==")
            .value());
    Server* noting = nullptr;
    Server server([&](Peer& peer) {
        noting->note(peer.read_http_request());
        peer.send(http(200));
    });
    noting = &server;
    const auto envelope = rig::envelope(server.url("/hook?token=abc"));
    REQUIRE(sender.loop.run(sender.webhook.attempt(envelope)).verdict == Verdict::delivered);
    REQUIRE(server.notes().size() == 1);
    const std::string request = server.notes().front();
    CHECK(request.starts_with("POST /hook?token=abc HTTP/1.1\r\n"));
    CHECK(request.ends_with("\r\n\r\n" + envelope->message->json));
    CHECK(header_of(request, "webhook-id") == envelope->id.str());
    CHECK(header_of(request, "webhook-timestamp") == "1795000000");
    CHECK(header_of(request, "Content-Type") == "application/json");
    CHECK(header_of(request, "User-Agent") == "Candor/" CANDOR_VERSION);
    CHECK(request.find("Expect:") == std::string::npos);
    std::string scratch;
    std::string signature;
    sign_webhook(sender.receivers->receiver_->secrets, envelope->id.str(), 1'795'000'000, envelope->message->json,
                 scratch, signature);
    CHECK(header_of(request, "webhook-signature") == signature);
}

TEST_CASE("a request that is sent again on a new connection carries the same id", "[S0.23]") {
    Sender sender;
    Server* noting = nullptr;
    Server server([&](Peer& peer) {  // answers once on each connection, then dies with the second request in hand
        for (int i = 0; i < 2; ++i) {
            const std::string request = peer.read_http_request();
            if (request.empty()) return;
            noting->note(header_of(request, "webhook-id"));
            if (i == 0) peer.send(http(200));
        }
    });
    noting = &server;
    for (int i = 0; i < 3; ++i) CHECK(sender.send(server.url()).verdict == Verdict::delivered);
    const auto ids = server.notes();
    CHECK(ids.size() > 3);  // the trap is real: more requests than deliveries
    for (const std::string& id : ids) CHECK(id == rig::envelope("")->id.str());
}

TEST_CASE("a second message to a host finds the connection open; a first one leaves none behind") {
    Sender sender;
    Server server([](Peer& peer) {
        while (!peer.read_http_request().empty()) peer.send(http(200));
    });
    for (int i = 0; i < 10; ++i) REQUIRE(sender.send(server.url()).verdict == Verdict::delivered);
    CHECK(server.connections() == 2);
}

TEST_CASE("many at once all come to their end, and one that hangs holds nobody up") {
    HttpSettings settings = quick();
    settings.connect_timeout = settings.timeout = 3s;
    Sender sender(settings);
    Server good([](Peer& peer) {
        while (!peer.read_http_request().empty()) peer.send(http(200));
    });
    Server dead([](Peer& peer) { peer.wait_until_gone(); });
    std::vector<Task<Outcome>> tasks;
    for (int i = 0; i < 200; ++i)
        tasks.push_back(sender.webhook.attempt(rig::envelope(i % 10 == 0 ? dead.url() : good.url())));
    const auto outcomes = sender.loop.run_all(std::move(tasks));
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        CAPTURE(i, outcomes[i].detail);
        CHECK(outcomes[i].verdict == (i % 10 == 0 ? Verdict::ambiguous : Verdict::delivered));
    }
    CHECK(sender.loop.webhooks().in_flight() == 0);
}

TEST_CASE("aborting ends what runs, by what was seen until then") {
    HttpSettings settings = quick();
    settings.timeout = 15s;
    Sender sender(settings);
    Server hanging([&](Peer& peer) {
        peer.read_http_request();
        peer.wait_until_gone();
    });
    const auto begin = std::chrono::steady_clock::now();
    std::vector<Task<Outcome>> tasks;
    tasks.push_back(sender.webhook.attempt(rig::envelope(hanging.url())));
    tasks.push_back([](HttpClient& client, Server& server) -> Task<Outcome> {
        asio::steady_timer timer(co_await asio::this_coro::executor);
        while (server.connections() == 0) {
            timer.expires_after(20ms);
            co_await timer.async_wait(asio::use_awaitable);
        }
        timer.expires_after(100ms);
        co_await timer.async_wait(asio::use_awaitable);
        client.abort();
        co_return Outcome{};
    }(sender.loop.webhooks(), hanging));
    const auto outcomes = sender.loop.run_all(std::move(tasks));
    CHECK(outcomes[0].verdict == Verdict::ambiguous);
    CHECK(std::chrono::steady_clock::now() - begin < 3s);
}

TEST_CASE("the engine may go while a request is under way: whoever waited is let go") {
    HttpSettings settings = quick();
    settings.timeout = 15s;
    Sender sender(settings);
    Server hanging([](Peer& peer) { peer.wait_until_gone(); });
    sender.loop.destroy_during(sender.webhook.attempt(rig::envelope(hanging.url())));
    CHECK(hanging.connections() == 1);
}

TEST_CASE("an address that cannot be written to is refused for good") {
    HttpSettings settings = quick();
    settings.allow_plain_http = false;
    Sender sender(settings);
    Server server(answers(http(200)));
    CHECK(sender.send(server.url()).verdict == Verdict::permanent);  // not https
    CHECK(sender.send("file:///etc/passwd").verdict == Verdict::permanent);
    CHECK(sender.send("gopher://127.0.0.1/").verdict == Verdict::permanent);
    CHECK(sender.send("https://someone:word@127.0.0.1:" + std::to_string(server.port()) + "/").verdict ==
          Verdict::permanent);
    CHECK(server.connections() == 0);
}

TEST_CASE("a recipient without a secret is not written to") {
    Sender sender;
    Server server(answers(http(200)));
    const auto envelope = rig::envelope(server.url());
    envelope->recipient = "nobody";
    CHECK(sender.loop.run(sender.webhook.attempt(envelope)).verdict == Verdict::permanent);
    CHECK(server.connections() == 0);
}

TEST_CASE("a TLS server that cannot prove its name gets nothing, and the reason is named") {
    const rig::TlsIdentity good("127.0.0.1", -60, 3600);
    const rig::TlsIdentity expired("127.0.0.1", -7200, -3600);
    const rig::TlsIdentity other_name("elsewhere.example.org", -60, 3600);
    const Server::Serve serve = [](Peer& peer) {
        if (!peer.start_tls()) return;
        peer.read_http_request();
        peer.send(http(200));
    };
    const auto outcome_with = [&](const rig::TlsIdentity& identity, const std::string& trusted) {
        HttpSettings settings = quick();
        settings.timeout = settings.connect_timeout = 5s;
        settings.ca_file = trusted;
        Sender sender(settings);
        Server server(serve, &identity);
        return sender.send(server.url("/hook", "https"));
    };
    CHECK(outcome_with(good, good.certificate_file()).verdict == Verdict::delivered);
    const Outcome unknown = outcome_with(good, "");
    CHECK(unknown.verdict == Verdict::transient);
    CHECK(unknown.detail.find("self-signed") != std::string::npos);
    const Outcome late = outcome_with(expired, expired.certificate_file());
    CHECK(late.verdict == Verdict::transient);
    CHECK(late.detail.find("expired") != std::string::npos);
    const Outcome wrong = outcome_with(other_name, other_name.certificate_file());
    CHECK(wrong.verdict == Verdict::transient);
    CHECK(wrong.detail.find("mismatch") != std::string::npos);
}

TEST_CASE("a second connection to a host resumes its session of TLS") {
    const rig::TlsIdentity identity("127.0.0.1", -60, 3600);
    HttpSettings settings = quick();
    settings.timeout = settings.connect_timeout = 5s;
    settings.ca_file = identity.certificate_file();
    Sender sender(settings);
    Server* noting = nullptr;
    Server server(
        [&](Peer& peer) {
            if (!peer.start_tls()) return;
            peer.read_http_request();
            noting->note(peer.resumed() ? "resumed" : "whole");
            peer.send(http(200));
        },
        &identity);
    noting = &server;
    for (int i = 0; i < 3; ++i) CHECK(sender.send(server.url("/hook", "https")).verdict == Verdict::delivered);
    CHECK(server.notes() == std::vector<std::string>{"whole", "resumed", "resumed"});
}

TEST_CASE("a stalled TLS handshake ends with the connect timeout, with nothing sent") {
    Sender sender;
    Server server([](Peer& peer) { peer.wait_until_gone(); });
    CHECK(sender.send(server.url("/hook", "https")).verdict == Verdict::transient);
}

TEST_CASE("hosts are grouped by name and port") {
    Sender sender;
    CHECK(sender.webhook.host_of("https://Hooks.Example.org/a?b#c") == "hooks.example.org:443");
    CHECK(sender.webhook.host_of("https://hooks.example.org:8443/") == "hooks.example.org:8443");
    CHECK(sender.webhook.host_of("http://hooks.example.org") == "hooks.example.org:80");
    CHECK(sender.webhook.host_of("https://[2001:db8::1]/x") == "[2001:db8::1]:443");
    CHECK(sender.webhook.host_of("https://[2001:db8::1]:8443/x") == "[2001:db8::1]:8443");
}
