#include "daemon/http/auth.hpp"
#include "daemon/http/token.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace candor;
using namespace candor::http;
using namespace std::chrono_literals;

namespace {

const Time now = *parse_rfc3339("2026-11-22T14:00:00Z");

std::array<std::uint8_t, 32> bytes(std::uint8_t seed) {
    std::array<std::uint8_t, 32> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(seed + 7 * i);
    return all;
}

Request from_tcp(const std::string& authorization) {
    Request request;
    request.peer.address = "192.0.2.1";
    if (!authorization.empty()) request.headers.push_back({"authorization", authorization});
    return request;
}

}  // namespace

TEST_CASE("a token has the form that secret scanners look for, and every bit of it counts") {
    std::set<std::string> tokens;
    for (int seed = 0; seed < 256; ++seed) tokens.insert(make_token(bytes(static_cast<std::uint8_t>(seed))));
    CHECK(tokens.size() == 256);
    for (const auto& token : tokens) {
        CHECK(token.size() == 4 + 43 + 6);
        CHECK(token.rfind("cdr_", 0) == 0);
        CHECK(is_well_formed_token(token));
    }
    std::array<std::uint8_t, 32> all_ones{};
    all_ones.fill(0xFF);
    std::array<std::uint8_t, 32> last_bit{};
    last_bit.back() = 1;
    CHECK(make_token(all_ones).substr(0, 47) != make_token(bytes(0)).substr(0, 47));
    CHECK(make_token(last_bit).substr(4, 43) == std::string(42, '0') + "1");
}

TEST_CASE("a token with one wrong character is told from a right one without asking anybody") {
    const std::string token = make_token(bytes(3));
    int accepted = 0;
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string wrong = token;
        wrong[i] = wrong[i] == 'a' ? 'b' : 'a';
        accepted += is_well_formed_token(wrong) ? 1 : 0;
    }
    CHECK(accepted == 0);
    CHECK_FALSE(is_well_formed_token(""));
    CHECK_FALSE(is_well_formed_token(token + "0"));
    CHECK_FALSE(is_well_formed_token(std::string(53, '\0')));
}

TEST_CASE("only the hash of a token is known to the table, and an expired one is not known") {
    const std::string token = make_token(bytes(1));
    const TokenTable table({{token_hash(make_token(bytes(2))), {"someone else", Scope::admin, {}}},
                            {token_hash(token), {"ops", Scope::respond, now + 1h}}});
    const auto found = table.find(token_hash(token), now);
    REQUIRE(found.has_value());
    CHECK(found->name == "ops");
    CHECK(found->scope == Scope::respond);
    CHECK_FALSE(table.find(token_hash(token), now + 1h).has_value());
    CHECK_FALSE(table.find(token, now).has_value());
    CHECK_FALSE(table.find("", now).has_value());
}

TEST_CASE("who asks: the local user is an admin, a token speaks for its owner, and a bad token is refused") {
    const std::string token = make_token(bytes(1));
    const TokenTable table({{token_hash(token), {"ops", Scope::respond, {}}}});

    Request local;
    local.peer.local = true;
    local.peer.user = "comms-lead";
    const auto owner = identify(local, table, now);
    REQUIRE(owner.has_value());
    CHECK(owner->name == "comms-lead");
    CHECK(owner->scope == Scope::admin);

    for (const std::string& scheme : {std::string("Bearer "), std::string("bearer "), std::string("BEARER  ")}) {
        const auto who = identify(from_tcp(scheme + token), table, now);
        REQUIRE(who.has_value());
        CHECK(who->name == "ops");
        CHECK(who->scope == Scope::respond);
    }
    const auto nobody = identify(from_tcp(""), table, now);
    REQUIRE(nobody.has_value());
    CHECK(nobody->scope == Scope::none);
    for (const std::string& bad : {std::string("Basic b3BzOm9wcw=="), std::string("Bearer"), std::string("Bearer "), "Bearer " + token + "x",
                                  "Bearer " + make_token(bytes(9)), token, std::string("Bearer admin")}) {
        CAPTURE(bad);
        const auto who = identify(from_tcp(bad), table, now);
        REQUIRE(who.has_error());
        CHECK(who.error().code() == ErrorCode::unauthenticated);
    }
}

TEST_CASE("each scope reaches as far as it says, and no further") {
    const std::array scopes{Scope::none, Scope::read, Scope::respond, Scope::admin};
    for (const Scope has : scopes) {
        for (const Scope needed : scopes) {
            CAPTURE(to_string(has), to_string(needed));
            const auto refusal = authorise(Identity{has == Scope::none ? "" : "ops", has}, needed);
            CHECK(refusal.has_value() == (has < needed));
            if (refusal) CHECK(refusal->code() == (has == Scope::none ? ErrorCode::unauthenticated : ErrorCode::forbidden));
        }
    }
}
