#include "daemon/app/lock.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <utility>

namespace candor::app {

namespace {

constexpr long smb2_magic = 0xFE534D42;
constexpr long cifs_magic = 0xFF534D42;

bool on_network(int fd) {
    struct statfs where {};
    if (fstatfs(fd, &where) != 0) return false;
    const long type = where.f_type;
    return type == NFS_SUPER_MAGIC || type == SMB_SUPER_MAGIC || type == cifs_magic || type == smb2_magic || type == V9FS_MAGIC ||
           type == CEPH_SUPER_MAGIC;
}

}  // namespace

Result<InstanceLock> InstanceLock::take(const std::filesystem::path& database) {
    const std::string path = database.string() + ".lock";
    const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        return Error(ErrorCode::invalid_config, fmt::format("{} cannot be made: {}", path, std::strerror(errno)), "store.path",
                     "Make its folder, and let candord write to it.");
    }
    InstanceLock lock(fd);
    if (on_network(fd)) {
        return Error(ErrorCode::invalid_config, fmt::format("{} is on a network file system.", database.string()), "store.path",
                     "Put the database on a local disk.");
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        return Error(ErrorCode::conflict, fmt::format("another candord works on {}.", database.string()), "store.path", "Stop it first.");
    }
    return lock;
}

InstanceLock::InstanceLock(InstanceLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

InstanceLock::~InstanceLock() {
    if (fd_ >= 0) close(fd_);
}

}  // namespace candor::app
