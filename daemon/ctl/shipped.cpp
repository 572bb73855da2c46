#include "daemon/ctl/shipped.hpp"

#include <system_error>

namespace candor::ctl {

std::filesystem::path this_program() {
    std::error_code ignored;
    return std::filesystem::read_symlink("/proc/self/exe", ignored);
}

std::filesystem::path find_shipped(const std::filesystem::path& program, const std::filesystem::path& installed,
                                   const std::filesystem::path& in_tree) {
    std::error_code ignored;
    auto folder = program.parent_path();
    for (int up = 0; up < 5 && folder.has_relative_path(); ++up) {
        if (std::filesystem::exists(folder / "CMakePresets.json", ignored) &&
            std::filesystem::exists(folder / in_tree, ignored)) {
            return folder / in_tree;
        }
        folder = folder.parent_path();
    }
    return std::filesystem::exists(installed, ignored) ? installed : std::filesystem::path();
}

}  // namespace candor::ctl
