#include "core/delivery/signature.hpp"
#include "core/subscriber/webhook.hpp"

#include <catch2/catch.hpp>

using namespace candor;
using namespace std::chrono_literals;

namespace {

const Time start{std::chrono::seconds{1'795'000'000}};

Subscriber active_hook() {
    Subscriber one;
    one.id = SubscriberId("sub000000001");
    one.state = SubscriberState::active;
    return one;
}

Delivery ended(DeliveryState state, std::string detail = "HTTP 503") {
    Delivery delivery;
    delivery.state = state;
    delivery.last.detail = std::move(detail);
    return delivery;
}

}  // namespace

TEST_CASE("each subscription signs with a secret of its own, which another key does not give") {
    const Secret key("0123456789abcdef0123456789abcdef");
    const std::string secret = webhook_secret(SubscriberId("sub000000001"), key);
    CHECK(SigningSecret::parse(secret)->bytes().size() == 32);
    CHECK(webhook_secret(SubscriberId("sub000000001"), key) == secret);
    CHECK(webhook_secret(SubscriberId("sub000000002"), key) != secret);
    CHECK(webhook_secret(SubscriberId("sub000000001"), Secret("another key of links, made anew.")) != secret);
}

TEST_CASE("a test is passed by who repeats its challenge, wherever that stands") {
    const WebhookTest test = webhook_test(SubscriberId("sub000000001"), "Example \"Shop\"", "https://status.example.org/", 7, start);
    CHECK(test.challenge.size() == 32);
    CHECK(test.body.find(test.challenge) != std::string::npos);
    CHECK(is_proved(test, "{\"challenge\": \"" + test.challenge + "\"}"));
    CHECK_FALSE(is_proved(test, ""));
    CHECK_FALSE(is_proved(test, "OK"));
    CHECK_FALSE(is_proved(test, webhook_test(SubscriberId("sub000000001"), "Example", "https://status.example.org/", 8, start).challenge));
}

TEST_CASE("an endpoint is put aside when it has failed for an hour and a delivery is given up") {
    Subscriber one = after_webhook(active_hook(), ended(DeliveryState::retrying), start);
    CHECK(one.failing_since == start);
    one = after_webhook(one, ended(DeliveryState::failed), start + 59min);
    CHECK(one.state == SubscriberState::active);
    one = after_webhook(one, ended(DeliveryState::retrying), start + 3h);
    CHECK(one.state == SubscriberState::active);  // it is still being tried
    one = after_webhook(one, ended(DeliveryState::failed), start + 4h);
    CHECK(one.state == SubscriberState::quarantined);
    CHECK(one.reason == "HTTP 503");
    CHECK(one.since == start + 4h);
}

TEST_CASE("one delivery that arrives ends what failed before it") {
    Subscriber one = after_webhook(active_hook(), ended(DeliveryState::retrying), start);
    one = after_webhook(one, ended(DeliveryState::delivered), start + 2h);
    CHECK_FALSE(one.failing_since);
    CHECK(after_webhook(one, ended(DeliveryState::failed), start + 3h).state == SubscriberState::active);
}

TEST_CASE("an endpoint that is gone is put aside at once") {
    CHECK(after_webhook(active_hook(), ended(DeliveryState::gone), start).state == SubscriberState::quarantined);
    Subscriber left_one = active_hook();
    left_one.state = SubscriberState::left;
    CHECK(after_webhook(left_one, ended(DeliveryState::gone), start).state == SubscriberState::left);
}
