// Mail over SMTP to the operator's relay: one recipient per transaction, connections reused, our own MIME.
//
// The class of an outcome follows from the server's last reply and from how far the transaction had come; libcurl's exit
// codes do not tell. Message-ID is the delivery's and never changes, so a copy after an ambiguous outcome can be known.
#pragma once

#include "core/error.hpp"
#include "core/message/mime.hpp"
#include "core/secret.hpp"
#include "daemon/delivery/address_policy.hpp"
#include "daemon/delivery/channel.hpp"
#include "daemon/delivery/transfers.hpp"

#include <memory>
#include <string>
#include <vector>

namespace candor::delivery {

struct EmailSettings {
    // starttls is required, never merely tried.
    enum class Tls { starttls, implicit, none };

    std::string host;  // of the relay: a name, or an address without brackets
    std::uint16_t port = 587;
    Tls tls = Tls::starttls;
    std::string user;  // for AUTH; empty: no AUTH
    Secret password;
    std::string ca_file;    // trusted instead of the system's authorities; empty: the system's
    std::string helo_name;  // what we call ourselves in EHLO; the domain of `from` where empty

    std::string from;               // mail address
    std::string from_name;          // display name; may be empty
    std::string envelope_from;      // where bounces go; `from` where empty
    std::string reply_to;           // mail address; empty: no Reply-To
    std::string list_id;            // "status.example.org"; empty: no List-Id
    std::string list_name;          // display name of the list; may be empty
    std::string message_id_domain;  // the domain of `from` where empty

    Duration connect_timeout = std::chrono::seconds{15};
    Duration timeout = std::chrono::seconds{60};  // of one transaction: a relay may filter before it answers
};

// How far an SMTP transaction had come when the last reply was read.
enum class SmtpStage {
    session,  // greeting, EHLO, STARTTLS, AUTH: nothing of this mail has been said
    sender,   // MAIL FROM
    recipient,  // RCPT TO
    data,     // DATA, before the go-ahead
    content,  // after 354
};

struct SmtpExchange {
    SmtpStage stage = SmtpStage::session;
    int reply = 0;              // the last reply code; 0 where none came
    bool complete = false;      // libcurl says that all went well
    bool all_uploaded = false;  // every byte of the mail was handed to the kernel
};
[[nodiscard]] Verdict smtp_verdict(const SmtpExchange& exchange);

class Email final : public Channel {
public:
    // Refuses (invalid_argument, `field` names the setting) addresses and names that cannot stand in a mail.
    [[nodiscard]] static Result<std::unique_ptr<Email>> create(Transfers& transfers, EmailSettings settings,
                                                               std::shared_ptr<const AddressPolicy> policy);
    ~Email() override;

    [[nodiscard]] Task<Outcome> attempt(std::shared_ptr<const Envelope> envelope) override;
    [[nodiscard]] std::string host_of(const std::string& address) const override;
    // A copy is the same mail with the same Message-ID, but it does arrive: the dispatcher decides by the kind of update.
    [[nodiscard]] bool idempotent() const override { return false; }

private:
    class Submission;

    // A rendered variant, encoded once. The message is held weakly: it is the dispatcher's.
    struct Encoded {
        std::weak_ptr<const Message> message;
        std::shared_ptr<const MailBody> body;
    };

    Email(Transfers& transfers, EmailSettings settings, std::shared_ptr<const AddressPolicy> policy, MailHead template_head);
    [[nodiscard]] std::shared_ptr<const MailBody> body_of(const std::shared_ptr<const Message>& message);
    [[nodiscard]] Result<MailHead> head_for(const Envelope& envelope) const;
    [[nodiscard]] std::string message_id(const DeliveryId& id) const;
    [[nodiscard]] std::unique_ptr<Submission> make_submission() const;
    [[nodiscard]] static Outcome outcome_of(const Submission& submission, const TransferResult& result);

    Transfers& transfers_;
    EmailSettings settings_;
    std::shared_ptr<const AddressPolicy> policy_;
    MailHead template_;  // what all mails of this channel share
    TransferPool<Submission> submissions_;
    std::vector<Encoded> encoded_;
};

}  // namespace candor::delivery
