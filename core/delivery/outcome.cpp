#include "core/delivery/outcome.hpp"

#include <array>
#include <utility>

namespace candor {

namespace {

constexpr std::array<std::pair<Verdict, std::string_view>, 5> names{{
    {Verdict::delivered, "delivered"},
    {Verdict::transient, "transient"},
    {Verdict::ambiguous, "ambiguous"},
    {Verdict::permanent, "permanent"},
    {Verdict::gone, "gone"},
}};

}  // namespace

std::string_view to_string(Verdict verdict) {
    for (const auto& [value, name] : names) {
        if (value == verdict) return name;
    }
    return "unknown";
}

std::optional<Verdict> parse_verdict(std::string_view text) {
    for (const auto& [value, name] : names) {
        if (name == text) return value;
    }
    return std::nullopt;
}

}  // namespace candor
