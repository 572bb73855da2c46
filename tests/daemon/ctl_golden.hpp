// What the command line's tests read and write: answers of the API, and how people read them, in golden/ctl.
#pragma once

#include "daemon/ctl/render/render.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace candor::ctl::golden {

inline const std::string golden_folder = CANDOR_SOURCE_DIR "/tests/daemon/golden/ctl/";

inline std::string read_golden(const std::string& name) {
    std::ifstream file(golden_folder + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline boost::json::value input(const std::string& name) {
    return boost::json::parse(read_golden(name + ".json"));
}

inline Look look() {
    Look made;
    made.now = *parse_rfc3339("2026-11-22T14:05:00Z");
    made.incident = "4f7k2m9q1x3a";
    return made;
}

// CANDOR_UPDATE_GOLDEN=1 writes the file anew.
inline void check_golden(const std::string& name, const std::string& text) {
    if (std::getenv("CANDOR_UPDATE_GOLDEN") != nullptr) std::ofstream(golden_folder + name, std::ios::binary) << text;
    CAPTURE(name);
    CHECK(text == read_golden(name));
}

}  // namespace candor::ctl::golden
