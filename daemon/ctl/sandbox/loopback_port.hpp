// An open port of 127.0.0.1 and the connections on it. Closing it closes them, so that every session ends by itself.
#pragma once

#include "daemon/async/task.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <list>

namespace candor::ctl {

class LoopbackPort {
public:
    using Socket = asio::ip::tcp::socket;

    LoopbackPort(const asio::any_io_executor& executor, std::uint16_t port);

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    [[nodiscard]] bool closed() const { return closed_; }

    // The next connection, kept here until forget(); nullptr once closed.
    [[nodiscard]] Task<Socket*> accept();
    void forget(Socket* socket);
    void close();

private:
    asio::ip::tcp::acceptor acceptor_;
    std::list<Socket> sockets_;
    bool closed_ = false;
};

}  // namespace candor::ctl
