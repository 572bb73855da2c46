// Every range that is not public, in every notation that anything on the way might understand.
#include "core/web_url.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <vector>

using namespace candor;

namespace {

using V4 = std::array<unsigned, 4>;

const std::vector<std::uint16_t> ports{443, 8443};

bool refused(const std::string& url) {
    return !check_strangers_endpoint(url, {{}, ports});
}

// The first, a middle and the last address of each range of IPv4 that is not public.
const std::vector<V4> private_v4{
    {0, 0, 0, 0},       {0, 0, 0, 1},       {0, 255, 255, 255},   {10, 0, 0, 0},      {10, 0, 0, 1},       {10, 255, 255, 255},
    {100, 64, 0, 0},    {100, 100, 100, 200}, {100, 127, 255, 255}, {127, 0, 0, 1},     {127, 1, 2, 3},      {127, 255, 255, 255},
    {169, 254, 0, 0},   {169, 254, 169, 254}, {169, 254, 170, 2}, {172, 16, 0, 0},    {172, 20, 0, 1},     {172, 31, 255, 255},
    {192, 0, 0, 0},     {192, 0, 0, 192},   {192, 0, 2, 1},       {192, 88, 99, 1},   {192, 168, 0, 0},    {192, 168, 1, 1},
    {192, 168, 255, 255}, {198, 18, 0, 0},  {198, 19, 255, 255},  {198, 51, 100, 7},  {203, 0, 113, 99},   {224, 0, 0, 1},
    {239, 255, 255, 255}, {240, 0, 0, 0},   {255, 255, 255, 254}, {255, 255, 255, 255}};

std::uint32_t number_of(const V4& a) {
    return (a[0] << 24U) | (a[1] << 16U) | (a[2] << 8U) | a[3];
}

// In fullwidth digits, which IDNA maps to ASCII.
std::string fullwidth(const std::string& text) {
    std::string wide;
    for (const char c : text) {
        if (c == '.') wide += "\xE3\x80\x82";  // ideographic full stop
        else wide += std::string("\xEF\xBC") + static_cast<char>(0x90 + (c - '0'));
    }
    return wide;
}

std::string percent_encoded(const std::string& text) {
    std::string out;
    for (const char c : text) out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return out;
}

std::vector<std::string> notations(const V4& a) {
    const std::uint32_t number = number_of(a);
    const std::string dotted = fmt::format("{}.{}.{}.{}", a[0], a[1], a[2], a[3]);
    const std::string groups = fmt::format("{:x}:{:x}", number >> 16U, number & 0xffffU);
    return {dotted,
            dotted + ".",
            fmt::format("{:03}.{:03}.{:03}.{:03}", a[0], a[1], a[2], a[3]),
            fmt::format("{}", number),
            fmt::format("0x{:08x}", number),
            fmt::format("0X{:X}", number),
            fmt::format("0{:o}", number),
            fmt::format("{}.{}", a[0], number & 0xffffffU),
            fmt::format("{}.{}.{}", a[0], a[1], number & 0xffffU),
            fmt::format("0x{:x}.0x{:x}.0x{:x}.0x{:x}", a[0], a[1], a[2], a[3]),
            fmt::format("0{:o}.0{:o}.0{:o}.0{:o}", a[0], a[1], a[2], a[3]),
            fmt::format("{}.0x{:x}.0{:o}.{}", a[0], a[1], a[2], a[3]),
            fmt::format("0x{:x}.{}", a[0], number & 0xffffffU),
            fmt::format("{}.{}.{}.0x{:x}", a[0], a[1], a[2], a[3]),
            fullwidth(dotted),
            percent_encoded(dotted),
            fmt::format("[{}]", dotted),                   // brackets are for IPv6
            fmt::format("[::ffff:{}]", dotted),            // mapped
            fmt::format("[::ffff:{}]", groups),
            fmt::format("[0:0:0:0:0:ffff:{}]", groups),
            fmt::format("[::FFFF:{}]", dotted),
            fmt::format("[::{}]", dotted),                 // compatible
            fmt::format("[::{}]", groups),
            fmt::format("[::ffff:0:{}]", dotted),          // translated, RFC 2765
            fmt::format("[64:ff9b::{}]", dotted),          // NAT64
            fmt::format("[64:ff9b::{}]", groups),
            fmt::format("[64:ff9b:1::{}]", groups),        // local NAT64
            fmt::format("[2002:{}::1]", groups),           // 6to4
            fmt::format("[2001:0:{}::1]", groups),         // Teredo, the server
            fmt::format("[2001::{:x}:{:x}]", (~number >> 16U) & 0xffffU, ~number & 0xffffU),  // Teredo, the client
            fmt::format("[::ffff:{}%25lo]", dotted),       // with a zone
            fmt::format("[::ffff:{}%25eth0]", groups)};
}

}  // namespace

TEST_CASE("no notation of an address that is not public is taken as an endpoint") {
    std::size_t vectors = 0;
    for (const V4& address : private_v4) {
        for (const std::string& host : notations(address)) {
            for (const char* form : {"https://{}/", "https://{}:8443/hook", "HTTPS://{}/?a=b"}) {
                const std::string url = fmt::format(fmt::runtime(form), host);
                CAPTURE(url);
                CHECK(refused(url));
                ++vectors;
            }
        }
    }
    CHECK(vectors >= 3000);
}

TEST_CASE("no IPv6 address that is not public is taken as an endpoint") {
    for (const char* host : {"::",          "::1",       "0:0:0:0:0:0:0:1", "0000::0001",  "::0:1",       "100::",        "100::1",
                             "2001::1",     "2001:2::1", "2001:10::1",      "2001:20::1",  "2001:db8::1", "2002:a00:1::", "3fff::1",
                             "5f00::1",     "fc00::1",   "fd00::1",         "fdff::1",     "fe80::1",     "febf::1",      "fec0::1",
                             "ff00::1",     "ff02::1",   "ff0e::1",         "fe80::1%25eth0", "fe80::1%eth0", "::1%25lo", "::1%250",
                             "64:ff9b::1",  "64:ff9b:1::1", "2001:0db8:85a3::8a2e:0370:7334", "::ffff:0:7f00:1"}) {
        CAPTURE(host);
        CHECK(refused(fmt::format("https://[{}]/hook", host)));
        CHECK(refused(fmt::format("https://{}/hook", host)));  // without its brackets
    }
}

TEST_CASE("a name that only a network of its own knows is not taken from a stranger") {
    for (const char* host : {"localhost", "LOCALHOST", "localhost.", "ip6-localhost", "router", "intranet", "db.internal", "printer.local", "x.localhost",
                             "a.localdomain", "wiki.corp", "nas.lan", "nas.home.arpa", "1.0.0.127.in-addr.arpa", "metadata.google.internal", "x.onion"}) {
        CAPTURE(host);
        CHECK(refused(fmt::format("https://{}/hook", host)));
    }
}

TEST_CASE("an endpoint has no credentials, no other scheme, no other port and nothing hidden in it") {
    for (const char* url : {"http://hooks.example.org/", "ftp://hooks.example.org/", "file:///etc/passwd", "file://hooks.example.org/etc/passwd",
                            "gopher://hooks.example.org/1", "dict://hooks.example.org:443/", "ldap://hooks.example.org/", "javascript:alert(1)",
                            "data:text/plain,hello", "//hooks.example.org/", "hooks.example.org/hook", "https:hooks.example.org", "https:///hook", "",
                            "https://", "https://user@hooks.example.org/", "https://user:secret@hooks.example.org/", "https://hooks.example.org@127.0.0.1/",
                            "https://127.0.0.1#@hooks.example.org/", "https://hooks.example.org#@127.0.0.1/", "https://hooks.example.org:22/",
                            "https://hooks.example.org:25/", "https://hooks.example.org:80/", "https://hooks.example.org:6379/",
                            "https://hooks.example.org:0/", "https://hooks.example.org:65536/", "https://hooks.example.org:99999999999/",
                            "https://hooks.example.org:443:80/", "https://hooks.example.org:+443/", "https://hooks.example.org\\@127.0.0.1/",
                            "https://hooks.example.org\r\nHost: x/", "https://hooks.example.org/a b", "https://hooks.example.org/\r\nX: y",
                            "https://hooks.exam\tple.org/", "https://hooks..example.org/", "https://-hooks.example.org/", "https://hooks_.example.org/",
                            "https://hooks.example.org./", "https://ho%6fks.example.org/", "https://127.0.0.1%2ehooks.example.org/",
                            "https://127.0.0.1%00.hooks.example.org/", "https://b\xC3\xBC" "cher.example/", "https://[v1.fe80::1]/", "https://[::1/",
                            "https://::1]/", "https://127.0.0.1.:443/", "https://1/", "https://0x/", "https://hooks.example.org.1/"}) {
        CAPTURE(url);
        CHECK(refused(url));
    }
    CHECK(refused("https://hooks.example.org/" + std::string(2048, 'a')));
}

TEST_CASE("a host on the internet is taken, by name or by address") {
    for (const char* url : {"https://hooks.example.org/", "https://hooks.example.org", "https://HOOKS.example.ORG/a/b?c=d", "https://hooks.example.org:443/",
                            "https://hooks.example.org:8443/x", "https://xn--bcher-kva.example/hook", "https://8.8.8.8/", "https://172.32.0.1/",
                            "https://11.0.0.1:8443/", "https://[2600::1]/", "https://[2a00:1450:4001::1]:8443/hook", "https://[::ffff:8.8.8.8]/",
                            "https://local.nip.io/", "https://0x7f.example.org/"}) {
        CAPTURE(url);
        CHECK_FALSE(refused(url));  // what such a name resolves to is judged at connect
    }
}

TEST_CASE("who keeps receivers in a network of their own excepts it") {
    const std::vector<Network> exceptions{Network::parse("127.0.0.0/8").value(), Network::parse("10.0.0.0/8").value()};
    const auto allowed = [&](const char* url) { return check_strangers_endpoint(url, {exceptions, ports}).has_value(); };
    CHECK(allowed("https://10.1.2.3/hook"));
    CHECK(allowed("http://127.0.0.1:9999/hook"));
    CHECK(allowed("https://hooks.internal/"));
    CHECK_FALSE(allowed("http://10.1.2.3/hook"));
    CHECK_FALSE(allowed("https://10.1.2.3:22/hook"));
    CHECK_FALSE(allowed("https://192.168.0.1/hook"));
    CHECK_FALSE(allowed("http://[::1]:9999/hook"));
}
