#include "daemon/async/io.hpp"
#include "daemon/async/resolver.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace std::chrono_literals;

namespace {

Resolved resolve(const std::string& host) {
    Io io;
    Resolver resolver(io.executor());
    Resolved resolved;
    auto task = [&]() -> Task<> { resolved = co_await resolver.ask(host, 8443, std::chrono::steady_clock::now() + 20s); };
    io.run(task());
    return resolved;
}

}  // namespace

TEST_CASE("a name below .localhost is this machine, and nobody is asked (RFC 6761, 6.3)") {
    for (const char* name : {"hooks.localhost", "a.b.localhost"}) {
        const Resolved resolved = resolve(name);
        REQUIRE(resolved.endpoints.size() == 2);
        for (const auto& endpoint : resolved.endpoints) {
            CHECK(endpoint.address().is_loopback());
            CHECK(endpoint.port() == 8443);
        }
    }
}

TEST_CASE("an address is its own answer; a name that nobody has is a failure, with its reason") {
    const Resolved literal = resolve("2001:db8::1");
    REQUIRE(literal.endpoints.size() == 1);
    CHECK(literal.endpoints.front().address().to_string() == "2001:db8::1");
    const Resolved nobody = resolve("hookslocalhost.invalid");
    CHECK(nobody.endpoints.empty());
    CHECK_FALSE(nobody.failure.empty());
}
