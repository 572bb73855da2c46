#include "daemon/descriptors.hpp"

#include <algorithm>
#include <sys/resource.h>

namespace candor {

namespace {

constexpr std::size_t own = 32;  // database and its log, listeners, event queues, the resolver, files that are read again
constexpr rlim_t enough = 65'536;

std::size_t part(std::size_t of, std::size_t in) {
    return std::max<std::size_t>(4, of / in);
}

}  // namespace

DescriptorShares share_out(std::size_t descriptors) {
    const std::size_t shared = descriptors > own ? descriptors - own : 0;
    return {part(shared, 3), part(shared, 8), part(shared, 4), part(shared, 5)};
}

std::size_t raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
    rlimit wanted = limit;
    wanted.rlim_cur = std::max(limit.rlim_cur, std::min(limit.rlim_max, enough));
    if (wanted.rlim_cur != limit.rlim_cur && ::setrlimit(RLIMIT_NOFILE, &wanted) == 0) limit = wanted;
    return static_cast<std::size_t>(std::min(limit.rlim_cur, enough));
}

}  // namespace candor
