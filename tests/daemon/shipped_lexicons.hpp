// The shipped rules and lexicons for tests of what uses them. Without their fixtures, which tests/honesty runs.
#pragma once

#include "core/honesty/engine.hpp"

#include <memory>
#include <string>
#include <vector>

namespace candor::test {

// Read once by each test program: kept in the build folder from one test to the next. Throws std::runtime_error.
[[nodiscard]] std::shared_ptr<const honesty::Engine> shipped_lexicons(const std::vector<std::string>& languages);

}  // namespace candor::test
