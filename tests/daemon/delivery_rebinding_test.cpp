// What is judged is the address that is about to be connected to, whatever a name said before, whatever stands in the environment.
#include "core/delivery/signature.hpp"
#include "daemon/delivery/webhook.hpp"
#include "tests/daemon/delivery_rig.hpp"

#include <arpa/inet.h>
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <dlfcn.h>
#include <fmt/format.h>
#include <mutex>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace candor;
using namespace candor::delivery;
using namespace std::chrono_literals;

namespace {

constexpr const char* name_of_attacker = "rebind.candor.test";
constexpr const char* name_that_hangs = "hang.candor.test";  // its name server never answers

// Those who ask for it wait here until the test is over.
std::mutex hanging;

// How the attacker's own name server answers, one set of addresses for each question; the last is repeated.
std::vector<std::vector<const char*>> name_answers;
std::atomic<std::size_t> questions{0};

const std::vector<const char*>& next_answer() {
    const std::size_t asked = questions++;
    return name_answers.at(std::min(asked, name_answers.size() - 1));
}

}  // namespace

// Everything in this program resolves names through this one.
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** result) {
    using Resolve = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
    static const auto real = reinterpret_cast<Resolve>(dlsym(RTLD_NEXT, "getaddrinfo"));
    if (node != nullptr && std::string_view(node) == name_that_hangs) {
        const std::lock_guard until_the_test_is_over(hanging);
        return EAI_AGAIN;
    }
    if (node == nullptr || std::string_view(node) != name_of_attacker) return real(node, service, hints, result);
    addrinfo** end = result;
    *end = nullptr;
    for (const char* address : next_answer()) {
        if (const int code = real(address, service, hints, end); code != 0) return code;
        while (*end != nullptr) end = &(*end)->ai_next;
    }
    return 0;
}

namespace {

class RebindingReceiver final : public WebhookReceivers {
public:
    RebindingReceiver() { receiver_->secrets.push_back(SigningSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").value()); }
    [[nodiscard]] std::shared_ptr<const WebhookReceiver> find(const std::string&) const override { return receiver_; }

private:
    std::shared_ptr<WebhookReceiver> receiver_ = std::make_shared<WebhookReceiver>();
};

// A listener on 127.0.0.2: the machine inside the network that nobody outside may reach.
class Inside {
public:
    explicit Inside(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        inet_pton(AF_INET, "127.0.0.2", &address.sin_addr);
        const int on = 1;
        ::setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        listens_ = ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 && ::listen(fd_, 8) == 0;
    }
    ~Inside() { ::close(fd_); }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

    [[nodiscard]] bool listens() const { return listens_; }
    [[nodiscard]] bool was_reached() const {
        pollfd waiting{fd_, POLLIN, 0};
        return ::poll(&waiting, 1, 0) > 0;
    }

private:
    int fd_;
    bool listens_ = false;
};

// 127.0.0.1 stands for the internet, and all else is as it is.
struct Outside {
    Outside()
        : server([](rig::Peer& peer) {
              while (!peer.read_http_request().empty()) peer.send(rig::http(200));
          }),
          webhook(loop.webhooks(), HttpManners::create(settings(), policy()).value(), std::make_shared<RebindingReceiver>()) {}
    static std::shared_ptr<const AddressPolicy> policy() {
        return std::make_shared<const AddressPolicy>(std::vector{Network::parse("127.0.0.1/32").value()}, std::vector<std::uint16_t>{443});
    }
    static HttpSettings settings() {
        HttpSettings wanted;
        wanted.allow_plain_http = true;
        wanted.connect_timeout = wanted.timeout = 2s;
        return wanted;
    }
    Outcome send(const std::string& url) { return loop.run(webhook.attempt(rig::envelope(url))); }
    [[nodiscard]] std::string url() const { return fmt::format("http://{}:{}/hook", name_of_attacker, server.port()); }

    rig::Server server;
    rig::Loop loop;
    Webhook webhook;
};

void answer_with(std::vector<std::vector<const char*>> wanted) {
    name_answers = std::move(wanted);
    questions = 0;
}

struct Environment {
    Environment(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
    ~Environment() { ::unsetenv(name_); }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
    const char* name_;
};

}  // namespace

TEST_CASE("a name that was public and is private at the next look gets no packet to the private address") {
    Outside outside;
    const Inside inside(outside.server.port());
    REQUIRE(inside.listens());
    answer_with({{"127.0.0.1"}, {"127.0.0.2"}, {"10.0.0.1"}, {"169.254.169.254"}, {"::1"}, {"::ffff:127.0.0.2"}});
    const Outcome first = outside.send(outside.url());
    CHECK(first.verdict == Verdict::delivered);
    // Each time on a loop of its own: a connection that is kept would serve, to where it always went.
    for (int look = 0; look < 5; ++look) {
        rig::Loop loop;
        Webhook webhook(loop.webhooks(), HttpManners::create(Outside::settings(), Outside::policy()).value(), std::make_shared<RebindingReceiver>());
        const Outcome outcome = loop.run(webhook.attempt(rig::envelope(outside.url())));
        CAPTURE(look, outcome.detail);
        CHECK(outcome.verdict == Verdict::transient);
        CHECK(outcome.detail.find("range that may not be contacted") != std::string::npos);
    }
    CHECK(questions == 6);
    CHECK(outside.server.connections() == 1);
    CHECK_FALSE(inside.was_reached());
}

TEST_CASE("of several addresses that a name has only the public ones are contacted") {
    Outside outside;
    const Inside inside(outside.server.port());
    REQUIRE(inside.listens());
    answer_with({{"127.0.0.2", "127.0.0.1"}});
    CHECK(outside.send(outside.url()).verdict == Verdict::delivered);
    CHECK(outside.server.connections() == 1);
    CHECK_FALSE(inside.was_reached());
}

TEST_CASE("where one address of a name takes no connection the next one is tried") {
    Outside outside;
    Webhook webhook(outside.loop.webhooks(), HttpManners::create(Outside::settings(), rig::loopback_allowed()).value(), std::make_shared<RebindingReceiver>());
    answer_with({{"127.0.0.3", "127.0.0.1"}});
    CHECK(outside.loop.run(webhook.attempt(rig::envelope(outside.url()))).verdict == Verdict::delivered);
    CHECK(outside.server.connections() == 1);
}

TEST_CASE("a name server that hangs holds up nobody but those who ask for its names", "[S2.18]") {
    Outside outside;
    const std::string hanging_url = fmt::format("http://{}:{}/hook", name_that_hangs, outside.server.port());
    std::unique_lock hold(hanging);
    answer_with({{"127.0.0.1"}});
    std::vector<Task<Outcome>> attempts;
    for (int i = 0; i < 40; ++i) attempts.push_back(outside.webhook.attempt(rig::envelope(i == 39 ? outside.url() : hanging_url)));
    const auto outcomes = outside.loop.run_all(std::move(attempts));
    CHECK(outcomes.back().verdict == Verdict::delivered);
    for (std::size_t i = 0; i + 1 < outcomes.size(); ++i) {
        CHECK(outcomes[i].verdict == Verdict::transient);
        CHECK(outcomes[i].detail == "the name is not resolved in time");
    }
}

TEST_CASE("no proxy that the environment names is asked") {
    rig::Server proxy([](rig::Peer&) {});
    const std::string url = fmt::format("http://127.0.0.1:{}", proxy.port());
    const Environment all("ALL_PROXY", url);
    const Environment lower_all("all_proxy", url);
    const Environment plain("http_proxy", url);
    const Environment tls("https_proxy", url);
    const Environment tls_upper("HTTPS_PROXY", url);
    Outside outside;
    answer_with({{"127.0.0.2"}});
    CHECK(outside.send(outside.url()).verdict == Verdict::transient);
    CHECK(outside.send(fmt::format("http://10.0.0.1:{}/", outside.server.port())).verdict == Verdict::transient);
    CHECK(outside.send(fmt::format("http://127.0.0.1:{}/hook", outside.server.port())).verdict == Verdict::delivered);
    CHECK(proxy.connections() == 0);
    CHECK(outside.server.connections() == 1);
}

TEST_CASE("nothing but HTTP is spoken, and no credentials are taken from a URL") {
    Outside outside;
    const std::uint16_t port = outside.server.port();
    for (const std::string& url : {fmt::format("ftp://127.0.0.1:{}/", port), fmt::format("gopher://127.0.0.1:{}/_x", port),
                                   fmt::format("dict://127.0.0.1:{}/x", port), fmt::format("ldap://127.0.0.1:{}/", port),
                                   fmt::format("smtp://127.0.0.1:{}/", port), fmt::format("telnet://127.0.0.1:{}/", port),
                                   fmt::format("tftp://127.0.0.1:{}/x", port), fmt::format("scp://127.0.0.1:{}/x", port),
                                   std::string("file:///etc/passwd"), fmt::format("http://user@127.0.0.1:{}/", port),
                                   fmt::format("http://user:secret@127.0.0.1:{}/", port)}) {
        CAPTURE(url);
        CHECK(outside.send(url).verdict == Verdict::permanent);
    }
    CHECK(outside.server.connections() == 0);
}
