// Mail over SMTP to the operator's relay: one recipient per transaction, connections reused, our own MIME.
//
// The class of an outcome follows from the relay's last reply and from how far the transaction had come. Message-ID is
// the delivery's and never changes, so a copy after an ambiguous outcome can be known for one.
#pragma once

#include "core/error.hpp"
#include "core/message/mime.hpp"
#include "daemon/delivery/channel.hpp"
#include "daemon/delivery/smtp.hpp"
#include "daemon/delivery/transfers.hpp"

#include <memory>
#include <string>
#include <vector>

namespace candor::delivery {

// The relay (helo_name: the domain of `from` where empty), and what its mails say of themselves.
struct EmailSettings : SmtpRelay {
    using Tls = SmtpTls;

    std::string from;               // mail address
    std::string from_name;          // display name; may be empty
    std::string envelope_from;      // where bounces go; `from` where empty
    std::string reply_to;           // mail address; empty: no Reply-To
    std::string list_id;            // "status.example.org"; empty: no List-Id
    std::string list_name;          // display name of the list; may be empty
    std::string message_id_domain;  // the domain of `from` where empty
};

class Email final : public Channel {
public:
    // On the loop of `transfers`. Refuses (invalid_argument, `field` names the setting) addresses and names that cannot
    // stand in a mail, and a file of authorities that cannot be read.
    [[nodiscard]] static Result<std::unique_ptr<Email>> create(const Transfers& transfers, EmailSettings settings,
                                                               std::shared_ptr<const AddressPolicy> policy);
    ~Email() override;

    [[nodiscard]] Task<Outcome> attempt(std::shared_ptr<const Envelope> envelope) override;
    [[nodiscard]] std::string host_of(const std::string& address) const override;
    // A copy is the same mail with the same Message-ID, but it does arrive: the dispatcher decides by the kind of
    // update.
    [[nodiscard]] bool idempotent() const override { return false; }
    void abort() override;

private:
    // A rendered variant, encoded once. The message is held weakly: it is the dispatcher's.
    struct Encoded {
        std::weak_ptr<const Message> message;
        std::shared_ptr<const MailBody> body;
    };

    Email(std::unique_ptr<SmtpClient> client, EmailSettings settings, MailHead shared);
    [[nodiscard]] std::shared_ptr<const MailBody> body_of(const std::shared_ptr<const Message>& message);
    [[nodiscard]] Result<MailHead> head_for(const Envelope& envelope) const;
    [[nodiscard]] std::string message_id(const DeliveryId& id) const;

    std::unique_ptr<SmtpClient> client_;
    EmailSettings settings_;
    std::string relay_host_;
    MailHead shared_;  // what all mails of this channel have in common
    std::vector<Encoded> encoded_;
};

}  // namespace candor::delivery
