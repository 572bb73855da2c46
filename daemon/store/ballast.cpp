#include "daemon/store/ballast.hpp"

#include <fcntl.h>
#include <filesystem>
#include <unistd.h>
#include <utility>

namespace candor::store {

namespace fs = std::filesystem;

Ballast::Ballast(std::string file, std::uint64_t bytes, std::function<void()> on_throw_off)
    : file_(std::move(file)), bytes_(bytes), on_throw_off_(std::move(on_throw_off)) {
    take_on();
}

bool Ballast::throw_off() {
    if (file_.empty() || ::unlink(file_.c_str()) != 0) return false;
    if (on_throw_off_) on_throw_off_();
    return true;
}

void Ballast::take_on() {
    std::error_code failure;
    if (file_.empty() || fs::exists(file_, failure)) return;
    const fs::space_info space = fs::space(fs::path(file_).parent_path(), failure);
    if (failure || space.available < 3 * bytes_) return;
    const int fd = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return;
    const bool reserved = ::posix_fallocate(fd, 0, static_cast<off_t>(bytes_)) == 0;
    ::close(fd);
    if (!reserved) ::unlink(file_.c_str());
}

}  // namespace candor::store
