#include "daemon/pages/validators.hpp"

#include "core/digest.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::pages {

using http::Request;
using http::Response;

namespace {

// If-None-Match (RFC 9110, 13.1.2): a list of tags, weakly compared, or "*".
bool has_it(const Request& request, std::string_view etag) {
    const std::string* header = request.header("if-none-match");
    if (header == nullptr) return false;
    for (std::string_view rest = *header; !rest.empty();) {
        std::string_view tag = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(rest.size(), tag.size() + 1));
        while (tag.starts_with(' ') || tag.starts_with('\t')) tag.remove_prefix(1);
        while (tag.ends_with(' ') || tag.ends_with('\t')) tag.remove_suffix(1);
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        if (tag == etag || tag == "*") return true;
    }
    return false;
}

Response with_validators(Response response, const std::string& etag, const char* cache_control) {
    response.with("ETag", etag).with("Cache-Control", cache_control);
    return response;
}

}  // namespace

std::string etag_of(std::string_view content) {
    return fmt::format("\"{}\"", to_hex(sha256(content)).substr(0, 32));
}

Response page_response(const Request& request, const std::shared_ptr<const std::string>& html, const std::string& etag) {
    static constexpr auto cache_control = "public, max-age=5, stale-if-error=86400";
    if (has_it(request, etag)) return with_validators(Response(304), etag, cache_control);
    return with_validators(http::html(200, html), etag, cache_control);
}

Response file_response(const Request& request, std::string_view type, const std::shared_ptr<const std::string>& content) {
    static constexpr auto cache_control = "public, max-age=300, stale-if-error=86400";
    const std::string etag = etag_of(*content);
    if (has_it(request, etag)) return with_validators(Response(304), etag, cache_control);
    return with_validators(Response(200, type, content), etag, cache_control);
}

bool could_be_id(std::string_view text) {
    return text.size() == 12 && std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); });
}

}  // namespace candor::pages
