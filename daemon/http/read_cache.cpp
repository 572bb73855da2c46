#include "daemon/http/read_cache.hpp"

#include "core/delivery/retry_after.hpp"
#include "core/digest.hpp"
#include "daemon/http/gzip.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace candor::http {

using namespace std::chrono;

namespace {

// A cache in between may serve for seconds what it has, for a little longer while it asks again, and for a day while we do not
// answer: every page says when it was made.
constexpr std::string_view cache_control(Keep keep) {
    switch (keep) {
        case Keep::page: return "public, max-age=5, stale-while-revalidate=30, stale-if-error=86400";
        case Keep::file: return "public, max-age=300, stale-while-revalidate=300, stale-if-error=86400";
    }
    return "no-store";
}

// If-None-Match (RFC 9110, 13.1.2): a list of tags, weakly compared, or "*".
bool names_tag(std::string_view header, const Rendition& rendition) {
    while (!header.empty()) {
        std::string_view tag = header.substr(0, header.find(','));
        header.remove_prefix(std::min(header.size(), tag.size() + 1));
        while (tag.starts_with(' ') || tag.starts_with('\t')) tag.remove_prefix(1);
        while (tag.ends_with(' ') || tag.ends_with('\t')) tag.remove_suffix(1);
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        if (tag == "*" || tag == rendition.etag || tag == rendition.zipped_etag) return true;
    }
    return false;
}

// The tag decides where there is one; dates are for those who send nothing else.
bool has_it(const Request& request, const Rendition& rendition) {
    if (const std::string* tags = request.header("if-none-match")) return names_tag(*tags, rendition);
    const std::string* since = request.header("if-modified-since");
    if (since == nullptr || rendition.changed_twice) return false;
    const auto known = parse_http_date(*since, rendition.changed);
    return known && *known >= floor<seconds>(rendition.changed);
}

std::vector<Header> headers_of(const Made& made, const std::string& etag, Time changed) {
    std::vector<Header> headers = made.headers;
    if (made.status != 200) {
        headers.push_back({"Cache-Control", "no-cache"});
    } else {
        headers.push_back({"Cache-Control", std::string(cache_control(made.keep))});
        headers.push_back({"ETag", etag});
        headers.push_back({"Last-Modified", to_http_date(changed)});
    }
    headers.push_back({"Vary", "Accept-Encoding"});
    return headers;
}

std::size_t size_of(const Rendition& rendition) {
    return rendition.body->size() + (rendition.zipped ? rendition.zipped->size() : 0U);
}

RenditionPtr render(Made made, std::string etag, Time changed, bool changed_twice) {
    auto rendition = std::make_shared<Rendition>();
    rendition->status = made.status;
    rendition->changed = changed;
    rendition->changed_twice = changed_twice;
    rendition->zipped_etag = etag.substr(0, etag.size() - 1) + "-gzip\"";
    rendition->headers = headers_of(made, etag, changed);
    rendition->zipped_headers = headers_of(made, rendition->zipped_etag, changed);
    rendition->zipped_headers.push_back({"Content-Encoding", "gzip"});
    rendition->etag = std::move(etag);
    auto zipped = gzipped(made.text);
    if (zipped.size() < made.text.size()) rendition->zipped = std::make_shared<const std::string>(std::move(zipped));
    rendition->type = std::move(made.type);
    rendition->body = std::make_shared<const std::string>(std::move(made.text));
    return rendition;
}

}  // namespace

Response serve(const Request& request, const RenditionPtr& rendition) {
    const std::string* accepts = request.header("accept-encoding");
    const bool zip = rendition->zipped && accepts != nullptr && accepts_gzip(*accepts);
    const std::vector<Header>& headers = zip ? rendition->zipped_headers : rendition->headers;
    if (rendition->status == 200 && has_it(request, *rendition)) {
        Response unchanged(304);
        for (const Header& header : headers) {
            if (header.name != "Content-Encoding") unchanged.headers.push_back(header);
        }
        return unchanged;
    }
    Response response(rendition->status, rendition->type, zip ? rendition->zipped : rendition->body);
    response.headers = headers;
    return response;
}

RenditionPtr ReadCache::find(std::string_view key, const Basis& basis) {
    const auto found = kept_.find(key);
    if (found == kept_.end() || found->second.basis != basis) return nullptr;
    found->second.used = ++uses_;
    return found->second.rendition;
}

RenditionPtr ReadCache::put(std::string_view key, Basis basis, Made made) {
    ++made_;
    // The type is part of the tag, and the headers are: a policy that changes must reach those who have the text.
    std::string tagged = made.type;
    for (const Header& header : made.headers) tagged += "\n" + header.name + ": " + header.value;
    std::string etag = fmt::format("\"{}\"", to_hex(sha256_of({tagged, made.text})).substr(0, 32));
    Entry& entry = kept_.try_emplace(std::string(key)).first->second;
    const RenditionPtr before = entry.rendition;
    entry.basis = std::move(basis);
    entry.used = ++uses_;
    if (before && before->etag == etag) return before;
    const Time now = clock_.now();
    const bool twice = before && floor<seconds>(before->changed) == floor<seconds>(now);
    entry.rendition = render(std::move(made), std::move(etag), now, twice);
    bytes_ += size_of(*entry.rendition);
    bytes_ -= before ? size_of(*before) : 0U;
    const RenditionPtr result = entry.rendition;
    make_room(std::string(key));
    return result;
}

void ReadCache::clear() {
    // The times stay: a page that comes out the same was not changed by being made again.
    for (auto& [key, entry] : kept_) entry.basis = {~std::uint64_t{0}, {}, Time::max()};
}

void ReadCache::drop(Kept::iterator entry) {
    bytes_ -= size_of(*entry->second.rendition);
    kept_.erase(entry);
}

void ReadCache::make_room(const std::string& newest) {
    while ((kept_.size() > bounds_.entries || bytes_ > bounds_.bytes) && kept_.size() > 1) {
        const auto oldest = std::min_element(kept_.begin(), kept_.end(), [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
        if (oldest->first == newest) return;
        drop(oldest);
    }
}

}  // namespace candor::http
