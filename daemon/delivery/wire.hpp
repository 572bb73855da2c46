// One TCP connection on the I/O thread, in clear or under TLS. Once it is closed it stays closed, and knows why; whoever waits on
// it is let go.
#pragma once

#include "daemon/async/task.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace candor::delivery {

class Wire {
public:
    using Tcp = asio::ip::tcp;

    // `other`: what the other side is called where it is said why the connection ended ("the relay"). Static text.
    Wire(const asio::any_io_executor& executor, std::string_view other) : socket_(executor), other_(other) {}
    ~Wire();
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    // To the first of these that answers, in turn. False where none does.
    [[nodiscard]] Task<bool> connect(std::vector<Tcp::endpoint> endpoints);
    // While it connects: no longer to this address.
    void try_next() { socket_.cancel(); }
    // The certificate must be for `host`, a name or an address; `prepare` has the last word before the handshake. False where there
    // is no trust, and nothing may be sent.
    [[nodiscard]] Task<bool> start_tls(asio::ssl::context& context, const std::string& host, const std::function<void(SSL*)>& prepare = {});

    // How many bytes were handed over.
    template <class Buffers>
    [[nodiscard]] Task<std::size_t> write(const Buffers& buffers) {
        boost::system::error_code failed;
        std::size_t written = 0;
        if (tls_) written = co_await asio::async_write(*tls_, buffers, asio::redirect_error(asio::use_awaitable, failed));
        else written = co_await asio::async_write(socket_, buffers, asio::redirect_error(asio::use_awaitable, failed));
        (void)still_open(failed);
        co_return written;
    }
    // How many bytes have come; 0 where the connection has ended.
    [[nodiscard]] Task<std::size_t> read_some(asio::mutable_buffer space);

    void close(std::string why);
    [[nodiscard]] bool open() const { return socket_.is_open() && failure_.empty(); }
    [[nodiscard]] bool secure() const { return tls_ != nullptr; }
    [[nodiscard]] const std::string& failure() const { return failure_; }
    // Whether the other side has sent something, or closed, while nothing was asked of it.
    [[nodiscard]] bool stale();

private:
    [[nodiscard]] bool still_open(const boost::system::error_code& failed);

    Tcp::socket socket_;
    std::unique_ptr<asio::ssl::stream<Tcp::socket&>> tls_;  // it has big buffers: none for what goes in clear
    std::string_view other_;
    std::string failure_;
};

}  // namespace candor::delivery
