// For work on the I/O thread that comes in pieces.
#pragma once

#include "daemon/async/task.hpp"

namespace candor {

// Whatever else is ready on the I/O thread runs first.
[[nodiscard]] Task<> give_way();

}  // namespace candor
