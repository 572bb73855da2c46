#include "tests/daemon/shipped_lexicons.hpp"

#include "daemon/app/kept_lexicons.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace candor::test {

namespace {

namespace fs = std::filesystem;

std::string read(const std::string& name) {
    std::ifstream file(fs::path(CANDOR_SOURCE_DIR) / "etc" / "honesty" / name);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

honesty::Keeping kept_for_this_program() {
    const fs::path folder = fs::path(CANDOR_KEPT_DIR) / fs::read_symlink("/proc/self/exe").filename();
    fs::create_directories(folder);
    return app::lexicons_kept_in(folder);
}

}  // namespace

std::shared_ptr<const honesty::Engine> shipped_lexicons(const std::vector<std::string>& languages) {
    std::map<std::string, std::string> files{{"rules.yaml", read("rules.yaml")}};
    for (const std::string& language : languages) {
        files[language + ".yaml"] = read(language + ".yaml");
        files["tests/" + language + ".yaml"] = "rules: {}\n";
    }
    auto loaded = honesty::load_engine(files, languages, honesty::Strictness::normal, one_by_one, kept_for_this_program());
    if (!loaded) throw std::runtime_error(loaded.error().message());
    return std::make_shared<const honesty::Engine>(std::move(*loaded));
}

}  // namespace candor::test
