// Sockets that wait for connections.
#pragma once

#include "core/error.hpp"
#include "daemon/http/request.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace candor::http {

// A listening, non-blocking descriptor. Destroyed, it is closed, and the path of a unix socket removed if it is still ours.
class Listener {
public:
    Listener(int fd, std::string name) : fd_(fd), name_(std::move(name)) {}
    Listener(int fd, std::string name, std::string path, ino_t inode)
        : fd_(fd), name_(std::move(name)), path_(std::move(path)), inode_(inode) {}
    ~Listener();
    Listener(Listener&& other) noexcept;
    Listener& operator=(Listener&&) = delete;

    [[nodiscard]] int fd() const noexcept { return fd_; }
    // The descriptor now belongs to the caller; the path is still ours to remove.
    [[nodiscard]] int release_fd() noexcept;
    void remove_path();  // of a unix socket: nobody finds the way any more
    [[nodiscard]] const std::string& name() const noexcept { return name_; }  // "127.0.0.1:8080", "/run/candor/candor.sock"
    [[nodiscard]] bool is_local() const noexcept { return !path_.empty(); }
    [[nodiscard]] std::uint16_t port() const;  // 0 for a unix socket

private:
    int fd_;
    std::string name_;
    std::string path_;
    ino_t inode_ = 0;
};

// `address`: an IPv4 or IPv6 address (IPv6 sockets take IPv6 only); port 0: any that is free. Error invalid_config.
[[nodiscard]] Result<Listener> listen_tcp(const std::string& address, std::uint16_t port);

// Who may open a unix socket.
struct SocketAccess {
    mode_t mode = 0660;
    std::string group;  // by name; empty: the group of this process
};

// A unix socket. One that is left over is replaced; one on which somebody listens is not. Error invalid_config.
[[nodiscard]] Result<Listener> listen_unix(const std::string& path, const SocketAccess& access = {});

// Who has connected.
[[nodiscard]] Peer peer_of(int fd);

}  // namespace candor::http
