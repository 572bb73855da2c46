// A small SMTP client (RFC 5321) on the I/O thread, for submission to one relay: STARTTLS or implicit TLS, AUTH PLAIN
// and LOGIN, PIPELINING, connections kept for the next mail.
//
// Not libcurl's: 7.88 waits for the reply to the content in a blocking call, inside its multi interface. A relay that
// takes two seconds to answer stops the whole daemon for two seconds, for every mail. It also never pipelines.
#pragma once

#include "core/delivery/outcome.hpp"
#include "core/error.hpp"
#include "core/secret.hpp"
#include "daemon/async/task.hpp"
#include "daemon/delivery/address_policy.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace candor::delivery {

// starttls is required, never merely tried.
enum class SmtpTls { starttls, implicit, none };

struct SmtpRelay {
    std::string host;  // a name, or an address without brackets
    std::uint16_t port = 587;
    SmtpTls tls = SmtpTls::starttls;
    std::string user;  // for AUTH; empty: no AUTH
    Secret password;
    std::string ca_file;    // trusted instead of the system's authorities; empty: the system's
    std::string helo_name;  // what we call ourselves
    Duration connect_timeout = std::chrono::seconds{15};  // until the session is ready for mail
    Duration timeout = std::chrono::seconds{60};          // of one transaction: a relay may filter before it answers
};

// How far a transaction had come when the last reply was read.
enum class SmtpStage {
    session,    // greeting, EHLO, STARTTLS, AUTH: nothing of this mail has been answered
    sender,     // MAIL FROM
    recipient,  // RCPT TO
    data,       // DATA, not granted
    content,    // DATA granted, or the content answered
};

struct SmtpExchange {
    SmtpStage stage = SmtpStage::session;
    int reply = 0;              // the last reply code; 0 where none came
    bool all_uploaded = false;  // every byte of the content, its final dot included, was handed to the kernel
};

// What this means for the delivery. The last reply decides; silence after the final dot is ambiguous.
[[nodiscard]] Verdict smtp_verdict(const SmtpExchange& exchange);

struct SmtpResult {
    SmtpExchange exchange;
    std::string said;     // the last reply, as the relay wrote it
    std::string failure;  // why the connection ended; empty where it did not
};

// One mail to one recipient. The content's lines end in CRLF, the last one included, and none begins with a dot.
struct SmtpMail {
    std::string_view sender;
    std::string_view recipient;
    std::span<const std::string_view> content;
};

class SmtpClient {
public:
    // Refuses (invalid_argument) a file of authorities that cannot be read.
    [[nodiscard]] static Result<std::unique_ptr<SmtpClient>> create(boost::asio::any_io_executor executor,
                                                                    SmtpRelay relay,
                                                                    std::shared_ptr<const AddressPolicy> policy);
    ~SmtpClient();  // abort() and wait first, unless the loop never runs again
    SmtpClient(const SmtpClient&) = delete;
    SmtpClient& operator=(const SmtpClient&) = delete;

    // What the views of `mail` point to must live until this completes. As many connections as mails under way.
    [[nodiscard]] Task<SmtpResult> send(SmtpMail mail);

    // Ends what is under way, with what was seen until then.
    void abort();

private:
    class Connection;
    struct State;
    explicit SmtpClient(std::shared_ptr<State> state);

    [[nodiscard]] Task<> establish(std::shared_ptr<Connection> connection, SmtpResult& result);

    std::shared_ptr<State> state_;  // shared with what is under way, which may end later
};

}  // namespace candor::delivery
