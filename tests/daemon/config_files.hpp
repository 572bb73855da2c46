// A folder of its own for a test, with files in it that go when the test does.
#pragma once

#include "daemon/config/load.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace candor::test {

class Folder {
public:
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "candor-config-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for the test");
        path_ = pattern;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    void write(const std::string& name, const std::string& text,
               std::filesystem::perms mode = std::filesystem::perms::owner_read) const {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << text;
        std::filesystem::permissions(path_ / name, mode);
    }

private:
    std::filesystem::path path_;
};

// 32 bytes; a canary that must never be seen in a problem.
inline const std::string signing_key = "whsec_Q2FuYXJ5Q2FuYXJ5Q2FuYXJ5Q2FuYXJ5Q2FuYXI=";

inline config::Surroundings surroundings(std::filesystem::path credentials = {}) {
    return {[](std::string_view zone) { return zone == "UTC" || zone == "Europe/Berlin"; }, std::move(credentials)};
}

inline std::vector<std::string> described(const config::LoadResult& result) {
    std::vector<std::string> lines;
    for (const config::Problem& problem : result.problems) lines.push_back(config::describe(problem));
    return lines;
}

inline std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw std::runtime_error("cannot read " + file.string());
    return {std::istreambuf_iterator<char>(stream), {}};
}

inline std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const auto at = text.find(what);
    if (at == std::string::npos) throw std::runtime_error("not in the text: " + what);
    return text.replace(at, what.size(), by);
}

}  // namespace candor::test
