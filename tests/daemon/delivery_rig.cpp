#include "tests/daemon/delivery_rig.hpp"

#include <arpa/inet.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace candor::delivery::rig {

namespace {

void add_extension(X509* certificate, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

X509* self_signed(EVP_PKEY* key, const std::string& name, long begin, long end) {
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), begin);
    X509_gmtime_adj(X509_getm_notAfter(certificate), end);
    X509_set_pubkey(certificate, key);
    X509_NAME* subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()), -1,
                               -1, 0);
    X509_set_issuer_name(certificate, subject);
    add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE");
    const bool literal = name.find_first_not_of("0123456789.") == std::string::npos;
    add_extension(certificate, NID_subject_alt_name, (literal ? "IP:" : "DNS:") + name);
    X509_sign(certificate, key, EVP_sha256());
    return certificate;
}

std::string write_pem(X509* certificate) {
    std::string path = "/tmp/candor-test-XXXXXX";
    const int fd = mkstemp(path.data());
    FILE* file = fdopen(fd, "w");
    PEM_write_X509(file, certificate);
    std::fclose(file);
    return path;
}

SSL* ssl(void* pointer) {
    return static_cast<SSL*>(pointer);
}

}  // namespace

TlsIdentity::TlsIdentity(const std::string& name, long begin, long end) : context_(SSL_CTX_new(TLS_server_method())) {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = self_signed(key, name, begin, end);
    SSL_CTX_use_certificate(static_cast<SSL_CTX*>(context_), certificate);
    SSL_CTX_use_PrivateKey(static_cast<SSL_CTX*>(context_), key);
    file_ = write_pem(certificate);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

TlsIdentity::~TlsIdentity() {
    SSL_CTX_free(static_cast<SSL_CTX*>(context_));
    ::unlink(file_.c_str());
}

Peer::Peer(int fd, const TlsIdentity* identity) : fd_(fd), identity_(identity) {}

Peer::~Peer() {
    if (ssl_ != nullptr) SSL_free(ssl(ssl_));
    if (fd_ >= 0) ::close(fd_);
}

bool Peer::start_tls() {
    if (identity_ == nullptr) return false;
    ssl_ = SSL_new(static_cast<SSL_CTX*>(identity_->context()));
    SSL_set_fd(ssl(ssl_), fd_);
    const bool accepted = SSL_accept(ssl(ssl_)) == 1;
    ERR_clear_error();
    return accepted;
}

bool Peer::resumed() const {
    return ssl_ != nullptr && SSL_session_reused(ssl(ssl_)) == 1;
}

std::string Peer::read_some() {
    std::string bytes(16 * 1024, '\0');
    const long got = ssl_ != nullptr ? SSL_read(ssl(ssl_), bytes.data(), static_cast<int>(bytes.size()))
                                     : ::recv(fd_, bytes.data(), bytes.size(), 0);
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    gone_ = bytes.empty();
    return bytes;
}

std::string Peer::read_line() {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n")) == std::string::npos) {
        const std::string more = read_some();
        if (more.empty()) return "";
        buffer_ += more;
    }
    std::string line = buffer_.substr(0, end);
    buffer_.erase(0, end + 2);
    return line;
}

std::string Peer::read_http_request() {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        const std::string more = read_some();
        if (more.empty()) return "";
        buffer_ += more;
    }
    std::size_t total = end + 4;
    const std::size_t header = buffer_.find("Content-Length: ");
    if (header < end) total += std::stoul(buffer_.substr(header + 16));
    while (buffer_.size() < total) {
        const std::string more = read_some();
        if (more.empty()) return "";
        buffer_ += more;
    }
    std::string request = buffer_.substr(0, total);
    buffer_.erase(0, total);
    return request;
}

void Peer::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const long sent = ssl_ != nullptr ? SSL_write(ssl(ssl_), bytes.data(), static_cast<int>(bytes.size()))
                                          : ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void Peer::reset() {
    const linger at_once{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void Peer::wait_until_gone() {
    while (!read_some().empty()) {}
}

bool Peer::gone_within(Duration wait) {
    pollfd gone{fd_, POLLRDHUP, 0};
    return ::poll(&gone, 1, static_cast<int>(wait.count())) > 0;
}

void Peer::stop() {
    ::shutdown(fd_, SHUT_RDWR);
}

Server::Server(Serve serve, const TlsIdentity* identity, bool accepts)
    : serve_(std::move(serve)), identity_(identity), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, length) != 0 || ::listen(listener_, 64) != 0)
        throw std::runtime_error("cannot listen");
    ::getsockname(listener_, generic, &length);
    port_ = ntohs(address.sin_port);
    if (accepts) acceptor_ = std::thread([this] { accept_all(); });
}

Server::~Server() {
    ::shutdown(listener_, SHUT_RDWR);
    if (acceptor_.joinable()) acceptor_.join();
    ::close(listener_);
    {
        const std::lock_guard lock(mutex_);
        for (const auto& weak : peers_) {
            if (const auto peer = weak.lock()) peer->stop();
        }
    }
    for (std::thread& thread : threads_) thread.join();
}

void Server::accept_all() {
    for (;;) {
        const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) return;
        ++connections_;
        auto peer = std::make_shared<Peer>(fd, identity_);
        const std::lock_guard lock(mutex_);
        peers_.push_back(peer);
        threads_.emplace_back([this, peer = std::move(peer)] { serve_(*peer); });
    }
}

std::string Server::url(std::string_view path, std::string_view scheme) const {
    return fmt::format("{}://127.0.0.1:{}{}", scheme, port_, path);
}

void Server::note(std::string text) {
    const std::lock_guard lock(mutex_);
    notes_.push_back(std::move(text));
}

std::vector<std::string> Server::notes() const {
    const std::lock_guard lock(mutex_);
    return notes_;
}

struct Loop::State {
    asio::io_context io{1};
    std::unique_ptr<Transfers> transfers = std::make_unique<Transfers>(io);
    std::unique_ptr<HttpClient> webhooks = std::make_unique<HttpClient>(io.get_executor());
};

Loop::Loop() : state_(std::make_unique<State>()) {}
Loop::~Loop() = default;

Transfers& Loop::transfers() {
    return *state_->transfers;
}

HttpClient& Loop::webhooks() {
    return *state_->webhooks;
}

void Loop::destroy_during(Task<Outcome> task) {
    asio::co_spawn(state_->io, std::move(task), [](const std::exception_ptr&, const Outcome&) {});
    state_->io.restart();
    state_->io.run_for(std::chrono::milliseconds(200));
    state_->transfers.reset();
    state_->webhooks.reset();
    state_->io.run_for(std::chrono::milliseconds(50));
}

void Loop::run_task(Task<> task) {
    asio::co_spawn(state_->io, std::move(task), [](const std::exception_ptr& thrown) {
        if (thrown) std::rethrow_exception(thrown);
    });
    state_->io.restart();
    state_->io.run();
}

Outcome Loop::run(Task<Outcome> task) {
    return run_for(std::move(task));
}

std::vector<Outcome> Loop::run_all(std::vector<Task<Outcome>> tasks) {
    std::vector<Outcome> outcomes(tasks.size());
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        asio::co_spawn(state_->io, std::move(tasks[i]),
                       [&outcomes, i](const std::exception_ptr& thrown, Outcome outcome) {
                           if (thrown) std::rethrow_exception(thrown);
                           outcomes[i] = std::move(outcome);
                       });
    }
    state_->io.restart();
    state_->io.run();
    return outcomes;
}

std::string http(int status, std::string_view headers, std::string_view body) {
    return fmt::format("HTTP/1.1 {} Something\r\nContent-Length: {}\r\n{}\r\n{}", status, body.size(), headers, body);
}

std::shared_ptr<const AddressPolicy> loopback_allowed() {
    return std::make_shared<const AddressPolicy>(std::vector{Network::parse("127.0.0.0/8").value()},
                                                 std::vector<std::uint16_t>{443, 8443});
}

std::shared_ptr<Envelope> envelope(std::string address) {
    auto message = std::make_shared<Message>();
    message->language = "en";
    message->subject = "Card payments fail";
    message->text = "Card payments fail.\nNext update by 14:30 UTC.\n";
    message->html = "<!doctype html><p>Card payments fail.</p>\n";
    message->json = R"({"type":"incident.update","data":{"text":"Card payments fail."}})";
    auto made = std::make_shared<Envelope>();
    made->id = DeliveryId("0123456789abcdef0123456789abcdef");
    made->incident = IncidentId("incident0001");
    made->update = UpdateId("update000001");
    made->recipient = "comms-lead";
    made->address = std::move(address);
    made->message = std::move(message);
    made->at = Time{std::chrono::seconds{1'795'000'000}};
    made->published_at = made->at;
    return made;
}

}  // namespace candor::delivery::rig
