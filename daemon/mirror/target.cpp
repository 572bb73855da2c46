#include "daemon/mirror/target.hpp"

namespace candor::mirror {

Task<Result<Written>> FolderTarget::write(std::vector<SiteFile> files, Extent extent) {
    auto job = [folder = folder_, files = std::move(files), extent, trust = trust_] { return write_site(folder, files, extent, trust); };
    Result<Written> result = co_await writer_.run(std::move(job));
    if (result) trust_ = Trust::list;
    co_return result;
}

}  // namespace candor::mirror
