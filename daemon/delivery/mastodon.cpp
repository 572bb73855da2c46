#include "daemon/delivery/mastodon.hpp"

#include "core/delivery/retry_after.hpp"
#include "core/text.hpp"
#include "daemon/delivery/host.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace candor::delivery {

using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

constexpr Duration key_remembered = 50min;  // the server keeps it for an hour; clocks and waits take some of that
constexpr Duration clock_slack = 5min;      // between the server's clock and ours
constexpr int pages_searched = 5;
constexpr std::size_t small_answer = 64 * 1024;
constexpr std::size_t page_of_posts = 1024 * 1024;
constexpr std::size_t longest_reason = 160;

std::optional<json::value> parse(const std::string& text) {
    boost::system::error_code failed;
    json::value value = json::parse(text, failed);
    if (failed) return std::nullopt;
    return value;
}

// The string at `key`; nullopt where it is not there.
std::optional<std::string> string_at(const json::value& value, std::string_view key) {
    const json::object* object = value.if_object();
    const json::value* found = object == nullptr ? nullptr : object->if_contains(key);
    if (found == nullptr || !found->is_string()) return std::nullopt;
    return std::string(found->get_string());
}

// Ids go into URLs and into the record: only what an id is made of.
std::string id_in(const json::value& value) {
    const std::string id = string_at(value, "id").value_or("");
    const bool clean = std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    });
    return clean && id.size() <= 64 ? id : std::string{};
}

std::string id_in_answer(const std::string& body) {
    const auto answer = parse(body);
    return answer ? id_in(*answer) : std::string{};
}

// What the server says is wrong, as one printable line.
std::string reason_in(const std::string& body) {
    const auto answer = parse(body);
    std::string reason = answer ? string_at(*answer, "error").value_or("") : std::string{};
    if (reason.size() > longest_reason) reason.resize(longest_reason);
    std::replace_if(
        reason.begin(), reason.end(), [](char c) { return c < ' ' || c > '~'; }, ' ');
    return reason;
}

Verdict verdict_of(const TransferResult& result) {
    if (!result.http_answered()) return result.request_bytes > 0 ? Verdict::ambiguous : Verdict::transient;
    if (result.status < 300) return Verdict::delivered;
    // A text that breaks the server's rules will break them again. All else, a revoked token included, can be mended.
    const bool our_text = result.status == 400 || result.status == 413 || result.status == 422;
    return our_text ? Verdict::permanent : Verdict::transient;
}

std::optional<Duration> asked_wait(const Transfer& call, Time now) {
    if (auto wait = parse_retry_after(call.answer_header("Retry-After"), now)) return wait;
    const auto reset = parse_rfc3339(call.answer_header("X-RateLimit-Reset"));
    if (!reset) return std::nullopt;
    return clamp_retry_after(*reset - now);
}

std::string squeezed(std::string_view text) {
    std::string out;
    bool gap = false;
    for (const char c : text) {
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            gap = !out.empty();
            continue;
        }
        if (std::exchange(gap, false)) out += ' ';
        out += c;
    }
    return out;
}

// The character an entity stands for; takes it off `rest`. A lone '&' stands for itself.
std::string_view next_character(std::string_view& rest) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> entities{{{"&amp;", "&"},
                                                                                            {"&lt;", "<"},
                                                                                            {"&gt;", ">"},
                                                                                            {"&quot;", "\""},
                                                                                            {"&#39;", "'"},
                                                                                            {"&apos;", "'"},
                                                                                            {"&nbsp;", " "}}};
    for (const auto& [entity, character] : entities) {
        if (!rest.starts_with(entity)) continue;
        rest.remove_prefix(entity.size());
        return character;
    }
    const std::string_view character = rest.substr(0, 1);
    rest.remove_prefix(1);
    return character;
}

bool breaks_line(std::string_view tag) {
    return tag.starts_with("<br") || tag.starts_with("</p") || tag.starts_with("<p");
}

}  // namespace

std::string status_text(std::string_view html) {
    std::string text;
    while (!html.empty()) {
        if (html.front() != '<') {
            text += next_character(html);
            continue;
        }
        const std::size_t end = std::min(html.find('>'), html.size() - 1);
        if (breaks_line(html.substr(0, end + 1))) text += '\n';
        html.remove_prefix(end + 1);
    }
    return squeezed(text);
}

// One prepared call of the API.
class Mastodon::Call final : public Transfer {
public:
    Call(const TransferOptions& options, std::shared_ptr<const AddressPolicy> policy, const Secret& token)
        : Transfer(options, std::move(policy)) {
        curl_easy_setopt(easy(), CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BEARER));
        curl_easy_setopt(easy(), CURLOPT_XOAUTH2_BEARER, token.reveal().c_str());
    }

    void get(const std::string& url, std::size_t answer_limit) {
        keep_body(true, answer_limit);
        curl_easy_setopt(easy(), CURLOPT_HTTPGET, 1L);
        curl_easy_setopt(easy(), CURLOPT_HTTPHEADER, nullptr);
        curl_easy_setopt(easy(), CURLOPT_URL, url.c_str());
    }

    void post(const std::string& url, std::string body, const DeliveryId& key) {
        keep_body(true, small_answer);
        body_sent_ = std::move(body);
        headers_ = {"Content-Type: application/json", "Expect:", "Idempotency-Key: " + key.str()};
        for (std::size_t i = 0; i < list_.size(); ++i) {
            list_[i] = {headers_[i].data(), i + 1 < list_.size() ? &list_[i + 1] : nullptr};
        }
        curl_easy_setopt(easy(), CURLOPT_POST, 1L);
        curl_easy_setopt(easy(), CURLOPT_HTTPHEADER, list_.data());
        curl_easy_setopt(easy(), CURLOPT_URL, url.c_str());
        curl_easy_setopt(easy(), CURLOPT_POSTFIELDS, body_sent_.c_str());
        curl_easy_setopt(easy(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body_sent_.size()));
    }

private:
    std::string body_sent_;
    std::array<std::string, 3> headers_;
    std::array<curl_slist, 3> list_{};
};

// What looking for a post came to.
struct Mastodon::Search {
    bool readable = false;  // the account's posts could be read back to the time of publication
    std::string found;      // the id of the post; empty where it is not among them
};

Mastodon::Mastodon(Transfers& transfers, MastodonSettings settings, std::shared_ptr<const AddressPolicy> policy)
    : transfers_(transfers), settings_(std::move(settings)), policy_(std::move(policy)) {
    while (settings_.base_url.ends_with('/')) settings_.base_url.pop_back();
}

Mastodon::~Mastodon() = default;

Task<Outcome> Mastodon::attempt(std::shared_ptr<const Envelope> envelope) {
    if (envelope->at - envelope->published_at > key_remembered) {
        const Search search = co_await find_posted(envelope);
        Outcome outcome;
        if (!search.found.empty()) {
            outcome.verdict = Verdict::delivered;
            outcome.remote_ref = search.found;
            outcome.detail = "found among the account's posts";
            co_return outcome;
        }
        if (!search.readable) {
            outcome.detail = "cannot read the account's posts, to see whether this one is among them";
            co_return outcome;
        }
    }
    Outcome outcome = co_await post(envelope, envelope->reply_to_ref);
    const bool parent_gone = outcome.status == 404 && !envelope->reply_to_ref.empty();
    if (parent_gone) outcome = co_await post(envelope, std::string{});
    co_return outcome;
}

std::string Mastodon::host_of(const std::string&) const {
    return host_and_port(settings_.base_url);
}

Task<Outcome> Mastodon::post(std::shared_ptr<const Envelope> envelope, std::string reply_to) {
    json::object status{{"status", envelope->message->text}, {"visibility", settings_.visibility}};
    if (!reply_to.empty()) status["in_reply_to_id"] = reply_to;
    // ISO 639-1: the language of a BCP 47 tag without its region.
    if (!envelope->message->language.empty())
        status["language"] = envelope->message->language.substr(0, envelope->message->language.find('-'));
    const auto call = calls_.take([this] { return make_call(); });
    call->post(settings_.base_url + "/api/v1/statuses", json::serialize(status), envelope->id);
    const TransferResult result = co_await transfers_.perform(*call);
    co_return outcome_of(*call, result, envelope->at);
}

Task<Mastodon::Search> Mastodon::find_posted(std::shared_ptr<const Envelope> envelope) {
    Search search;
    const bool known = co_await learn_account();
    if (!known) co_return search;
    const std::string wanted = squeezed(envelope->message->text);
    const Time oldest = envelope->published_at - clock_slack;
    std::string before;
    for (int page = 0; page < pages_searched; ++page) {
        const auto call = calls_.take([this] { return make_call(); });
        call->get(fmt::format("{}/api/v1/accounts/{}/statuses?limit=40&exclude_reblogs=true{}", settings_.base_url,
                              account_, before.empty() ? "" : "&max_id=" + before),
                  page_of_posts);
        const TransferResult result = co_await transfers_.perform(*call);
        const auto answer = result.status == 200 && result.code == CURLE_OK ? parse(call->body()) : std::nullopt;
        if (!answer || !answer->is_array()) co_return search;
        for (const json::value& post : answer->get_array()) {
            const auto created = parse_rfc3339(string_at(post, "created_at").value_or(""));
            before = id_in(post);
            search.readable = created && *created < oldest;
            if (search.readable) co_return search;
            if (status_text(string_at(post, "content").value_or("")) != wanted) continue;
            search.found = before;
            co_return search;
        }
        search.readable = answer->get_array().empty();
        if (search.readable || before.empty()) co_return search;
    }
    co_return search;
}

Task<bool> Mastodon::learn_account() {
    if (!account_.empty()) co_return true;
    const auto call = calls_.take([this] { return make_call(); });
    call->get(settings_.base_url + "/api/v1/accounts/verify_credentials", small_answer);
    const TransferResult result = co_await transfers_.perform(*call);
    if (result.status == 200 && result.code == CURLE_OK) account_ = id_in_answer(call->body());
    co_return !account_.empty();
}

Task<StatusLimits> Mastodon::limits() {
    StatusLimits limits;
    const auto call = calls_.take([this] { return make_call(); });
    call->get(settings_.base_url + "/api/v1/instance", page_of_posts);
    const TransferResult result = co_await transfers_.perform(*call);
    const auto answer = result.status == 200 && result.code == CURLE_OK ? parse(call->body()) : std::nullopt;
    if (!answer) co_return limits;
    const auto read = [&](const char* pointer, int& value) {
        boost::system::error_code failed;
        const json::value* found = answer->find_pointer(pointer, failed);
        const std::int64_t number = found != nullptr && found->is_int64() ? found->get_int64() : 0;
        if (number > 0 && number <= 1'000'000) value = static_cast<int>(number);
    };
    read("/configuration/statuses/max_characters", limits.characters);
    read("/configuration/statuses/characters_reserved_per_url", limits.characters_per_url);
    co_return limits;
}

std::unique_ptr<Mastodon::Call> Mastodon::make_call() const {
    TransferOptions options;
    options.protocols = settings_.allow_plain_http ? "http,https" : "https";
    options.user_agent = "Candor/" CANDOR_VERSION;
    options.ca_file = settings_.ca_file;
    options.connect_timeout = settings_.connect_timeout;
    options.timeout = settings_.timeout;
    return std::make_unique<Call>(options, policy_, settings_.token);
}

Outcome Mastodon::outcome_of(const Call& call, const TransferResult& result, Time now) const {
    Outcome outcome;
    outcome.verdict = verdict_of(result);
    outcome.status = result.http_answered() ? result.status : 0;
    if (outcome.verdict == Verdict::delivered) {
        outcome.remote_ref = id_in_answer(call.body());
        return outcome;
    }
    if (!result.http_answered()) {
        outcome.detail = call.failure(result);
        return outcome;
    }
    outcome.detail = fmt::format("HTTP {}", result.status);
    // A server that repeats the token back must not get it into the record.
    const bool clean = call.body().find(settings_.token.reveal()) == std::string::npos;
    const std::string reason = clean ? reason_in(call.body()) : std::string{};
    if (!reason.empty()) outcome.detail += ": " + reason;
    if (result.status == 401 || result.status == 403) outcome.detail += " (is the access token still valid?)";
    if (result.status == 429 || result.status >= 500) outcome.retry_after = asked_wait(call, now);
    return outcome;
}

}  // namespace candor::delivery
