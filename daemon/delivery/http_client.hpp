// HTTP/1.1 POSTs (RFC 9112) on the I/O thread, for the one thing that is sent to thousands: webhooks. Kept connections, TLS 1.2 and
// later with sessions resumed, the address judged before the first packet, limits on time and on what is answered. Redirects,
// proxies and cookies are not for it.
//
// Not libcurl: it takes twice the processor time of this for each request, and eight sessions of TLS are all that 7.88 remembers. What
// is asked of a few servers now and then stays with libcurl (transfers.hpp).
#pragma once

#include "core/error.hpp"
#include "core/time.hpp"
#include "daemon/async/task.hpp"
#include "daemon/delivery/address_policy.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace candor::delivery {

struct HttpSettings {
    bool allow_plain_http = false;  // for receivers inside the operator's own network
    std::string ca_file;            // trusted instead of the system's authorities; empty: the system's
    Duration connect_timeout = std::chrono::seconds{10};  // until the connection is ready for the request
    Duration timeout = std::chrono::seconds{15};          // of the whole exchange
    Duration body_timeout = std::chrono::seconds{2};      // for the body, once the status line has come
    std::size_t header_limit = 16 * 1024;                 // bytes of the answer
    std::size_t body_limit = 64 * 1024;
};

// How receivers are met: shared by all requests that meet theirs alike, which share connections and sessions of TLS, too.
class HttpManners {
public:
    // Refuses (invalid_config) a file of authorities that cannot be read.
    [[nodiscard]] static Result<std::shared_ptr<const HttpManners>> create(HttpSettings settings, std::shared_ptr<const AddressPolicy> policy);
    ~HttpManners();
    HttpManners(const HttpManners&) = delete;
    HttpManners& operator=(const HttpManners&) = delete;

private:
    friend class HttpClient;
    struct Shared;
    explicit HttpManners(std::unique_ptr<Shared> shared);
    std::unique_ptr<Shared> shared_;
};

// The views must live until the exchange is over.
struct HttpPost {
    std::string_view url;
    std::string_view headers;  // each line with its CRLF; those that every request has are added
    std::string_view body;
    bool keep_connection = true;
    std::size_t keep_body = 0;  // of the answer, at most so many bytes
};

struct HttpAnswer {
    int status = 0;             // of the final answer; 0 where none came
    std::string retry_after;    // its Retry-After, as it stands there
    std::string body;           // as much as was to be kept
    bool hopeless = false;      // such a URL can never be written to
    bool sent = false;          // the other side may have seen the request
    std::string failure;        // why there is no whole answer; empty where there is

    // A final status line is an answer, whatever became of the body.
    [[nodiscard]] bool answered() const { return status != 0; }
};

class HttpClient {
public:
    // `idle_connections`: kept open for the next request, at most.
    explicit HttpClient(asio::any_io_executor executor, std::size_t idle_connections = 2048);
    // Before its executor goes. What is under way ends with what was seen until then.
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    // Never throws for what the other side does. A kept connection that ends without an answer was closed meanwhile, most likely: the
    // request is sent once more, on a new one.
    [[nodiscard]] Task<HttpAnswer> post(std::shared_ptr<const HttpManners> manners, HttpPost request);

    // Ends all that is under way, with what was seen until then.
    void abort();

    [[nodiscard]] std::size_t in_flight() const;

private:
    struct State;
    std::shared_ptr<State> state_;  // shared with what is under way, which may end later
};

}  // namespace candor::delivery
