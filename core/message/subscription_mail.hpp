// The mails about a subscription itself: "is this address yours?", and "you hear already". No word in them was typed by
// anybody: whoever types a stranger's address into the form cannot have us write to that stranger.
#pragma once

#include "core/message/message.hpp"
#include "core/message/template_set.hpp"
#include "core/subscriber/subscriber.hpp"

#include <string>

namespace candor {

struct SubscriptionMail {
    Written about = Written::confirmation;  // not `nothing`
    std::string language;
    std::string organisation;
    std::string page;              // URL of the public page
    std::string confirmation_url;  // under which links to confirm are; ends in a slash
    std::string subscription_url;  // the same of links to change
};

// With a mark where the recipient's own token belongs (core/link.hpp).
[[nodiscard]] Message render_subscription_mail(const TemplateSet& templates, const SubscriptionMail& mail);

// To whoever looks after a webhook that was put aside: what to do. Nothing that its owner typed is in it, the URL neither.
struct QuarantineMail {
    std::string language;
    std::string organisation;
    std::string page;
    std::string subscription_url;
    std::string subscription;  // its id
    std::string since;         // as the language writes a moment
};
[[nodiscard]] Message render_quarantine_mail(const TemplateSet& templates, const QuarantineMail& mail);

}  // namespace candor
