// The mails to those who subscribe, in every language that there is.
#include "core/link.hpp"
#include "core/message/subscription_mail.hpp"
#include "message_story.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace candor::story;
using Catch::Matchers::Contains;

namespace {

SubscriptionMail mail(Written about, const std::string& language) {
    return {about, language, "Example <Shop> & Co", "https://status.example.org/", "https://status.example.org/subscribe/confirm/", "https://status.example.org/subscriptions/"};
}

const std::string confirm_link = "https://status.example.org/subscribe/confirm/" + personal_mark(LinkPurpose::confirm);
const std::string manage_link = "https://status.example.org/subscriptions/" + personal_mark(LinkPurpose::manage);

}  // namespace

TEST_CASE("the mail that asks has one link of its reader's own, names the house, and is whole in every language", "[S4.4]") {
    for (const std::string& language : templates().languages()) {
        CAPTURE(language);
        const Message asks = render_subscription_mail(templates(), mail(Written::confirmation, language));
        CHECK(asks.language == language);
        CHECK_THAT(asks.subject, Contains("Example <Shop> & Co") && !Contains("\n") && !Contains("http"));
        CHECK_THAT(asks.text, Contains(confirm_link + "\n") && Contains("48") && !Contains(manage_link) && !Contains("{{"));
        CHECK_THAT(asks.html, Contains("href=\"" + confirm_link + "\"") && Contains("Example &lt;Shop&gt; &amp; Co") && Contains("<html lang=\"" + language + "\">"));
        const Message tells = render_subscription_mail(templates(), mail(Written::known_already, language));
        CHECK_THAT(tells.text, Contains(manage_link + "\n") && !Contains(confirm_link));
        CHECK(tells.subject != asks.subject);
    }
}

TEST_CASE("an update to somebody who subscribed says how to change and to leave; to others it does not", "[S4.4]") {
    Story story;
    story.declare("14:00", {sure(Symptom{"card payments are declined"})});
    for (const std::string& language : templates().languages()) {
        CAPTURE(language);
        RenderContext plain = context(ChannelKind::email, language);
        RenderContext own = context(ChannelKind::email, language);
        own.subscription = {"https://status.example.org/subscriptions/M", "https://status.example.org/unsubscribe/L"};
        const Message to_channel = render(story.statement(ChannelKind::email), templates(), ChannelKind::email, plain).message;
        const Message to_subscriber = render(story.statement(ChannelKind::email), templates(), ChannelKind::email, own).message;
        CHECK_THAT(to_subscriber.text, Contains(": https://status.example.org/subscriptions/M\n") && Contains(": https://status.example.org/unsubscribe/L"));
        CHECK_THAT(to_subscriber.html, Contains("href=\"https://status.example.org/subscriptions/M\"") && Contains("href=\"https://status.example.org/unsubscribe/L\""));
        CHECK_THAT(to_channel.text + to_channel.html, !Contains("/subscriptions/") && !Contains("/unsubscribe/"));
        CHECK(to_subscriber.subject == to_channel.subject);
    }
}

TEST_CASE("the mail about a webhook that was put aside says what to do, in every language, and has nothing in it that its owner typed") {
    for (const std::string& language : templates().languages()) {
        CAPTURE(language);
        const Message tells = render_quarantine_mail(
            templates(), {language, "Example <Shop> & Co", "https://status.example.org/", "https://status.example.org/subscriptions/", "k3v9m2x7q1ab", "22 Nov 2026, 14:30 UTC"});
        CHECK(tells.language == language);
        CHECK_THAT(tells.subject, Contains("Example <Shop> & Co") && !Contains("\n") && !Contains("http"));
        CHECK_THAT(tells.text, Contains(manage_link + "\n") && Contains("k3v9m2x7q1ab") && Contains("22 Nov 2026, 14:30 UTC") && !Contains("{{"));
        CHECK_THAT(tells.html, Contains("href=\"" + manage_link + "\"") && Contains("Example &lt;Shop&gt; &amp; Co") && Contains("<html lang=\"" + language + "\">"));
    }
}
