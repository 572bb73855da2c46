// What happens in a house, line by line, for whoever repeats a seed: CANDOR_DIARY=1.
#pragma once

#include "core/time.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <iostream>

namespace candor::sim {

template <class... Parts>
void diary(Time at, fmt::format_string<Parts...> form, Parts&&... parts) {
    static const bool is_kept = std::getenv("CANDOR_DIARY") != nullptr;
    if (is_kept) std::cerr << to_rfc3339(at) << "  " << fmt::format(form, std::forward<Parts>(parts)...) << '\n';
}

}  // namespace candor::sim
