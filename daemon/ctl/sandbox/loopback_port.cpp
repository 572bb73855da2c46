#include "daemon/ctl/sandbox/loopback_port.hpp"

#include "daemon/ctl/sandbox/receivers.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace candor::ctl {

using asio::ip::tcp;

LoopbackPort::LoopbackPort(const asio::any_io_executor& executor, std::uint16_t port)
    : acceptor_(executor, tcp::endpoint(asio::ip::address_v4::loopback(), port)) {}

Task<LoopbackPort::Socket*> LoopbackPort::accept() {
    while (true) {
        boost::system::error_code failure;
        Socket socket = co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, failure));
        if (closed_) co_return nullptr;
        if (failure == asio::error::connection_aborted) continue;  // the peer went before it was its turn
        if (failure) throw boost::system::system_error(failure, "accepting a connection of the sandbox");
        sockets_.push_back(std::move(socket));
        co_return &sockets_.back();
    }
}

void LoopbackPort::forget(Socket* socket) {
    sockets_.remove_if([socket](const Socket& kept) { return &kept == socket; });
}

void LoopbackPort::close() {
    closed_ = true;
    boost::system::error_code ignored;  // a socket that its peer has closed is closed enough
    static_cast<void>(acceptor_.close(ignored));
    for (Socket& socket : sockets_) static_cast<void>(socket.close(ignored));
}

std::uint16_t free_port(const asio::any_io_executor& executor, std::uint16_t wanted) {
    for (const std::uint16_t port : {wanted, std::uint16_t{0}}) {
        tcp::acceptor acceptor(executor);
        boost::system::error_code failure;
        static_cast<void>(acceptor.open(tcp::v4(), failure));
        static_cast<void>(acceptor.bind(tcp::endpoint(asio::ip::address_v4::loopback(), port), failure));
        if (!failure) return acceptor.local_endpoint().port();
    }
    return 0;
}

}  // namespace candor::ctl
