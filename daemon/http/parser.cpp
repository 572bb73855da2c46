#include "daemon/http/parser.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace candor::http {

namespace beast = boost::beast;
using beast::error_code;
using View = beast::string_view;

namespace {

std::string lower(View text) {
    std::string copy(text.data(), text.size());
    std::transform(copy.begin(), copy.end(), copy.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return copy;
}

// "http://host/path" (RFC 9112, 3.2.2) -> "/path". The scheme and host are not ours to judge.
std::string_view origin_form(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!target.starts_with(scheme)) continue;
        const std::size_t slash = target.find('/', scheme.size());
        return slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
    }
    return target;
}

void set_target(Request& request, std::string_view target) {
    request.target = origin_form(target);
    const std::size_t question = std::min(request.target.find('?'), request.target.size());
    request.path = request.target.substr(0, question);
    request.query_text = request.target.substr(std::min(question + 1, request.target.size()));
}

ParseFault malformed(std::string message) {
    return {400, Error(ErrorCode::malformed_request, std::move(message))};
}

// "... HTTP/2.0\r\n": a version, though none that we speak. Anything else in its place is rubbish.
bool names_a_version(std::string_view bytes) {
    const std::string_view line = bytes.substr(0, bytes.find("\r\n"));
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (line.size() < 9) return false;
    const std::size_t at = line.size() - 9;
    return line.substr(at, 6) == " HTTP/" && digit(line[at + 6]) && line[at + 7] == '.' && digit(line[at + 8]);
}

ParseFault describe(const error_code& failure, const Limits& limits, std::string_view bytes) {
    namespace http = beast::http;
    if (failure == http::error::header_limit) {
        return {431, Error(ErrorCode::too_large, "The header is larger than " + std::to_string(limits.header) + " bytes.", "header")};
    }
    if (failure == http::error::body_limit) {
        return {413, Error(ErrorCode::too_large, "The body is larger than " + std::to_string(limits.body) + " bytes.", "body")};
    }
    if (failure == http::error::bad_version && names_a_version(bytes)) {
        return {505, Error(ErrorCode::malformed_request, "Only HTTP/1.0 and HTTP/1.1 are spoken here.")};
    }
    return malformed("The request is not valid HTTP: " + failure.message() + ".");
}

}  // namespace

class RequestParser::Sink final : public beast::http::basic_parser<true> {
public:
    Sink(const Limits& l, Request& into) : limits(l), request(into) {
        body_limit(l.body);
        header_limit(static_cast<std::uint32_t>(l.header));
    }

    const Limits& limits;
    Request& request;
    std::string body;
    std::optional<ParseFault> fault;
    bool header_complete = false;
    bool expects_continue = false;
    int version = 11;

private:
    void on_request_impl(beast::http::verb, View method, View target, int spoken, error_code&) override {
        version = spoken;
        request.method = http::parse_method(std::string_view(method.data(), method.size()));
        set_target(request, std::string_view(target.data(), target.size()));
    }
    void on_response_impl(int, View, int, error_code&) override {}
    void on_field_impl(beast::http::field, View name, View value, error_code&) override {
        if (header_complete) return;  // a trailer: nothing here uses one
        request.headers.push_back({lower(name), std::string(value.data(), value.size())});
    }
    void on_header_impl(error_code& failure) override {
        header_complete = true;
        check_header();
        if (fault) failure = beast::http::error::bad_field;  // ends the parsing; `fault` says why
    }
    void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) override {
        if (length) body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, limits.body)));
    }
    std::size_t on_body_impl(View bytes, error_code&) override {
        body.append(bytes.data(), bytes.size());
        return bytes.size();
    }
    void on_chunk_header_impl(std::uint64_t, View, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, View bytes, error_code& failure) override {
        return on_body_impl(bytes, failure);
    }
    void on_finish_impl(error_code&) override {
        if (!body.empty()) request.body = std::make_shared<const std::string>(std::move(body));
    }

    // What Beast leaves to us: one Host where HTTP/1.1 wants it (RFC 9112, 3.2), no expectation but 100-continue, no
    // transfer coding but chunked.
    void check_header() {
        const auto hosts = std::count_if(request.headers.begin(), request.headers.end(),
                                         [](const Header& h) { return h.name == "host"; });
        if (hosts > 1 || (hosts == 0 && version >= 11)) fault = malformed("HTTP/1.1 wants exactly one Host header.");
        if (const std::string* expectation = request.header("expect")) {
            expects_continue = lower(*expectation) == "100-continue";
            if (!expects_continue) fault = {417, Error(ErrorCode::malformed_request, "Only 100-continue can be expected.", "expect")};
        }
        if (const std::string* coding = request.header("transfer-encoding"); coding != nullptr && lower(*coding) != "chunked") {
            fault = {501, Error(ErrorCode::malformed_request, "Only the transfer coding `chunked` is understood.", "transfer-encoding")};
        }
        if (request.header("transfer-encoding") != nullptr && request.header("content-length") != nullptr) {
            fault = malformed("A request has either Content-Length or Transfer-Encoding, not both.");  // smuggling
        }
    }
};

RequestParser::RequestParser(const Limits& limits, Request& into) : sink_(std::make_unique<Sink>(limits, into)) {}

RequestParser::~RequestParser() = default;

std::size_t RequestParser::take(std::string_view bytes) {
    std::size_t taken = 0;
    while (!fault() && !sink_->is_done() && taken < bytes.size()) {
        const bool had_header = sink_->is_header_done();
        error_code failure;
        taken += sink_->put(boost::asio::buffer(bytes.data() + taken, bytes.size() - taken), failure);
        if (failure == beast::http::error::need_more) break;
        if (failure && !sink_->fault) sink_->fault = describe(failure, sink_->limits, bytes);
        if (!had_header && sink_->is_header_done()) break;  // the caller looks at the header before the body comes
    }
    return taken;
}

const std::optional<ParseFault>& RequestParser::fault() const noexcept {
    return sink_->fault;
}

bool RequestParser::has_header() const {
    return sink_->is_header_done();
}

bool RequestParser::is_complete() const {
    return sink_->is_done();
}

bool RequestParser::keeps_alive() const {
    return sink_->keep_alive();
}

bool RequestParser::expects_continue() const {
    return sink_->expects_continue;
}

}  // namespace candor::http
