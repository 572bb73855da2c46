#include "core/message/subscription_mail.hpp"

#include "core/link.hpp"
#include "core/text.hpp"

namespace candor {

namespace {

Message laid_out(const std::string& language, const Filling& filling, const Layout& subject, const Layout& text, const Layout& html) {
    Message message;
    message.language = language;
    message.subject = std::string(trimmed(subject.fill(filling)));
    message.text = text.fill(filling);
    message.html = html.fill(filling);
    return message;
}

}  // namespace

Message render_subscription_mail(const TemplateSet& templates, const SubscriptionMail& mail) {
    Filling filling;
    filling.texts["language"] = mail.language;
    filling.texts["organisation"] = mail.organisation;
    filling.texts["url"] = mail.page;
    if (mail.about == Written::confirmation) filling.texts["confirm_url"] = mail.confirmation_url + personal_mark(LinkPurpose::confirm);
    else filling.texts["manage_url"] = mail.subscription_url + personal_mark(LinkPurpose::manage);
    const LanguageTemplates& language = templates.of(mail.language);
    return laid_out(mail.language, filling, language.subscription_subject, language.subscription_text, language.subscription_html);
}

Message render_quarantine_mail(const TemplateSet& templates, const QuarantineMail& mail) {
    Filling filling;
    filling.texts["language"] = mail.language;
    filling.texts["organisation"] = mail.organisation;
    filling.texts["url"] = mail.page;
    filling.texts["manage_url"] = mail.subscription_url + personal_mark(LinkPurpose::manage);
    filling.texts["subscription"] = mail.subscription;
    filling.texts["since"] = mail.since;
    const LanguageTemplates& language = templates.of(mail.language);
    return laid_out(mail.language, filling, language.quarantine_subject, language.quarantine_text, language.quarantine_html);
}

}  // namespace candor
