// Sessions of TLS that may be resumed, by host: a second update to the same hosts spares most of the handshake. Belongs to one SSL_CTX,
// on the I/O thread. Bounded: where there are too many, somebody's handshake is a whole one.
#pragma once

#include <memory>
#include <openssl/ssl.h>
#include <string>
#include <unordered_map>

namespace candor::delivery {

class TlsSessions {
public:
    // `context` from now on gives its sessions to this; both go together.
    explicit TlsSessions(SSL_CTX* context);
    TlsSessions(const TlsSessions&) = delete;
    TlsSessions& operator=(const TlsSessions&) = delete;

    // Before the handshake: resumes what there is of `host`. `host` must live as long as the connection.
    void prepare(SSL* connection, const std::string& host);

    [[nodiscard]] std::size_t size() const { return sessions_.size(); }

private:
    struct Free {
        void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
    };
    static int on_new_session(SSL* connection, SSL_SESSION* session);

    std::unordered_map<std::string, std::unique_ptr<SSL_SESSION, Free>> sessions_;
};

}  // namespace candor::delivery
