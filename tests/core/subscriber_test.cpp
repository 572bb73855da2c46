// Who asked to hear: what each thing that happens makes of them.
#include "core/link.hpp"
#include "core/subscriber/return_path.hpp"
#include "core/subscriber/subscriber.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace std::chrono_literals;

namespace {

const Time now = *parse_rfc3339("2026-11-22T14:00:00Z");

Subscriber asked(const char* address = "ana@example.org") {
    Subscriber subscriber;
    subscriber.id = SubscriberId("23456789bcdf");
    subscriber.channel = ChannelId("subscribers:mail");
    subscriber.address = address;
    subscriber.wish.language = "en";
    return subscriber;
}

Subscriber active() {
    return *confirmed(sign_up({}, asked(), now).subscriber, now);
}

Subscriber refused_often(Subscriber subscriber, Refusal refusal, int times, Duration apart) {
    for (int i = 0; i < times; ++i) subscriber = refused(std::move(subscriber), refusal, "550 no such user", now + i * apart);
    return subscriber;
}

}  // namespace

TEST_CASE("an address gets one mail a day about its subscription, however often it is typed", "[S4.4]") {
    const SignedUp first = sign_up({}, asked(), now);
    CHECK(first.mail == Written::confirmation);
    CHECK(first.subscriber.state == SubscriberState::pending);
    Subscriber known = first.subscriber;
    int mails = 0;
    for (int i = 0; i < 10'000; ++i) {
        const SignedUp again = sign_up(known, asked(), now + i * 1s);
        known = again.subscriber;
        mails += again.mail == Written::nothing ? 0 : 1;
    }
    CHECK(mails == 0);
    CHECK(sign_up(known, asked(), now + 24h).mail == Written::confirmation);
}

TEST_CASE("typing the address of somebody who has confirmed changes nothing for them", "[S4.4]") {
    Subscriber other = asked("ANA@example.org");
    other.wish.language = "de";
    const SignedUp again = sign_up(active(), other, now + 48h);
    CHECK(again.mail == Written::known_already);
    CHECK(again.subscriber.state == SubscriberState::active);
    CHECK(again.subscriber.wish == active().wish);
    CHECK(again.subscriber.address == "ana@example.org");
}

TEST_CASE("a confirmation counts once; who has left since asks again") {
    const Subscriber one = active();
    CHECK(one.state == SubscriberState::active);
    CHECK(one.confirmed_at == now);
    CHECK(*confirmed(one, now + 1h) == one);
    const Subscriber gone = left(one, now + 2h);
    CHECK(gone.state == SubscriberState::left);
    CHECK(gone.since == now + 2h);
    REQUIRE_FALSE(confirmed(gone, now + 3h).has_value());
    CHECK(confirmed(gone, now + 3h).error().code() == ErrorCode::wrong_state);
    CHECK_FALSE(changed(gone, {}).has_value());
    CHECK(sign_up(gone, asked(), now + 48h).subscriber.state == SubscriberState::pending);
}

TEST_CASE("three mails refused in a row suppress an address; one that arrives in between does not") {
    CHECK(refused_often(active(), Refusal::at_once, 2, 30min).state == SubscriberState::active);
    const Subscriber suppressed = refused_often(active(), Refusal::at_once, 3, 30min);
    CHECK(suppressed.state == SubscriberState::suppressed);
    CHECK(suppressed.reason == "550 no such user");
    Subscriber recovered = accepted(refused_often(active(), Refusal::at_once, 2, 30min), now + 2h);
    CHECK(recovered.bounces == Bounces{});
    CHECK(refused(recovered, Refusal::at_once, "550", now + 3h).state == SubscriberState::active);
    CHECK(refused_often(active(), Refusal::at_once, 3, 31 * 24h).state == SubscriberState::active);
}

TEST_CASE("reports of failure count one a day, and a relay's yes does not unsay them") {
    CHECK(refused_often(active(), Refusal::later, 20, 1h).state == SubscriberState::active);
    CHECK(refused_often(active(), Refusal::later, 3, 24h).state == SubscriberState::suppressed);
    Subscriber reported = refused_often(active(), Refusal::later, 2, 24h);
    reported = accepted(reported, now + 24h + 1h);  // the relay took the next one: it says yes to everything
    CHECK(reported.bounces.in_a_row == 2);
    CHECK(accepted(reported, now + 24h + longest_queue).bounces == Bounces{});
}

TEST_CASE("what is personal is erased when it has served: unconfirmed after two days, left after thirty") {
    CHECK(erased_at(SubscriberState::pending, now) == now + 48h);
    CHECK(erased_at(SubscriberState::left, now) == now + 30 * 24h);
    CHECK_FALSE(erased_at(SubscriberState::active, now).has_value());
    CHECK_FALSE(erased_at(SubscriberState::suppressed, now).has_value());
}

TEST_CASE("a wish takes in an incident by whole names of components") {
    const std::string touched = components_text({ComponentId("checkout"), ComponentId("accounts")});
    CHECK(takes_in("", touched));
    CHECK(takes_in(components_text({ComponentId("accounts")}), touched));
    CHECK(takes_in(components_text({ComponentId("search"), ComponentId("checkout")}), touched));
    CHECK_FALSE(takes_in(components_text({ComponentId("check"), ComponentId("out"), ComponentId("search")}), touched));
    CHECK_FALSE(takes_in(components_text({ComponentId("search")}), ""));
    CHECK(parse_components(touched) == std::vector{ComponentId("checkout"), ComponentId("accounts")});
    CHECK(parse_components("").empty());
}

TEST_CASE("only an address from outside can subscribe, and case makes no second subscriber") {
    CHECK(*clean_subscriber_address("  Ana+news@Example.ORG ") == "Ana+news@example.org");
    for (const char* bad : {"", "ana", "ana@localhost", "ana@example.org\r\nBcc: x@y.org", "a b@example.org", "\"a\"@example.org", "<ana@example.org>"}) {
        CHECK_FALSE(clean_subscriber_address(bad).has_value());
    }
    CHECK(subscriber_key("Ana@example.org") == subscriber_key("ana@example.org"));
    CHECK(subscriber_key("ana+news@example.org") != subscriber_key("ana@example.org"));
}

TEST_CASE("a return path says whose it is, in any case, and only where we signed it") {
    const Secret key("0123456789abcdef0123456789abcdef");
    const MailAddress bounces = *parse_mail_address("bounce@example.org");
    const std::string path = return_path(bounces, 42, key);
    CHECK(path.starts_with("bounce+0000002a"));
    CHECK(path.find('@') <= 64);
    CHECK(recipient_of_return_path(path, key) == 42);
    std::string shouted = path;
    for (char& c : shouted) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    CHECK(recipient_of_return_path(shouted, key) == 42);
    CHECK_FALSE(recipient_of_return_path(path, Secret("another key of thirty-two bytes!")).has_value());
    std::string altered = path;
    altered[altered.find('+') + 8] = 'b';
    CHECK_FALSE(recipient_of_return_path(altered, key).has_value());
    for (const char* other : {"", "bounce@example.org", "bounce+@example.org", "bounce+0000002a@example.org", "+", "@"}) {
        CHECK_FALSE(recipient_of_return_path(other, key).has_value());
    }
}

TEST_CASE("a mail of a list says how to leave it by one click, and nothing can be put between") {
    MailHead head;
    head.from = {"status", "example.org"};
    head.to = {"ana", "example.net"};
    head.subject = "Card payments fail";
    head.message_id = "1@example.org";
    head.boundary = "b";
    CHECK(mail_head(head)->find("List-Unsubscribe") == std::string::npos);
    head.unsubscribe = "https://status.example.org/unsubscribe/abc_-";
    const std::string block = *mail_head(head);
    CHECK(block.find("\r\nList-Unsubscribe: <https://status.example.org/unsubscribe/abc_->\r\n") != std::string::npos);
    CHECK(block.find("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n") != std::string::npos);
    for (const char* bad : {"https://x/\r\nBcc: y@z", "https://x/>y", "https://x/ y"}) {
        head.unsubscribe = bad;
        CHECK_FALSE(mail_head(head).has_value());
    }
}

TEST_CASE("a link to leave is good for good, one to confirm for two days") {
    CHECK(lifetime_of(LinkPurpose::confirm) == 48h);
    CHECK(lifetime_of(LinkPurpose::leave) > 24h * 365 * 50);
    const Secret key("0123456789abcdef0123456789abcdef");
    const Link link{LinkPurpose::leave, IncidentId("23456789bcdf"), 7, now + lifetime_of(LinkPurpose::leave)};
    CHECK(verify(sign(link, key), key) == link);
}
