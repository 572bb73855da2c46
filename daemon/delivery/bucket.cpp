#include "daemon/delivery/bucket.hpp"

#include "core/digest.hpp"

#include <utility>

namespace candor::delivery {

namespace {

constexpr std::size_t largest_answer = std::size_t{4} << 20U;

TransferOptions options_for(const BucketSettings& settings) {
    TransferOptions options;
    options.protocols = "http,https";  // the loader has let http only to loopback hosts
    options.user_agent = "Candor/" CANDOR_VERSION;
    options.ca_file = settings.ca_file;
    options.timeout = std::chrono::seconds{30};
    options.body_timeout = std::chrono::seconds{20};
    options.body_limit = largest_answer;
    return options;
}

}  // namespace

// One request, with the headers that libcurl signs.
class Bucket::Request final : public Transfer {
public:
    Request(const BucketSettings& settings, std::shared_ptr<const AddressPolicy> policy, const std::string& method, const Object& object)
        : Transfer(options_for(settings), std::move(policy)) {
        const std::string url = settings.endpoint + "/" + settings.bucket + "/" + settings.prefix + object.name;
        const std::string signature = "aws:amz:" + settings.region + ":s3";
        add("x-amz-content-sha256: " + to_hex(sha256(object.content)));
        add("Expect:");
        curl_easy_setopt(easy(), CURLOPT_URL, url.c_str());
        curl_easy_setopt(easy(), CURLOPT_AWS_SIGV4, signature.c_str());
        curl_easy_setopt(easy(), CURLOPT_USERNAME, settings.access_key.reveal().c_str());
        curl_easy_setopt(easy(), CURLOPT_PASSWORD, settings.secret_key.reveal().c_str());
        if (method == "HEAD") curl_easy_setopt(easy(), CURLOPT_NOBODY, 1L);
        if (method == "DELETE") curl_easy_setopt(easy(), CURLOPT_CUSTOMREQUEST, "DELETE");
        if (method == "PUT") take_body(object);
        curl_easy_setopt(easy(), CURLOPT_HTTPHEADER, headers_);
        keep_body(method == "GET", largest_answer);
    }
    ~Request() override { curl_slist_free_all(headers_); }
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

private:
    void add(const std::string& header) { headers_ = curl_slist_append(headers_, header.c_str()); }

    void take_body(const Object& object) {
        add("Content-Type: " + object.type);
        if (!object.cache.empty()) add("Cache-Control: " + object.cache);
        curl_easy_setopt(easy(), CURLOPT_POSTFIELDS, object.content.c_str());  // not copied: the object outlives the transfer
        curl_easy_setopt(easy(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(object.content.size()));
        curl_easy_setopt(easy(), CURLOPT_CUSTOMREQUEST, "PUT");
    }

    curl_slist* headers_ = nullptr;
};

Bucket::Bucket(Transfers& transfers, BucketSettings settings, std::shared_ptr<const AddressPolicy> policy)
    : transfers_(transfers), settings_(std::move(settings)), policy_(std::move(policy)) {}

Task<Bucket::Answer> Bucket::send(std::string method, Object object) {
    Request request(settings_, policy_, method, object);
    const TransferResult result = co_await transfers_.perform(request);
    Answer answer;
    if (result.http_answered()) answer.status = result.status;
    if (answer.status == 0 || result.code != CURLE_OK) answer.failure = request.failure(result);
    // Half of an object is none.
    if (method == "GET" && result.code != CURLE_OK) answer.status = 0;
    answer.body = request.body();
    co_return answer;
}

Task<Bucket::Answer> Bucket::get(std::string name) {
    Object object{std::move(name), {}, {}, {}};
    auto answer = co_await send("GET", std::move(object));
    co_return answer;
}

Task<Bucket::Answer> Bucket::head(std::string name) {
    Object object{std::move(name), {}, {}, {}};
    auto answer = co_await send("HEAD", std::move(object));
    co_return answer;
}

Task<Bucket::Answer> Bucket::put(Object object) {
    auto answer = co_await send("PUT", std::move(object));
    co_return answer;
}

Task<Bucket::Answer> Bucket::remove(std::string name) {
    Object object{std::move(name), {}, {}, {}};
    auto answer = co_await send("DELETE", std::move(object));
    co_return answer;
}

}  // namespace candor::delivery
