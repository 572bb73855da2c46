// Both ends of TLS, with OpenSSL alone: a server that answers 200 to every request, and a client that makes as many connections as it is
// asked for, each with a full handshake, one request and one answer.
#pragma once

#include "tests/bench/load.hpp"

#include <chrono>
#include <csignal>
#include <fmt/format.h>
#include <functional>
#include <memory>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <unordered_map>

namespace candor::bench {

struct TlsFree {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using Tls = std::unique_ptr<SSL, TlsFree>;
using TlsContext = std::unique_ptr<SSL_CTX, TlsFree>;

[[noreturn]] inline void no_tls(const char* what) {
    fmt::print("{}: {}\n", what, ERR_error_string(ERR_get_error(), nullptr));
    std::exit(EXIT_FAILURE);
}

// Watches descriptors for whatever OpenSSL waits for.
class Watch {
public:
    Watch() : poller_(::epoll_create1(0)) {}
    ~Watch() { ::close(poller_); }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    void on(int fd, std::uint32_t what, bool known) const {
        epoll_event event{};
        event.events = what;
        event.data.fd = fd;
        ::epoll_ctl(poller_, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event);
    }
    template <class Then>
    void wait(Then then) {
        const int count = ::epoll_wait(poller_, events_.data(), static_cast<int>(events_.size()), -1);
        for (int i = 0; i < count; ++i) then(events_[static_cast<std::size_t>(i)].data.fd);
    }

private:
    int poller_;
    std::vector<epoll_event> events_ = std::vector<epoll_event>(256);
};

class TlsServer {
public:
    TlsServer(int listener, const char* certificate, const char* key)
        : listener_(listener), context_(SSL_CTX_new(TLS_server_method())) {
        ::signal(SIGPIPE, SIG_IGN);
        if (SSL_CTX_use_certificate_chain_file(context_.get(), certificate) != 1 ||
            SSL_CTX_use_PrivateKey_file(context_.get(), key, SSL_FILETYPE_PEM) != 1) {
            no_tls("the server's certificate");
        }
        watch_.on(listener, EPOLLIN, false);
    }

    [[noreturn]] void run() {
        for (;;) {
            watch_.wait([this](int fd) { fd == listener_ ? accept_all() : serve(fd); });
        }
    }

private:
    void accept_all() {
        for (int peer = 0; (peer = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK)) >= 0;) {
            const int on = 1;
            ::setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            Tls ssl(SSL_new(context_.get()));
            SSL_set_fd(ssl.get(), peer);
            SSL_set_accept_state(ssl.get());
            talks_[peer] = std::move(ssl);
            watch_.on(peer, EPOLLIN, false);
        }
    }

    // A read does the handshake, too. A request is one record, or two where its body is apart: it ends with a brace.
    void serve(int peer) {
        SSL* ssl = talks_.at(peer).get();
        static constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        for (;;) {
            const int got = SSL_read(ssl, buffer_.data(), static_cast<int>(buffer_.size()));
            if (got > 0) {
                if (buffer_[static_cast<std::size_t>(got) - 1] == '}')
                    SSL_write(ssl, answer.data(), static_cast<int>(answer.size()));
                continue;
            }
            if (SSL_get_error(ssl, got) == SSL_ERROR_WANT_READ) return;
            ERR_clear_error();
            talks_.erase(peer);
            ::close(peer);
            return;
        }
    }

    int listener_;
    TlsContext context_;
    Watch watch_;
    std::unordered_map<int, Tls> talks_;
    std::vector<char> buffer_ = std::vector<char>(65536);
};

class RawTls {
public:
    RawTls(std::uint16_t port, const std::string& authority, std::string request, std::function<std::string(int)> name)
        : port_(port), request_(std::move(request)), name_(std::move(name)),
          context_(SSL_CTX_new(TLS_client_method())) {
        if (SSL_CTX_load_verify_locations(context_.get(), authority.c_str(), nullptr) != 1) no_tls("the authority");
        SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    }

    // Exchanges a second.
    [[nodiscard]] double run(int count, int at_once) {
        const auto begin = std::chrono::steady_clock::now();
        while (started_ < std::min(count, at_once)) connect();
        while (finished_ < count) {
            watch_.wait([&](int fd) {
                if (!go_on(fd)) return;
                ++finished_;
                if (started_ < count) connect();
            });
        }
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        return count / took.count();
    }

private:
    struct Talk {
        Tls ssl;
        bool asked = false;
    };

    void connect() {
        const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port_);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
        const std::string name = name_(started_++);
        Talk talk{Tls(SSL_new(context_.get()))};
        SSL_set_fd(talk.ssl.get(), fd);
        SSL_set_tlsext_host_name(talk.ssl.get(),
                                 const_cast<char*>(name.c_str()));  // the macro casts by itself, the old way
        SSL_set1_host(talk.ssl.get(), name.c_str());
        SSL_set_connect_state(talk.ssl.get());
        talks_[fd] = std::move(talk);
        watch_.on(fd, EPOLLOUT, false);
    }

    // Whether it is over.
    [[nodiscard]] bool go_on(int fd) {
        Talk& talk = talks_.at(fd);
        SSL* ssl = talk.ssl.get();
        int done = 1;
        if (!talk.asked) {  // the first write does the handshake
            done = SSL_write(ssl, request_.data(), static_cast<int>(request_.size()));
            talk.asked = done > 0;
        }
        if (talk.asked) done = SSL_read(ssl, buffer_.data(), static_cast<int>(buffer_.size()));
        if (done <= 0) {
            const int wants = SSL_get_error(ssl, done);
            if (wants != SSL_ERROR_WANT_READ && wants != SSL_ERROR_WANT_WRITE) no_tls("a raw exchange");
            watch_.on(fd, wants == SSL_ERROR_WANT_READ ? EPOLLIN : EPOLLOUT, true);
            return false;
        }
        SSL_shutdown(ssl);
        talks_.erase(fd);
        ::close(fd);
        return true;
    }

    std::uint16_t port_;
    std::string request_;
    std::function<std::string(int)> name_;
    TlsContext context_;
    Watch watch_;
    std::unordered_map<int, Talk> talks_;
    std::vector<char> buffer_ = std::vector<char>(4096);
    int started_ = 0;
    int finished_ = 0;
};

}  // namespace candor::bench
