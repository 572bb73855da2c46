// How many reports are kept of one address, and of all: a flood fills neither the database nor the memory.
#pragma once

#include "core/time.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace candor::listen {

// So many at once, and then one more each time this has passed.
struct Allowance {
    double burst = 1;
    Duration each{1000};
};

class Limiter {
public:
    struct Limits {
        Allowance one{10, std::chrono::seconds{30}};   // of one IPv4 address or IPv6 /64
        Allowance all{300, Duration{200}};             // of everybody together
        std::size_t most_addresses = 10'000;           // in memory; those beyond share one allowance
        std::size_t ipv4_bytes = 4;                    // of which an IPv4 address counts: 3 for its /24
    };

    Limiter() = default;
    explicit Limiter(Limits limits) : limits_(limits) {}

    // Takes one from the allowance of this address and from that of all; false: there is none left. An empty address is
    // somebody whom we know (a colleague, with a token or on this machine), and only the second counts.
    [[nodiscard]] bool allow(std::string_view address, Time now);

private:
    struct Bucket {
        double level = 0;  // what is left
        Time at{};
    };

    [[nodiscard]] static bool take(Bucket& bucket, const Allowance& allowance, Time now);
    [[nodiscard]] Bucket& bucket_of(const std::string& key, Time now);
    void forget_the_idle(Time now);

    Limits limits_;
    std::map<std::string, Bucket> one_;
    Bucket rest_;  // of addresses for which there is no room
    bool rest_used_ = false;
    Bucket all_;
    bool all_used_ = false;
};

// What counts as one address: an IPv4 address (or the network of its first bytes), an IPv6 /64. Anything else counts as itself.
[[nodiscard]] std::string address_key(std::string_view address, std::size_t ipv4_bytes = 4);

}  // namespace candor::listen
