#include "daemon/delivery/webhook.hpp"

#include "core/delivery/retry_after.hpp"
#include "daemon/delivery/host.hpp"

#include <fmt/format.h>
#include <functional>
#include <utility>

namespace candor::delivery {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t longest_webhook_reply = 4096;  // bytes
constexpr std::size_t visit_slots = 16384;
constexpr Duration visit_memory = 10s;

Verdict verdict_of_status(int status) {
    if (status < 300) return Verdict::delivered;
    if (status == 410) return Verdict::gone;
    if (status < 400 || status >= 500) return Verdict::transient;
    const bool may_pass = status == 404 || status == 408 || status == 425 || status == 429;
    return may_pass ? Verdict::transient : Verdict::permanent;
}

bool may_ask_to_wait(int status) {
    return status == 408 || status == 425 || status == 429 || status >= 500;
}

// Nothing of the answer but its status and Retry-After is looked at: what a receiver's server says is shown to nobody.
Outcome outcome_of(const HttpAnswer& answer, Time now) {
    Outcome outcome;
    outcome.verdict = webhook_verdict(answer);
    outcome.status = answer.status;
    if (outcome.verdict == Verdict::delivered) return outcome;
    if (!answer.answered()) {
        outcome.detail = answer.failure;
        return outcome;
    }
    outcome.detail = fmt::format("HTTP {}", answer.status);
    if (answer.status < 400) outcome.detail += ": a redirect, which is not followed";
    if (may_ask_to_wait(answer.status)) outcome.retry_after = parse_retry_after(answer.retry_after, now);
    return outcome;
}

// What all receive, or what is put together for this one in `own`.
std::string_view body_for(const Envelope& envelope, std::string& own) {
    const std::string& shared = envelope.message->json;
    if (!has_personal_mark(shared)) return shared;
    return own = personalised(shared, envelope.personal);
}

}  // namespace

Verdict webhook_verdict(const HttpAnswer& answer) {
    if (answer.answered()) return verdict_of_status(answer.status);
    if (answer.sent) return Verdict::ambiguous;
    return answer.hopeless ? Verdict::permanent : Verdict::transient;
}

Webhook::Webhook(HttpClient& client, std::shared_ptr<const HttpManners> manners, std::shared_ptr<const WebhookReceivers> receivers)
    : client_(client), manners_(std::move(manners)), receivers_(std::move(receivers)), visits_(visit_slots) {}

Webhook::~Webhook() = default;

Task<Outcome> Webhook::attempt(std::shared_ptr<const Envelope> envelope) {
    const auto receiver = receivers_->find(envelope->recipient);
    if (receiver == nullptr || (receiver->secrets.empty() && !receiver->may_be_unsigned)) co_return no_secret();
    std::string own;
    const std::string_view body = body_for(*envelope, own);
    const std::string headers = headers_of(*envelope, *receiver, body);
    const HttpPost request{envelope->address, headers, body, visited_lately(envelope->address, envelope->at), 0};
    const HttpAnswer answer = co_await client_.post(manners_, request);
    co_return outcome_of(answer, envelope->at);
}

Task<Webhook::Reply> Webhook::ask(std::shared_ptr<const Envelope> envelope) {
    const auto receiver = receivers_->find(envelope->recipient);
    if (receiver == nullptr || receiver->secrets.empty()) co_return Reply{no_secret(), {}};
    const std::string& body = envelope->message->json;
    const std::string headers = headers_of(*envelope, *receiver, body);
    const HttpPost request{envelope->address, headers, body, false, longest_webhook_reply};
    HttpAnswer answer = co_await client_.post(manners_, request);
    Outcome outcome = outcome_of(answer, envelope->at);
    co_return Reply{std::move(outcome), std::move(answer.body)};
}

std::string Webhook::headers_of(const Envelope& envelope, const WebhookReceiver& receiver, std::string_view body) {
    const std::int64_t seconds = std::chrono::floor<std::chrono::seconds>(envelope.at).time_since_epoch().count();
    std::string headers = fmt::format("Content-Type: application/json\r\nwebhook-id: {}\r\nwebhook-timestamp: {}\r\n", envelope.id.str(), seconds);
    if (receiver.secrets.empty()) return headers;
    headers += "webhook-signature: ";
    sign_webhook(receiver.secrets, envelope.id.str(), seconds, body, scratch_, headers);
    headers += "\r\n";
    return headers;
}

Outcome Webhook::no_secret() {
    Outcome outcome;
    outcome.verdict = Verdict::permanent;
    outcome.detail = "this recipient has no signing secret (any more)";
    return outcome;
}

std::string Webhook::host_of(const std::string& address) const {
    return host_and_port(address);
}

bool Webhook::visited_lately(const std::string& address, Time now) {
    const std::size_t host = std::hash<std::string_view>{}(host_part(address));
    Visit& visit = visits_[host % visits_.size()];
    const bool lately = visit.host == host && now - visit.at < visit_memory;
    visit = {host, now};
    return lately;
}

}  // namespace candor::delivery
