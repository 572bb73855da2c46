// Work in pieces that know nothing of each other: done one after the other, or at once by whoever has threads.
#pragma once

#include <functional>
#include <vector>

namespace candor {

using Jobs = std::vector<std::function<void()>>;
using DoAll = std::function<void(const Jobs&)>;  // returns when all are done; throws what one of them throws

inline void one_by_one(const Jobs& jobs) {
    for (const auto& job : jobs) job();
}

}  // namespace candor
