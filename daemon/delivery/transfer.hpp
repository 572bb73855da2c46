// One prepared libcurl easy handle, used again and again. All receivers get the same bounds: HTTP/1.1, no redirects, no
// proxy, an address check at connect, limits on header, body and time.
#pragma once

#include "core/time.hpp"
#include "daemon/delivery/address_policy.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <curl/curl.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace candor::delivery {

class Transfers;

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
    int status = 0;                  // the last HTTP status or SMTP reply code; 0 where none came
    std::int64_t request_bytes = 0;  // of HTTP requests; 0 means that the other side has certainly seen nothing
    std::int64_t uploaded = 0;       // of an uploaded body, handed to the kernel

    // A final HTTP status line is an answer, whatever became of the body.
    [[nodiscard]] bool http_answered() const { return status >= 200; }
};

// One prepared easy handle and all that libcurl points into while it runs. Channels derive from it to keep their
// headers and buffers with it.
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

// libcurl's process-wide state: there for as long as anybody holds it.
[[nodiscard]] std::shared_ptr<void> curl_process();

}  // namespace candor::delivery
