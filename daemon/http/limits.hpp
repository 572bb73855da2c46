// What one client may take of the server, and for how long.
#pragma once

#include <chrono>
#include <cstddef>

namespace candor::http {

struct Limits {
    std::size_t body = 256 * 1024;                   // bytes
    std::size_t header = 16 * 1024;                  // bytes, request line included
    std::chrono::milliseconds header_time{10'000};   // from the first byte of a request
    std::chrono::milliseconds body_time{30'000};     // from the end of its header
    std::chrono::milliseconds idle_time{60'000};     // between requests, and before the first
    std::chrono::milliseconds write_time{30'000};    // for the whole answer
    std::size_t connections = 1024;                  // over TCP
    std::size_t local_connections = 128;             // over unix sockets: counted apart, so that no stranger locks us out
    std::size_t per_address = 32;                    // of one IPv4 address or IPv6 /64
    // A newcomer beyond a limit takes the place of the connection that has been idle or half-way through a header for
    // longest, if that is longer than this; if there is none, the newcomer is turned away.
    std::chrono::milliseconds evict_after{1'000};
};

}  // namespace candor::http
