#include "core/delivery/signature.hpp"
#include "daemon/delivery/webhook.hpp"
#include "tests/daemon/delivery_rig.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <netinet/in.h>

using namespace candor;
using namespace candor::delivery;
using namespace std::chrono_literals;

namespace {

class VettedReceiver final : public WebhookReceivers {
public:
    VettedReceiver() {
        receiver_->secrets.push_back(SigningSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").value());
    }
    [[nodiscard]] std::shared_ptr<const WebhookReceiver> find(const std::string&) const override { return receiver_; }

private:
    std::shared_ptr<WebhookReceiver> receiver_ = std::make_shared<WebhookReceiver>();
};

std::shared_ptr<const AddressPolicy> strict() {
    return std::make_shared<const AddressPolicy>(std::vector<Network>{}, std::vector<std::uint16_t>{443, 8443});
}

// Every host below is a way to write an address that must not be contacted.
const std::vector<std::string> loopback_notations{"127.0.0.1",
                                                  "127.0.0.2",
                                                  "127.1.2.3",
                                                  "127.255.255.254",
                                                  "127.1",
                                                  "127.0.1",
                                                  "127.0.0.1.",
                                                  "2130706433",
                                                  "2130706434",
                                                  "0x7f000001",
                                                  "0x7F000001",
                                                  "0x7f.1",
                                                  "0x7f.0.1",
                                                  "0x7f.0.0.1",
                                                  "0x7f.0x0.0x0.0x1",
                                                  "0X7F.0X0.0X0.0X1",
                                                  "017700000001",
                                                  "0177.1",
                                                  "0177.0.1",
                                                  "0177.0.0.1",
                                                  "0177.0.0.01",
                                                  "0177.00.00.01",
                                                  "00177.0.0.1",
                                                  "127.0.0.0x1",
                                                  "127.0x0.0.1",
                                                  "127.0.0.001",
                                                  "127.000.000.001",
                                                  "0127.0.0.1",
                                                  "localhost",
                                                  "localhost.",
                                                  "LOCALHOST",
                                                  "ip6-localhost",
                                                  "[::1]",
                                                  "[0:0:0:0:0:0:0:1]",
                                                  "[0000::0001]",
                                                  "[::0:1]",
                                                  "[::ffff:127.0.0.1]",
                                                  "[::ffff:7f00:1]",
                                                  "[::FFFF:7F00:0001]",
                                                  "[0:0:0:0:0:ffff:127.0.0.1]",
                                                  "[0:0:0:0:0:ffff:7f00:1]",
                                                  "[::127.0.0.1]",
                                                  "[::7f00:1]",
                                                  "[::ffff:0:127.0.0.1]",
                                                  "[64:ff9b::127.0.0.1]",
                                                  "[64:ff9b::7f00:1]",
                                                  "[2002:7f00:1::]",
                                                  "[2002:7f00:0001::1]",
                                                  "[2001::7f00:1]",
                                                  "\xE2\x91\xA0\xE2\x91\xA1\xE2\x91\xA6.0.0.1",
                                                  "\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x97.0.0.1",
                                                  "127\xE3\x80\x82"
                                                  "0\xE3\x80\x82"
                                                  "0\xE3\x80\x82"
                                                  "1",
                                                  "127%2E0%2E0%2E1",
                                                  "%31%32%37.0.0.1"};

const std::vector<std::string> other_addresses{"0",
                                               "0.0.0.0",
                                               "0.0.0.1",
                                               "0.255.255.255",
                                               "0x0",
                                               "00",
                                               "10.0.0.0",
                                               "10.0.0.1",
                                               "10.255.255.255",
                                               "10.1",
                                               "167772161",
                                               "0x0a000001",
                                               "012.0.0.1",
                                               "0xa.1",
                                               "100.64.0.0",
                                               "100.64.0.1",
                                               "100.127.255.255",
                                               "100.100.100.200",
                                               "169.254.0.1",
                                               "169.254.169.254",
                                               "169.254.255.255",
                                               "2852039166",
                                               "0xa9fea9fe",
                                               "0251.0376.0251.0376",
                                               "0xa9.0xfe.0xa9.0xfe",
                                               "169.16689662",
                                               "172.16.0.0",
                                               "172.16.0.1",
                                               "172.20.1.1",
                                               "172.31.255.255",
                                               "2886729729",
                                               "0xac100001",
                                               "192.0.0.1",
                                               "192.0.0.170",
                                               "192.0.0.255",
                                               "192.0.2.1",
                                               "192.0.2.255",
                                               "192.88.99.1",
                                               "192.88.99.255",
                                               "192.168.0.0",
                                               "192.168.0.1",
                                               "192.168.1.1",
                                               "192.168.255.255",
                                               "192.168.257",
                                               "3232235521",
                                               "0xc0a80001",
                                               "0300.0250.0.1",
                                               "0xc0.0xa8.0.1",
                                               "198.18.0.1",
                                               "198.19.255.255",
                                               "198.51.100.1",
                                               "198.51.100.255",
                                               "203.0.113.1",
                                               "203.0.113.255",
                                               "224.0.0.1",
                                               "239.255.255.255",
                                               "233.252.0.1",
                                               "240.0.0.1",
                                               "250.1.2.3",
                                               "255.255.255.254",
                                               "255.255.255.255",
                                               "4294967295",
                                               "0xffffffff",
                                               "037777777777",
                                               "[::]",
                                               "[0:0:0:0:0:0:0:0]",
                                               "[::2]",
                                               "[::10.0.0.1]",
                                               "[::a00:1]",
                                               "[::ffff:0.0.0.0]",
                                               "[::ffff:10.0.0.1]",
                                               "[::ffff:a00:1]",
                                               "[::ffff:100.64.0.1]",
                                               "[::ffff:169.254.169.254]",
                                               "[::ffff:a9fe:a9fe]",
                                               "[::ffff:172.16.0.1]",
                                               "[::ffff:192.168.0.1]",
                                               "[::ffff:c0a8:1]",
                                               "[::ffff:198.18.0.1]",
                                               "[::ffff:224.0.0.1]",
                                               "[::ffff:255.255.255.255]",
                                               "[64:ff9b::10.0.0.1]",
                                               "[64:ff9b::a9fe:a9fe]",
                                               "[64:ff9b::8.8.8.8]",
                                               "[64:ff9b:1::1]",
                                               "[64:ff9b:1:ffff::]",
                                               "[100::]",
                                               "[100::1]",
                                               "[100::ffff:ffff:ffff:ffff]",
                                               "[2001::1]",
                                               "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
                                               "[2001:2::1]",
                                               "[2001:10::1]",
                                               "[2001:20::1]",
                                               "[2001:db8::]",
                                               "[2001:db8::1]",
                                               "[2001:db8:ffff:ffff::1]",
                                               "[2001:0db8:85a3:0000:0000:8a2e:0370:7334]",
                                               "[2002::]",
                                               "[2002:a00:1::]",
                                               "[2002:a9fe:a9fe::]",
                                               "[2002:c0a8:1::1]",
                                               "[2002:ffff:ffff::]",
                                               "[3fff::1]",
                                               "[3fff:fff:ffff::1]",
                                               "[5f00::1]",
                                               "[5f00:ffff::1]",
                                               "[fc00::]",
                                               "[fc00::1]",
                                               "[fd00::1]",
                                               "[fd12:3456:789a:1::1]",
                                               "[fdff:ffff::1]",
                                               "[fe80::]",
                                               "[fe80::1]",
                                               "[fe80::a9fe:a9fe]",
                                               "[febf::1]",
                                               "[fec0::1]",
                                               "[feff::1]",
                                               "[ff00::]",
                                               "[ff01::1]",
                                               "[ff02::1]",
                                               "[ff05::2]",
                                               "[ff0e::1]",
                                               "[ffff::1]"};

struct Probe {
    Probe() : webhook(loop.webhooks(), HttpManners::create(settings(), strict()).value(), std::make_shared<VettedReceiver>()) {}
    static HttpSettings settings() {
        HttpSettings wanted;
        wanted.allow_plain_http = true;
        wanted.connect_timeout = wanted.timeout = 2s;
        return wanted;
    }
    Outcome send(const std::string& host, std::uint16_t port) {
        return loop.run(webhook.attempt(rig::envelope(fmt::format("http://{}:{}/", host, port))));
    }
    rig::Loop loop;
    Webhook webhook;
};

// What only some resolvers take for an address (octal, hexadecimal, fewer parts) is no host to us, for good.
bool refused_as_no_host(const Outcome& outcome) {
    return outcome.verdict == Verdict::permanent && outcome.detail.find("no host that can be understood") != std::string::npos;
}

bool refused_as_range(const Outcome& outcome) {
    return outcome.verdict == Verdict::transient &&
           outcome.detail.find("range that may not be contacted") != std::string::npos;
}

}  // namespace

TEST_CASE("a daemon that may contact only some contacts nobody else, whatever else is allowed", "[S2.18]") {
    const auto at = [](const char* host, std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        inet_pton(AF_INET, host, &address.sin_addr);
        return address;
    };
    const auto refused = [&](const AddressPolicy& policy, const sockaddr_in& address) {
        return policy.refusal(reinterpret_cast<const sockaddr&>(address)).has_value();
    };
    AddressPolicy relay = AddressPolicy::anywhere();
    CHECK_FALSE(refused(relay, at("93.184.216.34", 587)));
    relay.only(parse_address("127.0.0.1").value(), 2525);
    CHECK(refused(relay, at("93.184.216.34", 587)));
    CHECK(refused(relay, at("127.0.0.1", 2526)));
    CHECK(refused(relay, at("127.0.0.2", 2525)));
    CHECK_FALSE(refused(relay, at("127.0.0.1", 2525)));
    AddressPolicy hooks({Network::parse("127.0.0.0/8").value()}, {443});
    hooks.only(parse_address("127.0.0.1").value(), 4001);
    CHECK(refused(hooks, at("93.184.216.34", 443)));
    CHECK(refused(hooks, at("127.0.0.1", 443)));
    CHECK_FALSE(refused(hooks, at("127.0.0.1", 4001)));
}

TEST_CASE("no notation of a private address gets through to it") {
    REQUIRE(loopback_notations.size() + other_addresses.size() >= 150);
    Probe probe;
    int judged = 0;
    rig::Server trap([](rig::Peer&) {});  // on loopback: what gets through, gets here
    for (const std::string& host : loopback_notations) {
        CAPTURE(host);
        const Outcome outcome = probe.send(host, trap.port());
        CAPTURE(outcome.detail);
        CHECK(outcome.verdict != Verdict::delivered);
        CHECK(outcome.verdict != Verdict::ambiguous);
        judged += refused_as_range(outcome) || refused_as_no_host(outcome) ? 1 : 0;
    }
    CHECK(trap.connections() == 0);
    for (const std::string& host : other_addresses) {
        CAPTURE(host);
        const Outcome outcome = probe.send(host, 443);
        CAPTURE(outcome.detail);
        CHECK((refused_as_range(outcome) || refused_as_no_host(outcome)));
    }
    // The rest are names that do not resolve, or no URLs at all: they never came to an address.
    CHECK(judged >= 40);
}

TEST_CASE("public addresses may be contacted, on the allowed ports") {
    const auto refusal = [](const std::string& host, std::uint16_t port) {
        const AddressBytes bytes = parse_address(host).value();
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(port);
        std::copy(bytes.begin(), bytes.end(), static_cast<std::uint8_t*>(address.sin6_addr.s6_addr));
        return strict()->refusal(reinterpret_cast<const sockaddr&>(address));
    };
    for (const char* host : {"1.1.1.1",
                             "8.8.8.8",
                             "9.255.255.255",
                             "11.0.0.0",
                             "100.63.255.255",
                             "100.128.0.0",
                             "126.255.255.255",
                             "128.0.0.0",
                             "169.253.255.255",
                             "169.255.0.0",
                             "172.15.255.255",
                             "172.32.0.0",
                             "192.0.1.0",
                             "192.0.3.0",
                             "192.88.98.255",
                             "192.88.100.0",
                             "192.167.255.255",
                             "192.169.0.0",
                             "198.17.255.255",
                             "198.20.0.0",
                             "198.51.99.255",
                             "198.51.101.0",
                             "203.0.112.255",
                             "203.0.114.0",
                             "223.255.255.255",
                             "::ffff:8.8.8.8",
                             "2600::1",
                             "2a00:1450:4001::1",
                             "2001:4860:4860::8888",
                             "2003::1",
                             "64:ff9c::1",
                             "64:ff9b:2::1"}) {
        CAPTURE(host);
        CHECK_FALSE(refusal(host, 443).has_value());
        CHECK_FALSE(refusal(host, 8443).has_value());
        for (const int port : {22, 25, 80, 6379, 9200})
            CHECK(refusal(host, static_cast<std::uint16_t>(port)).has_value());
    }
}

TEST_CASE("an exception lets a private network through, but never ourselves") {
    AddressPolicy policy({Network::parse("127.0.0.0/8").value()}, {443});
    policy.refuse(parse_address("127.0.0.1").value(), 8080);
    const auto refusal = [&](std::uint32_t host, std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(host);
        address.sin_port = htons(port);
        return policy.refusal(reinterpret_cast<const sockaddr&>(address));
    };
    CHECK_FALSE(refusal(0x7F000001, 443).has_value());
    CHECK_FALSE(refusal(0x7F000001, 9999).has_value());  // loopback may name any port
    CHECK(refusal(0x7F000001, 8080).has_value());
    CHECK(refusal(0x0A000001, 443).has_value());
}

TEST_CASE("what is no internet address is refused") {
    sockaddr address{};
    address.sa_family = AF_UNIX;
    CHECK(strict()->refusal(address).has_value());
}
