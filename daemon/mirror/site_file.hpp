// A file of the site, as it stands in a folder.
#pragma once

#include <string>
#include <string_view>

namespace candor::mirror {

struct SiteFile {
    std::string name;  // "incidents/bcd/index.html"; see is_file_name()
    std::string content;
};

// Only letters, digits and . _ - in each segment, none of which begins with a dot; up to 300 bytes. Nothing else is collected
// or written: no name leads out of the folder.
[[nodiscard]] bool is_file_name(std::string_view name);

}  // namespace candor::mirror
