// A script of what people do, and when: the lines of three_days.txt.
#pragma once

#include "core/time.hpp"

#include <string>
#include <vector>

namespace candor::test {

struct ScriptLine {
    int number = 0;     // in the file
    Duration after{};   // since the beginning
    std::string who;
    std::string what;   // a command without "candor", or what a customer says
};

// Throws std::runtime_error, naming the line, where one cannot be read or goes back in time.
[[nodiscard]] std::vector<ScriptLine> read_script(const std::string& path);

}  // namespace candor::test
