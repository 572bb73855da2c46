// A folder that holds the site: written so that whoever serves it never serves half a file, and so that nothing in it is
// touched that was not written here.
#pragma once

#include "core/error.hpp"
#include "daemon/mirror/site_file.hpp"

#include <filesystem>
#include <span>

namespace candor::mirror {

struct Written {
    std::size_t written = 0;    // new, or with other content
    std::size_t unchanged = 0;  // not touched: copies by time or content (rsync) have nothing to do
    std::size_t removed = 0;    // no longer part of the site
};

enum class Extent { all, some };  // all: what is not among the files is removed, if it was written here

enum class Trust { list, nothing };  // nothing: every file is written, whatever the list says; for what a power cut left

// Blocks. Each file is written beside its place and renamed into it; folders are made as needed (0755, files 0644);
// symbolic links inside the folder are not followed. Errors, with the path: internal, where the system refuses; conflict, where a file of the site
// would replace one that was not written here, or another is writing into the folder; invalid_argument, for a name that is
// no is_file_name().
[[nodiscard]] Result<Written> write_site(const std::filesystem::path& folder, std::span<const SiteFile> files, Extent extent,
                                         Trust trust = Trust::list);

}  // namespace candor::mirror
