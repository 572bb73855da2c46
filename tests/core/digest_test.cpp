// Against the examples of the standards: FIPS 180-4 and RFC 4231.
#include "core/digest.hpp"

#include <catch2/catch.hpp>
#include <thread>

using namespace candor;

TEST_CASE("SHA-256 is that of FIPS 180-4, whatever was hashed before") {
    for (int round = 0; round < 2; ++round) {
        CHECK(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        CHECK(to_hex(sha256({})) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}

TEST_CASE("HMAC-SHA-256 is that of RFC 4231") {
    CHECK(to_hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")) == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(to_hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("no key is no key, and not the one before") {
    const Digest keyed = hmac_sha256("Jefe", {});
    CHECK(hmac_sha256({}, {}) != keyed);
    CHECK(to_hex(hmac_sha256({}, {})) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST_CASE("each thread hashes by itself") {
    Digest elsewhere{};
    std::thread([&] { elsewhere = hmac_sha256("Jefe", "what do ya want for nothing?"); }).join();
    CHECK(elsewhere == hmac_sha256("Jefe", "what do ya want for nothing?"));
}

TEST_CASE("what is hashed as fields keeps their borders") {
    CHECK(sha256_of({"ab", "c"}) != sha256_of({"a", "bc"}));
    CHECK(sha256_of({"ab", "c"}) == sha256("2:ab1:c"));
}
