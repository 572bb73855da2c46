// Somewhere that the site is written to.
#pragma once

#include "daemon/async/worker_thread.hpp"
#include "daemon/mirror/folder.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace candor::mirror {

class Target {
public:
    Target() = default;
    virtual ~Target() = default;
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;

    [[nodiscard]] virtual std::string name() const = 0;  // for the log; no secret
    // One at a time. What is no part of the site any more is removed where `extent` is all, if it was written from here.
    [[nodiscard]] virtual Task<Result<Written>> write(std::vector<SiteFile> files, Extent extent) = 0;
    // What is under way ends soon; nothing is begun any more.
    virtual void close() {}
};

// On a thread of its own: neither readers nor the database wait for the disk.
class FolderTarget final : public Target {
public:
    explicit FolderTarget(std::filesystem::path folder) : folder_(std::move(folder)) {}

    [[nodiscard]] std::string name() const override { return folder_.string(); }
    [[nodiscard]] Task<Result<Written>> write(std::vector<SiteFile> files, Extent extent) override;

private:
    std::filesystem::path folder_;
    WorkerThread writer_{"mirror"};
    Trust trust_ = Trust::nothing;  // until the first pass: there may have been a power cut
};

}  // namespace candor::mirror
