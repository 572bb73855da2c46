// libcurl's multi interface on Asio: every transfer of the daemon runs here, on the I/O thread.
//
// A Transfer is one prepared easy handle, kept in its channel's pool and used again and again; Transfers runs them. All
// receivers get the same bounds: HTTP/1.1, no redirects, no proxy, an address check at connect, limits on header, body
// and time.
#pragma once

#include "core/time.hpp"
#include "daemon/async/task.hpp"
#include "daemon/delivery/address_policy.hpp"

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <curl/curl.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace candor::delivery {

struct TransferOptions {
    std::string protocols = "https";  // what CURLOPT_PROTOCOLS_STR takes: "https", "http,https", "smtp,smtps"
    std::string user_agent;
    std::string ca_file;  // trusted instead of the system's authorities; empty: the system's
    Duration connect_timeout = std::chrono::seconds{10};
    Duration timeout = std::chrono::seconds{15};      // of the whole transfer
    Duration body_timeout = std::chrono::seconds{2};  // for the body, once the status line has come; 0: no such limit
    std::size_t header_limit = 16 * 1024;
    std::size_t body_limit = 64 * 1024;
};

struct TransferResult {
    CURLcode code = CURLE_OK;
    int status = 0;                   // the last HTTP status or SMTP reply code; 0 where none came
    std::int64_t request_bytes = 0;   // of HTTP requests; 0 means that the other side has certainly seen nothing
    std::int64_t uploaded = 0;        // of an uploaded body, handed to the kernel

    // A final HTTP status line is an answer, whatever became of the body.
    [[nodiscard]] bool http_answered() const { return status >= 200; }
};

class Transfers;

// One prepared easy handle and all that libcurl points into while it runs. Channels derive from it to keep their headers
// and buffers with it.
class Transfer {
public:
    Transfer(const TransferOptions& options, std::shared_ptr<const AddressPolicy> policy);
    virtual ~Transfer();
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    [[nodiscard]] CURL* easy() const { return easy_; }

    // Whether the body of the next answers is kept (up to the limit) or only counted.
    void keep_body(bool keep, std::size_t limit);
    [[nodiscard]] const std::string& body() const { return body_; }
    // A header of the last HTTP answer; empty where there is none. Valid until the next transfer.
    [[nodiscard]] std::string_view answer_header(const char* name) const;
    // Why it failed, in one line, without the URL.
    [[nodiscard]] std::string failure(const TransferResult& result) const;

protected:
    // Each line of HTTP headers or SMTP replies, as it comes.
    virtual void answer_line(std::string_view line);

private:
    friend class Transfers;
    struct Waiter;  // whoever awaits the end

    void set_common_options(const TransferOptions& options);
    void start_over();
    [[nodiscard]] TransferResult collect(CURLcode code) const;
    [[nodiscard]] bool overdue(std::chrono::steady_clock::time_point now) const;

    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
    static curl_socket_t on_open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);

    CURL* easy_;
    std::shared_ptr<void> process_;  // libcurl's process-wide state outlives every handle
    std::shared_ptr<const AddressPolicy> policy_;
    std::unique_ptr<Waiter> waiter_;
    std::array<char, CURL_ERROR_SIZE> error_{};
    Duration body_timeout_;
    std::size_t header_limit_;
    std::size_t body_limit_;
    bool keep_body_ = false;

    // Of the running or last transfer.
    TransferResult result_;
    bool in_flight_ = false;
    std::size_t place_ = 0;  // among those in flight
    std::size_t header_bytes_ = 0;
    std::size_t body_bytes_ = 0;
    std::string body_;
    std::string refusal_;
    std::optional<std::chrono::steady_clock::time_point> answered_at_;
};

struct TransferCounters {
    std::uint64_t started = 0;
    std::uint64_t finished = 0;
    std::size_t in_flight = 0;
};

// Must outlive no transfer: abort() or drain before it goes, and keep its io_context longer.
class Transfers {
public:
    // `idle_connections`: kept open for reuse; bounded by half of the process's descriptors.
    explicit Transfers(boost::asio::io_context& io, std::size_t idle_connections = 2048);
    ~Transfers();
    Transfers(const Transfers&) = delete;
    Transfers& operator=(const Transfers&) = delete;

    // Runs a transfer whose options are set. Not cancellable: abort() ends it.
    [[nodiscard]] Task<TransferResult> perform(Transfer& transfer);

    // Ends all that runs, with CURLE_ABORTED_BY_CALLBACK and what was seen until then.
    void abort();

    [[nodiscard]] TransferCounters counters() const;
    [[nodiscard]] boost::asio::any_io_executor executor() const;  // of the loop that all this runs on

private:
    friend class Transfer;
    struct Engine;
    std::unique_ptr<Engine> engine_;
};

// The transfers of one channel that are not in use. A lease gives its transfer back by itself.
template <class T>
class TransferPool {
    using Idle = std::vector<std::unique_ptr<T>>;

public:
    class Lease {
    public:
        Lease(std::shared_ptr<Idle> home, std::unique_ptr<T> transfer) : home_(std::move(home)), transfer_(std::move(transfer)) {}
        Lease(Lease&&) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease() {
            if (transfer_ != nullptr) home_->push_back(std::move(transfer_));
        }
        T* operator->() const { return transfer_.get(); }
        T& operator*() const { return *transfer_; }

    private:
        std::shared_ptr<Idle> home_;  // shared, so that a lease may end after its pool
        std::unique_ptr<T> transfer_;
    };

    // `make` is called where no idle transfer is left: the pool grows to what was ever in flight at once.
    template <class Make>
    [[nodiscard]] Lease take(Make make) {
        if (idle_->empty()) return Lease(idle_, make());
        std::unique_ptr<T> transfer = std::move(idle_->back());
        idle_->pop_back();
        return Lease(idle_, std::move(transfer));
    }

private:
    std::shared_ptr<Idle> idle_ = std::make_shared<Idle>();
};

}  // namespace candor::delivery
