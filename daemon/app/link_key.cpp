#include "daemon/app/link_key.hpp"

#include "daemon/random.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace candor::app {

namespace {

constexpr std::size_t key_length = 32;

Error unusable(const std::filesystem::path& file, std::string_view why) {
    return {ErrorCode::store_failed, fmt::format("{}: {}", file.string(), why), "store.path",
            "Let candord read and write it; where it is lost, links that were sent answer no more."};
}

std::string read_all(const std::filesystem::path& file) {
    std::ifstream input(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(input), {}};
}

// Written whole under another name first: a key that is cut off would be one that others can guess.
bool write_new(const std::filesystem::path& file, std::string_view bytes) {
    const std::string draft = file.string() + ".new";
    const int fd = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return false;
    const bool written = ::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) && ::fsync(fd) == 0;
    ::close(fd);
    return written && ::rename(draft.c_str(), file.c_str()) == 0;
}

}  // namespace

Result<Secret> link_key(const std::filesystem::path& file) {
    if (std::filesystem::exists(file)) {
        Secret key(read_all(file));
        if (key.reveal().size() != key_length) return unusable(file, "is no key of 32 bytes");
        return key;
    }
    std::array<std::uint8_t, key_length> bytes{};
    fill_random(bytes);
    Secret key(std::string(bytes.begin(), bytes.end()));
    if (!write_new(file, key.reveal())) return unusable(file, std::strerror(errno));
    return key;
}

Result<LinkKeys> link_keys(const std::filesystem::path& file) {
    LinkKeys keys;
    auto current = link_key(file);
    if (!current) return current.error();
    keys.current = std::move(*current);
    const std::filesystem::path before = file.string() + ".previous";
    if (!std::filesystem::exists(before)) return keys;
    auto previous = link_key(before);
    if (!previous) return previous.error();
    keys.previous = std::move(*previous);
    return keys;
}

}  // namespace candor::app
