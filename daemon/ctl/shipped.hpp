// Where what comes with the program lies: installed, or in the tree that it was built in.
#pragma once

#include <filesystem>

namespace candor::ctl {

[[nodiscard]] std::filesystem::path this_program();

// `installed` where the program is installed, else `in_tree` below the project's folder; empty where neither is there.
[[nodiscard]] std::filesystem::path find_shipped(const std::filesystem::path& program,
                                                 const std::filesystem::path& installed,
                                                 const std::filesystem::path& in_tree);

}  // namespace candor::ctl
