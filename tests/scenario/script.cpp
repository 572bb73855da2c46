#include "tests/scenario/script.hpp"

#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace candor::test {

namespace {

ScriptLine read_line(int number, const std::string& text) {
    ScriptLine line;
    line.number = number;
    int hours = 0;
    int minutes = 0;
    char colon = 0;
    std::istringstream in(text);
    in >> hours >> colon >> minutes >> line.who >> std::ws;
    std::getline(in, line.what);
    if (colon != ':' || line.what.empty()) throw std::runtime_error(fmt::format("line {}: not HOURS:MINUTES WHO WHAT", number));
    line.after = std::chrono::hours{hours} + std::chrono::minutes{minutes};
    return line;
}

}  // namespace

std::vector<ScriptLine> read_script(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("no script at " + path);
    std::vector<ScriptLine> lines;
    std::string text;
    for (int number = 1; std::getline(file, text); ++number) {
        if (text.empty() || text.front() == '#') continue;
        lines.push_back(read_line(number, text));
        const bool back = lines.size() > 1 && lines.back().after < lines[lines.size() - 2].after;
        if (back) throw std::runtime_error(fmt::format("line {}: goes back in time", number));
    }
    return lines;
}

}  // namespace candor::test
