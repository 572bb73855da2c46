#include "daemon/delivery/tls_sessions.hpp"

namespace candor::delivery {

namespace {

constexpr std::size_t most = 2048;      // some 4 KB each
constexpr long lifetime_seconds = 7200;  // a certificate is looked at anew after this, at the latest

int place_of_sessions() {
    static const int place = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return place;
}

int place_of_host() {
    static const int place = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return place;
}

}  // namespace

TlsSessions::TlsSessions(SSL_CTX* context) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_set_timeout(context, lifetime_seconds);
    SSL_CTX_set_ex_data(context, place_of_sessions(), this);
    SSL_CTX_sess_set_new_cb(context, &TlsSessions::on_new_session);
}

void TlsSessions::prepare(SSL* connection, const std::string& host) {
    SSL_set_ex_data(connection, place_of_host(), const_cast<std::string*>(&host));
    const auto known = sessions_.find(host);
    if (known != sessions_.end()) SSL_set_session(connection, known->second.get());
}

// Takes the session over (1). A server may give several: the latest counts.
int TlsSessions::on_new_session(SSL* connection, SSL_SESSION* session) {
    auto* self = static_cast<TlsSessions*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), place_of_sessions()));
    const auto* host = static_cast<const std::string*>(SSL_get_ex_data(connection, place_of_host()));
    if (self == nullptr || host == nullptr) return 0;
    if (self->sessions_.size() >= most && !self->sessions_.contains(*host)) self->sessions_.erase(self->sessions_.begin());
    self->sessions_[*host].reset(session);
    return 1;
}

}  // namespace candor::delivery
