#include "daemon/ctl/client.hpp"

#include <cerrno>
#include <curl/curl.h>
#include <fmt/format.h>
#include <fstream>

namespace candor::ctl {

namespace {

constexpr std::size_t largest_answer = 64U << 20;
constexpr long connect_timeout_ms = 5000;
constexpr long total_timeout_ms = 60000;

struct Received {
    std::string body;
    bool too_large = false;
};

std::size_t receive(char* data, std::size_t size, std::size_t count, void* target) {
    auto& received = *static_cast<Received*>(target);
    const std::size_t bytes = size * count;
    if (received.body.size() + bytes > largest_answer) {
        received.too_large = true;
        return 0;
    }
    received.body.append(data, bytes);
    return bytes;
}

struct UrlParts {
    std::string scheme;
    std::string host;
};

std::optional<UrlParts> parts_of(const std::string& url) {
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> handle(curl_url(), &curl_url_cleanup);
    if (!handle || curl_url_set(handle.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return std::nullopt;
    const auto part = [&](CURLUPart which) {
        char* text = nullptr;
        if (curl_url_get(handle.get(), which, &text, 0) != CURLUE_OK) return std::string();
        std::string copy(text);
        curl_free(text);
        return copy;
    };
    return UrlParts{part(CURLUPART_SCHEME), part(CURLUPART_HOST)};
}

bool is_loopback(const std::string& host) {
    return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

// A token in clear over a network is a token given away.
Result<void> vet(const GlobalOptions& options) {
    const auto parts = parts_of(options.url);
    if (!parts || (parts->scheme != "https" && parts->scheme != "http")) {
        return Error(ErrorCode::invalid_argument, fmt::format("\"{}\" is not an http or https address", options.url),
                     "--url", "write --url https://status.example.org");
    }
    if (parts->scheme == "http" && !options.token_file.empty() && !is_loopback(parts->host)) {
        return Error(ErrorCode::invalid_argument,
                     "a token is not sent over http to another machine: anybody could read it", "--url", "use https");
    }
    return {};
}

Result<std::string> read_token(const std::string& path) {
    std::ifstream file(path);
    std::string token;
    if (!file || !(file >> token)) {
        return Error(ErrorCode::invalid_argument, fmt::format("the token file {} cannot be read, or is empty", path),
                     "--token-file", "put the token into it, alone on its first line");
    }
    for (const char c : token) {
        if (c <= ' ' || c > '~')
            return Error(ErrorCode::invalid_argument, "the token file does not hold a token", "--token-file");
    }
    return token;
}

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Headers = std::unique_ptr<curl_slist, FreeList>;

void add_header(Headers& headers, const std::string& line) {
    auto* longer = curl_slist_append(headers.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(headers.release());
    headers.reset(longer);
}

}  // namespace

struct Client::State {
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy{curl_easy_init(), &curl_easy_cleanup};
    std::string socket;  // empty where a URL is used
    std::string base;
    std::string token;
    std::string if_version;

    [[nodiscard]] std::string where() const { return socket.empty() ? base : socket; }
    void prepare(const Request& request, const std::string& body, const Headers& headers, Received& received) const;
    [[nodiscard]] Error unreachable(CURLcode code, const Request& request, const Received& received) const;
};

Client::Client(std::unique_ptr<State> state) : state_(std::move(state)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<Client> Client::make(const GlobalOptions& options) {
    auto state = std::make_unique<State>();
    if (!state->easy) throw std::bad_alloc();
    state->if_version = options.if_version;
    if (options.url.empty()) {
        state->socket = options.socket;
        state->base = "http://candor";
        return Client(std::move(state));
    }
    const auto vetted = vet(options);
    if (vetted.has_error()) return vetted.error();
    state->base = options.url;
    while (state->base.ends_with('/')) state->base.pop_back();
    if (!options.token_file.empty()) {
        auto token = read_token(options.token_file);
        if (token.has_error()) return token.error();
        state->token = std::move(*token);
    }
    return Client(std::move(state));
}

void Client::State::prepare(const Request& request, const std::string& body, const Headers& headers,
                            Received& received) const {
    CURL* handle = easy.get();
    curl_easy_reset(handle);
    curl_easy_setopt(handle, CURLOPT_URL, (base + request.path).c_str());
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, connect_timeout_ms);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, total_timeout_ms);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &receive);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &received);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "candor/" CANDOR_VERSION);
    if (!socket.empty()) {
        curl_easy_setopt(handle, CURLOPT_UNIX_SOCKET_PATH, socket.c_str());
        curl_easy_setopt(handle, CURLOPT_PROXY, "");
    }
    if (!request.body.is_null() || !request.table.empty()) {
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.c_str());
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    }
}

// The request had gone out when the connection ended: whether it was carried out is not known here.
bool may_have_acted(CURLcode code, const Request& request) {
    const bool late = code == CURLE_OPERATION_TIMEDOUT || code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING ||
                      code == CURLE_PARTIAL_FILE;
    return late && request.method != "GET";
}

Error Client::State::unreachable(CURLcode code, const Request& request, const Received& received) const {
    if (received.too_large)
        return Error(ErrorCode::too_large, "the answer is larger than 64 MiB", {}, "ask for less with --limit");
    if (may_have_acted(code, request)) {
        return Error(ErrorCode::internal,
                     fmt::format("candord at {} took the request and did not answer; it may have acted", where()), {},
                     "look with candor status before doing it again");
    }
    long os_error = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_OS_ERRNO, &os_error);
    const auto message = fmt::format("no answer from candord at {}: {}", where(),
                                     os_error != 0 ? std::generic_category().message(static_cast<int>(os_error))
                                                   : std::string(curl_easy_strerror(code)));
    if (os_error == EACCES || os_error == EPERM) {
        return Error(ErrorCode::internal, message, {},
                     "you may not use this socket: ask to be put into the group that owns it");
    }
    if (!socket.empty()) {
        return Error(
            ErrorCode::internal, message, {},
            "see whether it runs (systemctl status candord), or name its socket with --socket or CANDOR_SOCKET");
    }
    return Error(ErrorCode::internal, message, {}, "look at the address, the network and the daemon");
}

// </path>; rel="next" (RFC 8288), as our own server writes it.
std::string next_path(CURL* handle) {
    curl_header* header = nullptr;
    if (curl_easy_header(handle, "Link", 0, CURLH_HEADER, -1, &header) != CURLHE_OK) return {};
    const std::string_view link = header->value;
    const auto end = link.find('>');
    if (!link.starts_with("</") || end == std::string_view::npos || link.find("rel=\"next\"") == std::string_view::npos) return {};
    return std::string(link.substr(1, end - 1));
}

Result<Response> Client::send(const Request& request) {
    const auto body = request.body.is_null() ? request.table : boost::json::serialize(request.body);
    Headers headers;
    add_header(headers, request.wants_table ? "Accept: text/csv, application/json" : "Accept: application/json");
    if (!request.table.empty()) add_header(headers, "Content-Type: text/csv");
    add_header(headers, "Expect:");
    if (!request.body.is_null()) add_header(headers, "Content-Type: application/json");
    if (!state_->if_version.empty() && request.method != "GET") add_header(headers, "If-Match: \"" + state_->if_version + "\"");
    if (!state_->token.empty()) add_header(headers, "Authorization: Bearer " + state_->token);
    Received received;
    state_->prepare(request, body, headers, received);
    const auto code = curl_easy_perform(state_->easy.get());
    if (code != CURLE_OK) return state_->unreachable(code, request, received);
    long status = 0;
    curl_easy_getinfo(state_->easy.get(), CURLINFO_RESPONSE_CODE, &status);
    Response response;
    response.status = static_cast<int>(status);
    if (received.body.empty()) return response;
    if (request.wants_table && status == 200) {
        response.next = next_path(state_->easy.get());
        response.table = std::move(received.body);
        return response;
    }
    boost::system::error_code failure;
    response.body = boost::json::parse(received.body, failure);
    response.readable = !failure;
    return response;
}

}  // namespace candor::ctl
