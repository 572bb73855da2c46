#include "daemon/descriptors.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstddef>
#include <sys/resource.h>

using namespace candor;

TEST_CASE("those who come in, and what goes out, share the descriptors, and some are left") {
    for (const std::size_t all : {64U, 100U, 256U, 1024U, 8192U, 65'536U}) {
        const DescriptorShares shares = share_out(all);
        INFO(all);
        CHECK(shares.visitors + shares.local + shares.deliveries + shares.kept <= all - 32);
        CHECK(shares.deliveries >= 8);
        CHECK(shares.visitors >= 10);
        CHECK(shares.local >= 4);
    }
    CHECK(share_out(8192).visitors >= 1024);  // what the server takes at most
    CHECK(share_out(8192).deliveries >= 256); // what is under way at most, unless the configuration says more
}

TEST_CASE("however few there are, everybody has some") {
    const DescriptorShares shares = share_out(0);
    CHECK(shares.visitors == 4);
    CHECK(shares.deliveries == 4);
}

TEST_CASE("the soft limit is raised to the hard one") {
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
    rlimit low = before;
    low.rlim_cur = 256;
    REQUIRE(setrlimit(RLIMIT_NOFILE, &low) == 0);
    const std::size_t raised = raise_descriptor_limit();
    rlimit after{};
    getrlimit(RLIMIT_NOFILE, &after);
    setrlimit(RLIMIT_NOFILE, &before);
    CHECK(raised == after.rlim_cur);
    CHECK(raised == std::min<rlim_t>(before.rlim_max, 65'536));
}
