// Whose house it is. Most let everything be said and give nothing away, which makes a life short; some hold what is said against the
// record, and some have goodwill to give.
#pragma once

#include "daemon/desk/setup.hpp"

#include <cstdint>
#include <memory>

namespace candor::sim {

enum class Organisation { plain, honest, generous };

// By the seed alone, so that a seed keeps its life when there are others.
[[nodiscard]] Organisation organisation_of(std::uint64_t seed);
[[nodiscard]] std::shared_ptr<const desk::Setup> setup_of(Organisation organisation);

// What the generous one may give without asking anybody, in cents.
inline constexpr std::int64_t most_for_a_customer = 1000;
inline constexpr std::int64_t most_in_an_incident = 2000;

}  // namespace candor::sim
