// The last days of a component as bars of an inline picture, with their meaning in words.
#pragma once

#include "core/component_history.hpp"
#include "daemon/pages/voice.hpp"

#include <span>
#include <string>

namespace candor::pages {

// Sets `bars`, `summary`, `figures`, and the lists `runs` and `days`: paths, below a class for each state.
void set_bars(Filling& line, const std::string& name, std::span<const ComponentDay> days, const Voice& voice);

}  // namespace candor::pages
