#include "daemon/http/listener.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <fmt/format.h>
#include <grp.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace candor::http {

namespace {

constexpr int backlog = 1024;

Error cannot(std::string_view what, const std::string& name, int error, std::string mend = {}) {
    return {ErrorCode::invalid_config, fmt::format("Cannot {} {}: {}.", what, name, std::generic_category().message(error)),
            "listen", std::move(mend)};
}

const sockaddr* generic(const sockaddr_storage& address) {
    return reinterpret_cast<const sockaddr*>(&address);
}

struct Address {
    sockaddr_storage storage{};
    socklen_t length = 0;
};

// nullopt-like: length 0 where the text is no IP address.
Address parse_ip(const std::string& text, std::uint16_t port) {
    Address address;
    in_addr v4{};
    in6_addr v6{};
    if (inet_pton(AF_INET, text.c_str(), &v4) == 1) {
        auto& in = reinterpret_cast<sockaddr_in&>(address.storage);
        in.sin_family = AF_INET;
        in.sin_port = htons(port);
        in.sin_addr = v4;
        address.length = sizeof in;
    } else if (inet_pton(AF_INET6, text.c_str(), &v6) == 1) {
        auto& in = reinterpret_cast<sockaddr_in6&>(address.storage);
        in.sin6_family = AF_INET6;
        in.sin6_port = htons(port);
        in.sin6_addr = v6;
        address.length = sizeof in;
    }
    return address;
}

std::string ip_text(const sockaddr_storage& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET) {
        inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text.data(), text.size());
    } else if (address.ss_family == AF_INET6) {
        inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text.data(), text.size());
    }
    return text.data();
}

void set_option(int fd, int level, int option) {
    const int on = 1;
    ::setsockopt(fd, level, option, &on, sizeof on);
}

Result<sockaddr_un> unix_address(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path) return cannot("listen on", path, ENAMETOOLONG, "Use a shorter path.");
    path.copy(address.sun_path, path.size());
    return address;
}

// Removes what a daemon that died has left. 0, or why the path cannot be had.
int clear_path(const std::string& path, const sockaddr_un& address) {
    struct stat found {};
    if (::lstat(path.c_str(), &found) != 0) return errno == ENOENT ? 0 : errno;
    if (!S_ISSOCK(found.st_mode)) return EEXIST;
    const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const bool refused = ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 && errno == ECONNREFUSED;
    ::close(probe);
    if (!refused) return EADDRINUSE;
    return ::unlink(path.c_str()) == 0 ? 0 : errno;
}

std::string user_name(uid_t uid) {
    std::array<char, 4096> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) return found->pw_name;
    return fmt::format("uid {}", uid);
}

// 0, or an errno. The group first: a change of owner takes bits off the mode.
int give_access(const std::string& path, const SocketAccess& access) {
    if (!access.group.empty()) {
        const group* found = ::getgrnam(access.group.c_str());
        if (found == nullptr) return EINVAL;
        if (::chown(path.c_str(), static_cast<uid_t>(-1), found->gr_gid) != 0) return errno;
    }
    return ::chmod(path.c_str(), access.mode) == 0 ? 0 : errno;
}

}  // namespace

Listener::Listener(Listener&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), name_(std::move(other.name_)), path_(std::exchange(other.path_, {})), inode_(other.inode_) {}

Listener::~Listener() {
    if (fd_ >= 0) ::close(fd_);
    remove_path();
}

void Listener::remove_path() {
    struct stat found {};
    const std::string path = std::exchange(path_, {});
    if (!path.empty() && ::lstat(path.c_str(), &found) == 0 && found.st_ino == inode_) ::unlink(path.c_str());
}

int Listener::release_fd() noexcept {
    return std::exchange(fd_, -1);
}

std::uint16_t Listener::port() const {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &length);
    if (address.ss_family == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
    if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
    return 0;
}

Result<Listener> listen_tcp(const std::string& address, std::uint16_t port) {
    const Address bound = parse_ip(address, port);
    const std::string name = address.find(':') == std::string::npos ? fmt::format("{}:{}", address, port)
                                                                    : fmt::format("[{}]:{}", address, port);
    if (bound.length == 0) return cannot("listen on", name, EINVAL, "Give an IPv4 or IPv6 address.");
    const int fd = ::socket(bound.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return cannot("listen on", name, errno);
    Listener listener(fd, name);
    set_option(fd, SOL_SOCKET, SO_REUSEADDR);
    if (bound.storage.ss_family == AF_INET6) set_option(fd, IPPROTO_IPV6, IPV6_V6ONLY);
    set_option(fd, IPPROTO_TCP, TCP_NODELAY);  // what is accepted inherits it
    if (::bind(fd, generic(bound.storage), bound.length) != 0 || ::listen(fd, backlog) != 0) return cannot("listen on", name, errno);
    return listener;
}

Result<Listener> listen_unix(const std::string& path, const SocketAccess& access) {
    const auto address = unix_address(path);
    if (!address) return address.error();
    if (const int error = clear_path(path, *address); error != 0) {
        return cannot("listen on", path, error, error == EADDRINUSE ? "Another daemon listens there: stop it first." : "");
    }
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return cannot("listen on", path, errno);
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0) {
        const int error = errno;
        ::close(fd);
        return cannot("listen on", path, error);
    }
    struct stat made {};
    ::lstat(path.c_str(), &made);
    Listener listener(fd, path, path, made.st_ino);
    // Nobody can connect before listen(), so nobody has met the wider mode.
    if (const int error = give_access(path, access); error != 0) {
        return cannot("give others access to", path, error, "Check http.socket_group: it must exist, and candord be in it.");
    }
    if (::listen(fd, backlog) != 0) return cannot("listen on", path, errno);
    return listener;
}

Peer peer_of(int fd) {
    Peer peer;
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    if (::getpeername(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0) return peer;
    if (address.ss_family != AF_UNIX) {
        peer.address = ip_text(address);
        return peer;
    }
    ucred credentials{};
    length = sizeof credentials;
    // Whoever we cannot name is not local: it has the rights of a stranger.
    if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0) return peer;
    peer.local = true;
    peer.uid = credentials.uid;
    peer.user = user_name(credentials.uid);
    return peer;
}

}  // namespace candor::http
