// Webhook receivers for the benchmarks: all with the same secret, whatever they are called.
#pragma once

#include "daemon/delivery/webhook.hpp"

#include <memory>
#include <string>

namespace candor::bench {

class AnyReceiver final : public delivery::WebhookReceivers {
public:
    AnyReceiver() {
        receiver_->secrets.push_back(SigningSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").value());
    }
    [[nodiscard]] std::shared_ptr<const delivery::WebhookReceiver> find(const std::string&) const override {
        return receiver_;
    }

private:
    std::shared_ptr<delivery::WebhookReceiver> receiver_ = std::make_shared<delivery::WebhookReceiver>();
};

inline std::shared_ptr<const delivery::HttpManners> manners_for_this_machine(delivery::HttpSettings settings) {
    settings.allow_plain_http = true;
    auto policy = std::make_shared<const delivery::AddressPolicy>(
        std::vector{Network::parse("127.0.0.0/8").value(), Network::parse("::1/128").value()},
        std::vector<std::uint16_t>{});
    return delivery::HttpManners::create(std::move(settings), std::move(policy)).value();
}

inline std::shared_ptr<delivery::Webhook> webhooks_to_this_machine(delivery::HttpClient& client, delivery::HttpSettings settings) {
    return std::make_shared<delivery::Webhook>(client, manners_for_this_machine(std::move(settings)), std::make_shared<AnyReceiver>());
}

// A body of a kilobyte.
inline std::string kilobyte() {
    return R"({"type":"incident.update","data":{"text":")" + std::string(960, 'x') + R"("}})";
}

}  // namespace candor::bench
