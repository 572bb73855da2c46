// All that everybody may read of the site, as files that work without the daemon: found by following the links of the first
// page, as a reader would. What a cache may keep for everybody is in it; forms and whatever is one reader's own are not, and
// links to them lead to the daemon.
#pragma once

#include "daemon/clock.hpp"
#include "daemon/http/router.hpp"
#include "daemon/mirror/site_file.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace candor::mirror {

struct SiteSource {
    std::shared_ptr<const http::Router> router;
    std::string url;                 // of the site, without a final slash
    std::vector<std::string> paths;  // where to begin, besides "/"
    bool follow = true;              // links; otherwise only the paths above are read
    std::map<std::string, std::string> known = {};  // path -> file, of what has been collected before and is not read again
};

struct SiteFiles {
    std::vector<SiteFile> files;  // those that link to others after those
    std::map<std::string, std::string> paths;  // path -> file, of all of them
    bool whole = true;            // false: there is more than fits
};

inline constexpr std::size_t most_files = 2000;
inline constexpr std::size_t most_bytes = std::size_t{32} << 20U;

// Asks the routes as a reader would, on the I/O thread; whatever else is to be done there is done between two pages.
[[nodiscard]] Task<SiteFiles> collect(asio::any_io_executor executor, SiteSource source);

}  // namespace candor::mirror
