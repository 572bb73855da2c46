// File descriptors are shared out, so that whoever connects can never take those that updates leave by.
#pragma once

#include <cstddef>

namespace candor {

// Of all descriptors of the process, what each side may hold; the rest is for the database, the log and files.
struct DescriptorShares {
    std::size_t visitors = 0;   // connections taken over TCP
    std::size_t local = 0;      // connections taken over unix sockets
    std::size_t deliveries = 0; // attempts under way
    std::size_t kept = 0;       // connections kept for the next delivery
};

// Each share is at least 4, even where `descriptors` is too few for that.
[[nodiscard]] DescriptorShares share_out(std::size_t descriptors);

// Raises the soft limit of this process to the hard one, but not beyond 65,536, and returns what it is now. getrlimit(2).
std::size_t raise_descriptor_limit();

}  // namespace candor
