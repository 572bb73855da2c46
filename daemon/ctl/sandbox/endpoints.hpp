// What the sandbox's HTTP receivers answer: a webhook endpoint and a Mastodon server. Pure but for what they remember.
#pragma once

#include "core/error.hpp"
#include "daemon/ctl/sandbox/arrival.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace candor::ctl {

struct HttpCall {
    std::string method;
    std::string target;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
    Time at{};

    [[nodiscard]] std::string header(const std::string& name) const;
};

struct HttpReply {
    int status = 200;
    std::string body = "{}";
};

// Checks the signature as a careful receiver does, and takes what is signed.
class WebhookEndpoint {
public:
    // `secret` is "whsec_..." (Standard Webhooks).
    WebhookEndpoint(std::string_view secret, OnArrival on_arrival);
    [[nodiscard]] HttpReply answer(const HttpCall& call);

private:
    std::string key_;
    OnArrival on_arrival_;
    std::map<std::string, int> seen_;
};

// Empty where the signature holds; else why it does not. `key` is the decoded secret.
[[nodiscard]] std::string webhook_fault(const HttpCall& call, std::string_view key);

// POST /api/v1/statuses with its Idempotency-Key, reading posts back, the account and the instance.
class MastodonEndpoint {
public:
    MastodonEndpoint(std::string base_url, std::string token, OnArrival on_arrival);
    [[nodiscard]] HttpReply answer(const HttpCall& call);

private:
    struct Post {
        std::string id;
        std::string key;
        std::string text;
        std::string reply_to;
        std::string language;
        std::string visibility;
        Time at{};
    };

    [[nodiscard]] HttpReply post_status(const HttpCall& call);
    [[nodiscard]] HttpReply read_status(std::string_view id) const;
    [[nodiscard]] HttpReply list_statuses() const;
    [[nodiscard]] std::string as_json(const Post& post) const;
    [[nodiscard]] const Post* find(std::string_view id) const;
    void tell(const Post& post, Time at, bool repeated) const;

    std::string base_url_;
    std::string token_;
    OnArrival on_arrival_;
    std::vector<Post> posts_;
};

}  // namespace candor::ctl
