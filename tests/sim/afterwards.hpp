// What the record of an incident must bear out once nothing is under way any more, beyond who heard what (reference.hpp): the words
// that were said, and what was given away. By the rules and the caps of the house itself.
#pragma once

#include "daemon/desk/setup.hpp"
#include "daemon/store/store.hpp"

#include <string>
#include <vector>

namespace candor::sim {

// Of words that people said: the record as it was then, and the rules, find again that they could be said. What earlier updates said is
// not held against them.
[[nodiscard]] std::vector<std::string> faults_of_words(const desk::Setup& setup, const std::vector<Event>& events);

// Nothing is given twice for one request, and nothing over a cap unless a second person was asked.
[[nodiscard]] std::vector<std::string> faults_of_gifts(const std::vector<Event>& events);

}  // namespace candor::sim
