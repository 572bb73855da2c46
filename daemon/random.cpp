#include "daemon/random.hpp"

#include <cerrno>
#include <sys/random.h>
#include <system_error>

namespace candor {

void fill_random(std::span<std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const ssize_t got = getrandom(bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw std::system_error(errno, std::generic_category(), "getrandom");
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

std::uint64_t random_bits() {
    std::uint64_t bits = 0;
    fill_random({reinterpret_cast<std::uint8_t*>(&bits), sizeof bits});
    return bits;
}

}  // namespace candor
