// A file of the site, as it stands in a folder.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace candor::mirror {

struct SiteFile {
    std::string name;  // "incidents/bcd/index.html"; see is_file_name()
    std::string content;
    std::string type = {};   // Content-Type, for what serves it
    std::string cache = {};  // Cache-Control, likewise
};

// Which files were written, with their SHA-256; an empty one is being written. It stands beside them, under list_name.
using SiteList = std::map<std::string, std::string>;
inline constexpr std::string_view list_name = ".candor-site.json";
// What cannot be read is empty: nothing is known to be ours then.
[[nodiscard]] SiteList parse_site_list(std::string_view text);
[[nodiscard]] std::string to_text(const SiteList& list);

// Only letters, digits and . _ - in each segment, none of which begins with a dot; up to 300 bytes. Nothing else is collected
// or written: no name leads out of the folder.
[[nodiscard]] bool is_file_name(std::string_view name);

}  // namespace candor::mirror
