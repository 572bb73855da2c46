#include "tests/daemon/ctl_stand_in.hpp"

#include <cstdlib>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace candor::ctl {

namespace {

std::filesystem::path temporary_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "ctl-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    return pattern;
}

// The whole request: head, and as much body as Content-Length says.
std::string read_request(int connection) {
    std::string text;
    char buffer[4096];
    while (true) {
        const auto head = text.find("\r\n\r\n");
        if (head != std::string::npos) {
            const auto at = text.find("Content-Length: ");
            const auto body = at < head ? static_cast<std::size_t>(std::stoul(text.substr(at + 16))) : 0;
            if (text.size() >= head + 4 + body) return text;
        }
        const auto got = ::read(connection, buffer, sizeof buffer);
        if (got <= 0) return text;
        text.append(buffer, static_cast<std::size_t>(got));
    }
}

}  // namespace

DaemonStandIn::DaemonStandIn(std::deque<Scripted> script) : folder_(temporary_folder()), script_(std::move(script)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket().copy(address.sun_path, sizeof address.sun_path - 1);
    listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_, 8) != 0) {
        throw std::runtime_error("cannot listen on " + socket());
    }
    thread_ = std::thread([this] { serve(); });
}

DaemonStandIn::~DaemonStandIn() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
    std::filesystem::remove_all(folder_);
}

std::vector<std::string> DaemonStandIn::asked() {
    const std::lock_guard lock(mutex_);
    return asked_;
}

void DaemonStandIn::serve() {
    while (true) {
        const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) return;
        answer(connection);
        ::close(connection);
    }
}

void DaemonStandIn::answer(int connection) {
    const auto request = read_request(connection);
    const auto line = request.substr(0, request.find(" HTTP/1.1"));
    const auto body = request.substr(std::min(request.find("\r\n\r\n") + 4, request.size()));
    Scripted scripted;
    {
        const std::lock_guard lock(mutex_);
        asked_.push_back(body.empty() ? line : line + " " + body);
        scripted = script_.front();
        if (script_.size() > 1) script_.pop_front();
    }
    if (scripted.status == 0) return;  // the connection ends without an answer
    const auto answer = "HTTP/1.1 " + std::to_string(scripted.status) +
                        " x\r\nConnection: close\r\nContent-Length: " + std::to_string(scripted.body.size()) +
                        "\r\n\r\n" + scripted.body;
    static_cast<void>(::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL));
}

}  // namespace candor::ctl
