#include "daemon/delivery/transfer.hpp"

#include "daemon/delivery/transfer_waiter.hpp"

#include <csignal>
#include <fmt/format.h>
#include <new>
#include <stdexcept>
#include <sys/socket.h>
#include <utility>

namespace candor::delivery {

using std::chrono::steady_clock;

namespace {

template <class T>
void set(CURL* easy, CURLoption option, T value) {
    const CURLcode code = curl_easy_setopt(easy, option, value);
    if (code != CURLE_OK)
        throw std::runtime_error(
            fmt::format("libcurl refuses option {}: {}", static_cast<int>(option), curl_easy_strerror(code)));
}

// "HTTP/1.1 200 ...": an interim answer (1xx) is none.
bool is_final_status_line(std::string_view line) {
    const std::size_t space = line.find(' ');
    return line.starts_with("HTTP/") && space + 1 < line.size() && line[space + 1] != '1';
}

bool is_tls_failure(CURLcode code) {
    switch (code) {
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_USE_SSL_FAILED: return true;
        default: return false;
    }
}

}  // namespace

std::shared_ptr<void> curl_process() {
    static std::weak_ptr<void> current;
    if (auto held = current.lock()) return held;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::runtime_error("libcurl cannot be initialised");
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to connections that the other side may have closed
    static int token = 0;
    const std::shared_ptr<void> process(&token, [](void*) { curl_global_cleanup(); });
    current = process;
    return process;
}

Transfer::Transfer(const TransferOptions& options, std::shared_ptr<const AddressPolicy> policy)
    : easy_(nullptr), process_(curl_process()), policy_(std::move(policy)), waiter_(std::make_unique<Waiter>()),
      body_timeout_(options.body_timeout), header_limit_(options.header_limit), body_limit_(options.body_limit) {
    easy_ = curl_easy_init();
    if (easy_ == nullptr) throw std::bad_alloc();
    set_common_options(options);
}

Transfer::~Transfer() {
    curl_easy_cleanup(easy_);
}

void Transfer::set_common_options(const TransferOptions& options) {
    set(easy_, CURLOPT_PRIVATE, static_cast<void*>(this));
    set(easy_, CURLOPT_NOSIGNAL, 1L);
    set(easy_, CURLOPT_ERRORBUFFER, error_.data());
    set(easy_, CURLOPT_PROTOCOLS_STR, options.protocols.c_str());
    set(easy_, CURLOPT_FOLLOWLOCATION, 0L);
    set(easy_, CURLOPT_PROXY, "");
    set(easy_, CURLOPT_NOPROXY, "*");
    set(easy_, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(easy_, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    if (!options.user_agent.empty()) set(easy_, CURLOPT_USERAGENT, options.user_agent.c_str());

    set(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));  // HTTP/2 in 7.88 is known bad
    set(easy_, CURLOPT_TCP_NODELAY, 1L);
    set(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
    set(easy_, CURLOPT_TIMEOUT_MS, static_cast<long>(options.timeout.count()));
    set(easy_, CURLOPT_QUICK_EXIT, 1L);         // else removing a transfer waits for its resolver thread
    set(easy_, CURLOPT_DNS_CACHE_TIMEOUT, 0L);  // else every transfer walks the cache of all hosts

    set(easy_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(easy_, CURLOPT_SSL_VERIFYPEER, 1L);
    set(easy_, CURLOPT_SSL_VERIFYHOST, 2L);
    set(easy_, CURLOPT_CAPATH, static_cast<char*>(nullptr));  // a CApath disables the cache of parsed authorities
    if (!options.ca_file.empty()) set(easy_, CURLOPT_CAINFO, options.ca_file.c_str());

    set(easy_, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    set(easy_, CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(easy_, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    set(easy_, CURLOPT_WRITEDATA, static_cast<void*>(this));
    set(easy_, CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_open_socket);
    set(easy_, CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
}

void Transfer::keep_body(bool keep, std::size_t limit) {
    keep_body_ = keep;
    body_limit_ = limit;
}

void Transfer::answer_line(std::string_view) {}

void Transfer::start_over() {
    result_ = {};
    header_bytes_ = 0;
    body_bytes_ = 0;
    body_.clear();
    refusal_.clear();
    answered_at_.reset();
    error_.front() = '\0';
}

TransferResult Transfer::collect(CURLcode code) const {
    TransferResult result = result_;
    long status = 0;
    long request_bytes = 0;
    curl_off_t uploaded = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy_, CURLINFO_REQUEST_SIZE, &request_bytes);
    curl_easy_getinfo(easy_, CURLINFO_SIZE_UPLOAD_T, &uploaded);
    result.code = code;
    result.status = static_cast<int>(status);
    result.request_bytes = request_bytes;
    result.uploaded = uploaded;
    return result;
}

// The status has been read; more of the body than this is not worth a place.
bool Transfer::overdue(steady_clock::time_point now) const {
    return body_timeout_ > Duration::zero() && answered_at_ && now - *answered_at_ >= body_timeout_;
}

std::string_view Transfer::answer_header(const char* name) const {
    curl_header* header = nullptr;
    if (curl_easy_header(easy_, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK) return {};
    return header->value;
}

std::string Transfer::failure(const TransferResult& result) const {
    if (!refusal_.empty()) return refusal_;
    // libcurl's own words say which certificate check failed; elsewhere they may repeat what came over the wire.
    if (is_tls_failure(result.code) && error_.front() != '\0') return error_.data();
    return curl_easy_strerror(result.code);
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string_view line(data, size * count);
    transfer.header_bytes_ += line.size();
    if (transfer.header_bytes_ > transfer.header_limit_) return 0;
    if (is_final_status_line(line) && !transfer.answered_at_) transfer.answered_at_ = steady_clock::now();
    transfer.answer_line(line);
    return line.size();
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::size_t length = size * count;
    transfer.body_bytes_ += length;
    if (transfer.body_bytes_ > transfer.body_limit_) return 0;
    if (transfer.keep_body_) transfer.body_.append(data, length);
    return length;
}

// Called with the address that is about to be connected to: after the resolver, before the first packet.
curl_socket_t Transfer::on_open_socket(void* self, curlsocktype, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(self);
    if (auto refusal = transfer.policy_->refusal(address->addr)) {
        transfer.refusal_ = std::move(*refusal);
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace candor::delivery
