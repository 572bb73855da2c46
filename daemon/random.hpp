// Random bits from the kernel: for ids, tokens and jitter.
#pragma once

#include <cstdint>
#include <span>

namespace candor {

[[nodiscard]] std::uint64_t random_bits();
void fill_random(std::span<std::uint8_t> bytes);

}  // namespace candor
