// The words of the pages as they are shipped.
#pragma once

#include "core/message/page_words.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace candor::test {

inline PageWords shipped_words(const std::string& language) {
    std::ifstream file(CANDOR_SOURCE_DIR "/templates/" + language + "/page.yaml");
    std::ostringstream text;
    text << file.rdbuf();
    auto words = load_page_words(text.str(), language + "/page.yaml");
    if (!words) throw std::runtime_error(words.error().message());
    return *words;
}

}  // namespace candor::test
