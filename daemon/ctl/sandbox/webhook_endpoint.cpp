// Standard Webhooks 1.0.0 as the receiver has to do it: id, timestamp and body under one HMAC, and not too old.
#include "core/base64.hpp"
#include "core/digest.hpp"
#include "daemon/ctl/sandbox/endpoints.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <openssl/crypto.h>

namespace candor::ctl {

namespace {

using namespace std::chrono;

constexpr auto tolerance = minutes{5};
constexpr std::string_view prefix = "whsec_";

std::optional<Time> seconds_in(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return Time{seconds{value}};
}

// One of the space-separated "v1,<base64>" must be ours; others are for other keys.
bool any_matches(std::string_view signatures, const std::string& expected) {
    while (!signatures.empty()) {
        const auto end = std::min(signatures.find(' '), signatures.size());
        const auto one = signatures.substr(0, end);
        signatures.remove_prefix(std::min(end + 1, signatures.size()));
        if (one.size() == expected.size() && CRYPTO_memcmp(one.data(), expected.data(), one.size()) == 0) return true;
    }
    return false;
}

// What a receiver's reader would see: the text, and where there is none, the JSON itself.
std::string words_of(const std::string& body) {
    boost::system::error_code failure;
    const auto value = boost::json::parse(body, failure);
    if (failure) return body;
    for (const char* pointer : {"/data/text", "/text", "/data/update/text", "/update/text"}) {
        boost::system::error_code missing;
        const auto* found = value.find_pointer(pointer, missing);
        if (found != nullptr && found->is_string()) return std::string(found->get_string());
    }
    return body;
}

}  // namespace

std::string HttpCall::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

std::string webhook_fault(const HttpCall& call, std::string_view key) {
    const auto id = call.header("webhook-id");
    const auto timestamp = call.header("webhook-timestamp");
    const auto signatures = call.header("webhook-signature");
    if (id.empty() || timestamp.empty() || signatures.empty())
        return "webhook-id, webhook-timestamp or webhook-signature is missing";
    const auto signed_at = seconds_in(timestamp);
    if (!signed_at) return "webhook-timestamp is no time";
    if (call.at - *signed_at > tolerance) return "the signature is older than five minutes";
    if (*signed_at - call.at > tolerance) return "the signature is from the future";
    std::string content = id;
    content += '.';
    content += timestamp;
    content += '.';
    content += call.body;
    const auto digest = hmac_sha256(key, content);
    const auto expected = "v1," + base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
    return any_matches(signatures, expected) ? std::string() : "the signature does not match";
}

WebhookEndpoint::WebhookEndpoint(std::string_view secret, OnArrival on_arrival) : on_arrival_(std::move(on_arrival)) {
    if (secret.starts_with(prefix)) secret.remove_prefix(prefix.size());
    key_ = from_base64(secret).value_or("");
}

HttpReply WebhookEndpoint::answer(const HttpCall& call) {
    if (call.method != "POST") return {405, R"({"error":"POST here"})"};
    const auto fault = webhook_fault(call, key_);
    Arrival arrival;
    arrival.audience = ChannelKind::webhook;
    arrival.at = call.at;
    arrival.key = call.header("webhook-id");
    arrival.reader = call.target;
    arrival.text = words_of(call.body);
    arrival.genuine = fault.empty();
    arrival.remark = fault.empty() ? "signature verified" : "REFUSED: " + fault;
    arrival.repeated = fault.empty() && seen_[arrival.key]++ > 0;
    on_arrival_(std::move(arrival));
    return fault.empty() ? HttpReply{204, ""} : HttpReply{401, R"({"error":"the signature does not hold"})"};
}

}  // namespace candor::ctl
