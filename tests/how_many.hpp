// How much of something a test does: little where a test machine waits for it, as much as is asked for where somebody looks closer.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

namespace candor {

// The number in the environment variable of that name.
inline std::uint64_t how_many(const char* name, std::uint64_t otherwise) {
    const char* asked = std::getenv(name);
    return asked == nullptr ? otherwise : std::stoull(asked);
}

}  // namespace candor
