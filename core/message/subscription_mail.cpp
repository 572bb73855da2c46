#include "core/message/subscription_mail.hpp"

#include "core/link.hpp"
#include "core/text.hpp"

namespace candor {

Message render_subscription_mail(const TemplateSet& templates, const SubscriptionMail& mail) {
    Filling filling;
    filling.texts["language"] = mail.language;
    filling.texts["organisation"] = mail.organisation;
    filling.texts["url"] = mail.page;
    if (mail.about == Written::confirmation) filling.texts["confirm_url"] = mail.confirmation_url + personal_mark(LinkPurpose::confirm);
    else filling.texts["manage_url"] = mail.subscription_url + personal_mark(LinkPurpose::manage);
    const LanguageTemplates& language = templates.of(mail.language);
    Message message;
    message.language = mail.language;
    message.subject = std::string(trimmed(language.subscription_subject.fill(filling)));
    message.text = language.subscription_text.fill(filling);
    message.html = language.subscription_html.fill(filling);
    return message;
}

}  // namespace candor
