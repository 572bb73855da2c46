// One candord for one database: a lock on a file beside it, held while the process lives.
#pragma once

#include "core/error.hpp"

#include <filesystem>

namespace candor::app {

class InstanceLock {
public:
    // Errors: conflict, where another candord holds it; invalid_config, where the file cannot be made, or lies on a network
    // file system, where locks and SQLite's log cannot be trusted.
    [[nodiscard]] static Result<InstanceLock> take(const std::filesystem::path& database);

    InstanceLock(InstanceLock&& other) noexcept;
    InstanceLock& operator=(InstanceLock&&) = delete;
    ~InstanceLock();

private:
    explicit InstanceLock(int fd) : fd_(fd) {}
    int fd_;
};

}  // namespace candor::app
