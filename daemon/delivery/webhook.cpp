#include "daemon/delivery/webhook.hpp"

#include "core/delivery/retry_after.hpp"
#include "daemon/delivery/host.hpp"

#include <fmt/format.h>
#include <functional>
#include <iterator>
#include <span>
#include <utility>

namespace candor::delivery {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t longest_webhook_reply = 4096;  // bytes
constexpr std::size_t visit_slots = 16384;
constexpr Duration visit_memory = 10s;

// Such an address can never be written to, however often it is tried.
bool is_hopeless_address(CURLcode code) {
    return code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_LOGIN_DENIED;
}

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

}  // namespace

Verdict webhook_verdict(const TransferResult& result) {
    if (result.http_answered()) return verdict_of_status(result.status);
    if (result.request_bytes > 0) return Verdict::ambiguous;
    return is_hopeless_address(result.code) ? Verdict::permanent : Verdict::transient;
}

// One prepared POST: the header list is built once over buffers that each delivery refills.
class Webhook::Post final : public Transfer {
public:
    Post(const TransferOptions& options, std::shared_ptr<const AddressPolicy> policy);

    void prepare(const Envelope& envelope, std::span<const SigningSecret> secrets, bool keep_connection);

private:
    void set_header(std::size_t place, std::string_view name);
    void link_headers();

    std::array<std::string, 5> headers_;
    std::array<curl_slist, 5> list_{};
    std::string scratch_;
};

Webhook::Post::Post(const TransferOptions& options, std::shared_ptr<const AddressPolicy> policy)
    : Transfer(options, std::move(policy)) {
    headers_ = {"Content-Type: application/json", "Expect:", "", "", ""};
    curl_easy_setopt(easy(), CURLOPT_POST, 1L);
    curl_easy_setopt(easy(), CURLOPT_HTTPHEADER, list_.data());
}

void Webhook::Post::prepare(const Envelope& envelope, std::span<const SigningSecret> secrets, bool keep_connection) {
    const std::int64_t seconds = std::chrono::floor<std::chrono::seconds>(envelope.at).time_since_epoch().count();
    const std::string& body = envelope.message->json;
    set_header(2, "webhook-id: ");
    headers_[2] += envelope.id.str();
    set_header(3, "webhook-timestamp: ");
    fmt::format_to(std::back_inserter(headers_[3]), "{}", seconds);
    set_header(4, "webhook-signature: ");
    if (!secrets.empty()) sign_webhook(secrets, envelope.id.str(), seconds, body, scratch_, headers_[4]);
    link_headers();
    curl_easy_setopt(easy(), CURLOPT_URL, envelope.address.c_str());
    curl_easy_setopt(easy(), CURLOPT_POSTFIELDS, body.c_str());  // not copied: the envelope outlives the transfer
    curl_easy_setopt(easy(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(easy(), CURLOPT_FORBID_REUSE, keep_connection ? 0L : 1L);
}

void Webhook::Post::set_header(std::size_t place, std::string_view name) {
    headers_.at(place).assign(name);
}

// libcurl only reads the list; the strings may have moved since the last time.
void Webhook::Post::link_headers() {
    for (std::size_t i = 0; i < list_.size(); ++i) {
        list_[i].data = headers_[i].data();
        list_[i].next = i + 1 < list_.size() ? &list_[i + 1] : nullptr;
    }
}

Webhook::Webhook(Transfers& transfers, WebhookSettings settings, std::shared_ptr<const WebhookReceivers> receivers,
                 std::shared_ptr<const AddressPolicy> policy)
    : transfers_(transfers), settings_(std::move(settings)), receivers_(std::move(receivers)),
      policy_(std::move(policy)), visits_(visit_slots) {}

Webhook::~Webhook() = default;

Task<Outcome> Webhook::attempt(std::shared_ptr<const Envelope> envelope) {
    const auto receiver = receivers_->find(envelope->recipient);
    if (receiver == nullptr || (receiver->secrets.empty() && !receiver->may_be_unsigned)) co_return no_secret();
    const auto post = posts_.take([this] { return make_post(); });
    post->prepare(*envelope, receiver->secrets, visited_lately(envelope->address, envelope->at));
    const TransferResult result = co_await transfers_.perform(*post);
    co_return outcome_of(*post, result, envelope->at);
}

Task<Webhook::Reply> Webhook::ask(std::shared_ptr<const Envelope> envelope) {
    const auto receiver = receivers_->find(envelope->recipient);
    if (receiver == nullptr || receiver->secrets.empty()) co_return Reply{no_secret(), {}};
    const std::unique_ptr<Post> post = make_post();  // of its own: those of the pool keep no body
    post->keep_body(true, longest_webhook_reply);
    post->prepare(*envelope, receiver->secrets, false);
    const TransferResult result = co_await transfers_.perform(*post);
    co_return Reply{outcome_of(*post, result, envelope->at), post->body()};
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

std::unique_ptr<Webhook::Post> Webhook::make_post() const {
    TransferOptions options;
    options.protocols = settings_.allow_plain_http ? "http,https" : "https";
    options.user_agent = "Candor/" CANDOR_VERSION;
    options.ca_file = settings_.ca_file;
    options.connect_timeout = settings_.connect_timeout;
    options.timeout = settings_.timeout;
    return std::make_unique<Post>(options, policy_);
}

// Nothing of the answer but its status and Retry-After is looked at: what a receiver's server says is shown to nobody.
Outcome Webhook::outcome_of(const Post& post, const TransferResult& result, Time now) const {
    Outcome outcome;
    outcome.verdict = webhook_verdict(result);
    outcome.status = result.http_answered() ? result.status : 0;
    if (outcome.verdict == Verdict::delivered) return outcome;
    if (!result.http_answered()) {
        outcome.detail = post.failure(result);
        return outcome;
    }
    outcome.detail = fmt::format("HTTP {}", result.status);
    if (result.status < 400) outcome.detail += ": a redirect, which is not followed";
    if (may_ask_to_wait(result.status)) outcome.retry_after = parse_retry_after(post.answer_header("Retry-After"), now);
    return outcome;
}

}  // namespace candor::delivery
