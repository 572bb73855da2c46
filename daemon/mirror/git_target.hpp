// The site in a working copy that is committed and pushed: for the services that publish a repository. The clone, and how its
// remote is reached (deploy key, known hosts), are the operator's.
#pragma once

#include "daemon/mirror/program.hpp"
#include "daemon/mirror/target.hpp"

namespace candor::mirror {

struct GitPlace {
    std::filesystem::path folder;  // a clone, for this alone
    std::string remote;            // its name there: "origin"
    std::string branch;
};

// Blocks: writes as write_site() does, commits what differs, and pushes where `is_behind` or something was committed. The hooks of
// the repository are not run. Errors: those of write_site(); invalid_config: it is no clone; internal: git refused, with what it said.
[[nodiscard]] Result<Written> push_site(const GitPlace& place, std::span<const SiteFile> files, Extent extent, bool is_behind, const StopSignal& stop);

// On a thread of its own.
class GitTarget final : public Target {
public:
    explicit GitTarget(GitPlace place) : place_(std::move(place)) {}

    [[nodiscard]] std::string name() const override { return place_.folder.string(); }
    [[nodiscard]] Task<Result<Written>> write(std::vector<SiteFile> files, Extent extent) override;
    void close() override { stop_.stop(); }

private:
    GitPlace place_;
    StopSignal stop_;
    WorkerThread writer_{"mirror"};
    bool is_behind_ = true;  // the remote may not have all that was committed
};

}  // namespace candor::mirror
