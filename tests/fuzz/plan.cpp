// Any bytes as a plan: every problem at once, each on a line that is there; or a plan.
#include "core/plan/load.hpp"

#include <algorithm>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view yaml(reinterpret_cast<const char*>(data), size);
    const candor::plan::LoadedPlan loaded = candor::plan::load_plan(yaml, "plan.yaml", {});
    if (loaded.plan.has_value() == !loaded.problems.empty()) std::abort();
    return 0;
}
