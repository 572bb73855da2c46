#include "daemon/delivery/wire.hpp"

#include "core/network.hpp"

#include <array>
#include <boost/asio/connect.hpp>
#include <cerrno>
#include <fmt/format.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <utility>

namespace candor::delivery {

using boost::system::error_code;

// To OpenSSL a connection that ends without a farewell spoils its session for the next. We say none: HTTP and SMTP have their own.
Wire::~Wire() {
    if (tls_) SSL_set_shutdown(tls_->native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

Task<bool> Wire::connect(std::vector<Tcp::endpoint> endpoints) {
    if (!failure_.empty()) co_return false;
    error_code failed;
    co_await asio::async_connect(socket_, endpoints, asio::redirect_error(asio::use_awaitable, failed));
    if (!failed) socket_.set_option(Tcp::no_delay(true), failed);
    co_return still_open(failed);
}

Task<bool> Wire::start_tls(asio::ssl::context& context, const std::string& host, const std::function<void(SSL*)>& prepare) {
    if (!open()) co_return false;
    tls_ = std::make_unique<asio::ssl::stream<Tcp::socket&>>(socket_, context);
    SSL* ssl = tls_->native_handle();
    if (parse_address(host)) {
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str());
    } else {
        SSL_set1_host(ssl, host.c_str());
        SSL_set_tlsext_host_name(ssl, host.c_str());
    }
    if (prepare) prepare(ssl);
    error_code failed;
    co_await tls_->async_handshake(asio::ssl::stream_base::client, asio::redirect_error(asio::use_awaitable, failed));
    const long verified = SSL_get_verify_result(ssl);
    if (failed && verified != X509_V_OK) close(fmt::format("TLS: {}", X509_verify_cert_error_string(verified)));
    co_return still_open(failed);
}

Task<std::size_t> Wire::read_some(asio::mutable_buffer space) {
    error_code failed;
    std::size_t got = 0;
    if (tls_) got = co_await tls_->async_read_some(space, asio::redirect_error(asio::use_awaitable, failed));
    else got = co_await socket_.async_read_some(space, asio::redirect_error(asio::use_awaitable, failed));
    (void)still_open(failed);
    co_return got;
}

void Wire::close(std::string why) {
    error_code ignored;
    socket_.close(ignored);
    if (failure_.empty()) failure_ = std::move(why);
}

bool Wire::stale() {
    if (!open()) return true;
    std::array<char, 1> byte{};
    const long got = ::recv(socket_.native_handle(), byte.data(), byte.size(), MSG_PEEK | MSG_DONTWAIT);
    return got >= 0 || errno != EAGAIN;
}

bool Wire::still_open(const error_code& failed) {
    if (failed) close(failed == asio::error::eof ? fmt::format("{} closed the connection", other_) : failed.message());
    return open();
}

}  // namespace candor::delivery
