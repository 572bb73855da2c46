// CANDOR_SHOW_PAGES=folder keeps the pages that tests ask for, to be looked at in a browser.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace candor::test {

inline void keep(const std::string& name, const std::string& html) {
    const char* folder = std::getenv("CANDOR_SHOW_PAGES");
    if (folder == nullptr) return;
    const std::filesystem::path file = std::filesystem::path(folder) / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << html;
    std::filesystem::copy_file(std::filesystem::path(CANDOR_SOURCE_DIR) / "templates/pages/style.css", std::filesystem::path(folder) / "style.css",
                               std::filesystem::copy_options::overwrite_existing);
}

}  // namespace candor::test
