#include "core/message/channel_length.hpp"
#include "core/text.hpp"
#include "daemon/ctl/sandbox/endpoints.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <openssl/crypto.h>

namespace candor::ctl {

namespace {

namespace json = boost::json;

constexpr std::size_t longest_post = 500;
constexpr std::size_t link_length = 23;
constexpr std::string_view account_id = "1";

HttpReply refuse(int status, std::string_view reason) {
    return {status, json::serialize(json::object{{"error", reason}})};
}

std::string text_at(const json::object& object, std::string_view key) {
    const auto* found = object.if_contains({key.data(), key.size()});
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

json::object account(const std::string& base_url) {
    return {{"id", account_id},
            {"username", "status"},
            {"acct", "status"},
            {"display_name", "Status"},
            {"url", base_url + "/@status"}};
}

HttpReply instance(const std::string& base_url) {
    json::object statuses{{"max_characters", longest_post}, {"characters_reserved_per_url", link_length}};
    return {200, json::serialize(json::object{{"uri", base_url},
                                              {"title", "Candor sandbox"},
                                              {"version", "4.2.0"},
                                              {"configuration", json::object{{"statuses", std::move(statuses)}}}})};
}

bool same_secret(const std::string& one, const std::string& other) {
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

// A post as the API gives it back: HTML, as Mastodon makes it of plain text.
std::string paragraphs(const std::string& text) {
    std::string html = "<p>";
    for (const char c : escape_html(text)) html += c == '\n' ? std::string("<br />") : std::string(1, c);
    return html + "</p>";
}

}  // namespace

MastodonEndpoint::MastodonEndpoint(std::string base_url, std::string token, OnArrival on_arrival)
    : base_url_(std::move(base_url)), token_(std::move(token)), on_arrival_(std::move(on_arrival)) {}

HttpReply MastodonEndpoint::answer(const HttpCall& call) {
    const auto path = call.target.substr(0, call.target.find('?'));
    constexpr std::string_view statuses = "/api/v1/statuses";
    if (call.method == "GET" && (path == "/api/v1/instance" || path == "/api/v2/instance")) return instance(base_url_);
    if (!same_secret(call.header("authorization"), "Bearer " + token_))
        return refuse(401, "The access token is invalid");
    if (call.method == "POST" && path == statuses) return post_status(call);
    if (call.method == "GET" && path == "/api/v1/accounts/verify_credentials")
        return {200, json::serialize(account(base_url_))};
    if (call.method == "GET" && path == fmt::format("/api/v1/accounts/{}/statuses", account_id)) return list_statuses();
    if (call.method == "GET" && path.starts_with("/api/v1/statuses/"))
        return read_status(std::string_view(path).substr(statuses.size() + 1));
    return refuse(404, "Record not found");
}

HttpReply MastodonEndpoint::post_status(const HttpCall& call) {
    boost::system::error_code failure;
    const auto value = json::parse(call.body, failure);
    if (failure || !value.is_object()) return refuse(422, "Validation failed: the body is not a JSON object");
    const auto& asked = value.get_object();
    Post post{{},
              call.header("idempotency-key"),
              text_at(asked, "status"),
              text_at(asked, "in_reply_to_id"),
              text_at(asked, "language"),
              text_at(asked, "visibility"),
              call.at};
    const auto known = std::find_if(posts_.begin(), posts_.end(),
                                    [&](const Post& p) { return !post.key.empty() && p.key == post.key; });
    if (known != posts_.end()) {
        tell(*known, call.at, true);
        return {200, as_json(*known)};
    }
    if (post.text.empty()) return refuse(422, "Validation failed: Text can't be blank");
    if (mastodon_length(post.text, link_length) > longest_post)
        return refuse(422, "Validation failed: Text character limit of 500 exceeded");
    if (!post.reply_to.empty() && find(post.reply_to) == nullptr) return refuse(404, "Record not found");
    post.id = std::to_string(100 + posts_.size());
    posts_.push_back(std::move(post));
    tell(posts_.back(), call.at, false);
    return {200, as_json(posts_.back())};
}

HttpReply MastodonEndpoint::read_status(std::string_view id) const {
    const auto* post = find(id);
    return post == nullptr ? refuse(404, "Record not found") : HttpReply{200, as_json(*post)};
}

HttpReply MastodonEndpoint::list_statuses() const {
    std::string body;  // newest first
    for (const Post& post : posts_) body.insert(0, as_json(post) + (body.empty() ? "" : ","));
    return {200, "[" + body + "]"};
}

std::string MastodonEndpoint::as_json(const Post& post) const {
    json::object object{{"id", post.id}, {"created_at", to_rfc3339(post.at)}, {"visibility", post.visibility}};
    object["in_reply_to_id"] = post.reply_to.empty() ? json::value(nullptr) : json::value(post.reply_to);
    object["language"] = post.language;
    object["url"] = base_url_ + "/@status/" + post.id;
    object["content"] = paragraphs(post.text);
    object["account"] = account(base_url_);
    return json::serialize(object);
}

const MastodonEndpoint::Post* MastodonEndpoint::find(std::string_view id) const {
    const auto found = std::find_if(posts_.begin(), posts_.end(), [&](const Post& post) { return post.id == id; });
    return found == posts_.end() ? nullptr : &*found;
}

void MastodonEndpoint::tell(const Post& post, Time at, bool repeated) const {
    Arrival arrival;
    arrival.audience = ChannelKind::mastodon;
    arrival.at = at;
    arrival.key = post.key;
    arrival.reader = "@status";
    arrival.text = post.text;
    arrival.remark = post.reply_to.empty() ? "post " + post.id + " begins a thread"
                                           : "post " + post.id + " in the thread of " + post.reply_to;
    arrival.repeated = repeated;
    on_arrival_(std::move(arrival));
}

}  // namespace candor::ctl
