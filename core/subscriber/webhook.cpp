#include "core/subscriber/webhook.hpp"

#include "core/base64.hpp"
#include "core/digest.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <utility>

namespace candor {

namespace {

Subscriber put_aside(Subscriber subscriber, std::string reason, Time now) {
    subscriber.state = SubscriberState::quarantined;
    subscriber.since = now;
    subscriber.reason = std::move(reason);
    return subscriber;
}

}  // namespace

std::string webhook_secret(const SubscriberId& id, const Secret& link_key) {
    const Digest key = hmac_sha256(link_key.reveal(), "candor webhook secret\n" + id.str());
    return "whsec_" + base64({reinterpret_cast<const char*>(key.data()), key.size()});
}

WebhookTest webhook_test(const SubscriberId& id, std::string_view organisation, std::string_view page, std::uint64_t random_bits, Time now) {
    namespace json = boost::json;
    WebhookTest test;
    test.challenge = to_hex(sha256_of({"candor webhook test", id.str(), fmt::format("{:016x}", random_bits)})).substr(0, 32);
    json::object data{{"version", 1}, {"organisation", organisation}, {"page", page}, {"challenge", test.challenge}};
    test.body = json::serialize(json::object{{"type", "subscription.test"}, {"timestamp", to_rfc3339(now)}, {"data", std::move(data)}});
    return test;
}

bool is_proved(const WebhookTest& test, std::string_view answer) {
    return answer.find(test.challenge) != std::string_view::npos;
}

Subscriber after_webhook(Subscriber subscriber, const Delivery& delivery, Time now) {
    if (subscriber.state != SubscriberState::active) return subscriber;
    if (delivery.state == DeliveryState::delivered) {
        subscriber.failing_since.reset();
        return subscriber;
    }
    if (delivery.state == DeliveryState::gone) return put_aside(std::move(subscriber), "It answered 410: it wants nothing more.", now);
    if (!subscriber.failing_since) subscriber.failing_since = now;
    const bool for_long = now - *subscriber.failing_since >= failing_patience;
    if (delivery.state != DeliveryState::failed || !for_long) return subscriber;
    return put_aside(std::move(subscriber), delivery.last.detail, now);
}

}  // namespace candor
