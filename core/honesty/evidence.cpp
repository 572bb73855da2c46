#include "core/honesty/evidence.hpp"

#include <array>
#include <utility>

namespace candor::honesty {

namespace {

constexpr std::array<std::pair<std::string_view, Phase>, 20> phases{{
    {"reported", Phase::reported},
    {"investigating", Phase::investigating},
    {"identified", Phase::identified},
    {"monitoring", Phase::monitoring},
    {"resolved", Phase::resolved},
    {"closed", Phase::closed},
    {"withdrawn", Phase::withdrawn},
    {"scheduled", Phase::scheduled},
    {"in_progress", Phase::in_progress},
    {"verifying", Phase::verifying},
    {"completed", Phase::completed},
    // other tools' words for the same
    {"open", Phase::investigating},
    {"first", Phase::investigating},
    {"update", Phase::investigating},
    {"fixing", Phase::identified},
    {"watching", Phase::monitoring},
    {"recovering", Phase::monitoring},
    {"closing", Phase::resolved},
    {"postmortem", Phase::closed},
    {"review", Phase::closed},
}};

}  // namespace

std::optional<Phase> parse_phase(std::string_view text) {
    std::string folded;
    for (const char c : text) {
        if (c == '-' || c == ' ') folded += '_';
        else folded += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    }
    for (const auto& [name, phase] : phases) {
        if (name == folded) return phase;
    }
    return std::nullopt;
}

std::string_view phase_name(Phase phase) {
    for (const auto& [name, value] : phases) {
        if (value == phase) return name;
    }
    return "unknown";
}

bool is_open(Phase phase) {
    return phase == Phase::reported || phase == Phase::investigating || phase == Phase::identified ||
           phase == Phase::monitoring;
}

bool is_maintenance(Phase phase) {
    return phase == Phase::scheduled || phase == Phase::in_progress || phase == Phase::verifying ||
           phase == Phase::completed;
}

}  // namespace candor::honesty
