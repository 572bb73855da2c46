// What is kept for all readers: validators, compression and bounds.
#include "daemon/http/gzip.hpp"
#include "daemon/http/read_cache.hpp"

#include <catch2/catch.hpp>
#include <zlib.h>

using namespace candor;
using namespace candor::http;
using namespace std::chrono_literals;

namespace {

class StillClock final : public Clock {
public:
    Time time = *parse_rfc3339("2026-11-22T14:00:00.400Z");
    [[nodiscard]] Time now() const override { return time; }
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override { return {}; }
};

const std::string page(2000, 'a');

RenditionPtr keep(ReadCache& cache, const std::string& key, std::uint64_t revision, const std::string& text) {
    return cache.get(key, {revision, {}, {}}, [&] { return Made{"text/plain", text}; });
}

int status(const RenditionPtr& rendition, const char* header, const std::string& value) {
    Request request;
    request.headers.push_back({header, value});
    return serve(request, rendition).status;
}

std::string header_of(const Response& response, std::string_view name) {
    for (const Header& header : response.headers) {
        if (header.name == name) return header.value;
    }
    return {};
}

std::string unzipped(const std::string& text) {
    std::string out(1U << 20U, '\0');
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

}  // namespace

TEST_CASE("a text is made once for one revision, and its dates stay where the text stays") {
    StillClock clock;
    ReadCache cache(clock);
    const auto first = keep(cache, "/", 1, page);
    CHECK(keep(cache, "/", 1, "not made") == first);
    CHECK(cache.made() == 1);
    clock.time += 1h;
    CHECK(keep(cache, "/", 2, page) == first);  // made again, and the same
    const auto other = keep(cache, "/", 3, page + "b");
    CHECK(other->etag != first->etag);
    CHECK(other->changed == clock.time);
    cache.clear();
    CHECK(keep(cache, "/", 3, page + "b") == other);
    CHECK(cache.made() == 4);
}

TEST_CASE("the tag decides before the date, and one date for two texts decides nothing") {
    StillClock clock;
    ReadCache cache(clock);
    const auto first = keep(cache, "/", 1, page);
    CHECK(status(first, "if-none-match", first->etag) == 304);
    CHECK(status(first, "if-none-match", "W/" + first->etag) == 304);
    CHECK(status(first, "if-none-match", "\"x\", " + first->zipped_etag) == 304);
    CHECK(status(first, "if-none-match", "*") == 304);
    CHECK(status(first, "if-none-match", "\"x\"") == 200);
    CHECK(status(first, "if-modified-since", "Sun, 22 Nov 2026 14:00:00 GMT") == 304);
    CHECK(status(first, "if-modified-since", "Sun, 22 Nov 2026 13:59:59 GMT") == 200);
    CHECK(status(first, "if-modified-since", "yesterday") == 200);
    Request both;
    both.headers = {{"if-none-match", "\"x\""}, {"if-modified-since", "Sun, 22 Nov 2026 14:00:00 GMT"}};
    CHECK(serve(both, first).status == 200);
    clock.time += 300ms;  // in the same second
    const auto second = keep(cache, "/", 2, page + "b");
    CHECK(status(second, "if-modified-since", "Sun, 22 Nov 2026 14:00:00 GMT") == 200);
    CHECK(status(second, "if-none-match", second->etag) == 304);
}

TEST_CASE("a 304 has the headers that a cache goes by, and no body") {
    StillClock clock;
    ReadCache cache(clock);
    const auto kept = keep(cache, "/", 1, page);
    Request request;
    request.headers = {{"if-none-match", kept->etag}, {"accept-encoding", "gzip"}};
    const Response unchanged = serve(request, kept);
    CHECK(unchanged.status == 304);
    CHECK_FALSE(unchanged.body);
    CHECK(header_of(unchanged, "ETag") == kept->zipped_etag);
    CHECK(header_of(unchanged, "Vary") == "Accept-Encoding");
    CHECK_THAT(header_of(unchanged, "Cache-Control"), Catch::Contains("stale-if-error"));
    CHECK(header_of(unchanged, "Content-Encoding").empty());
}

TEST_CASE("compressed text unpacks to the same, and is not made larger") {
    CHECK(unzipped(gzipped(page)) == page);
    CHECK(unzipped(gzipped("")).empty());
    CHECK(gzipped(page) == gzipped(page));
    StillClock clock;
    ReadCache cache(clock);
    CHECK_FALSE(keep(cache, "/tiny", 1, "ok")->zipped);
}

TEST_CASE("gzip goes only to whoever takes it") {
    for (const char* yes : {"gzip", "GZIP", "deflate, gzip", "gzip;q=0.5", "x-gzip", "*", "br;q=1.0, *;q=0.1"}) CHECK(accepts_gzip(yes));
    for (const char* no : {"", "br", "gzip;q=0", "gzip; q=0.000", "*;q=0", "identity", "gzipped", "gzip;q=0, *"}) CHECK_FALSE(accepts_gzip(no));
}

TEST_CASE("memory is bounded: what was read longest ago makes room") {
    StillClock clock;
    ReadCache cache(clock, {3, 1U << 20U});
    for (const char* key : {"a", "b", "c"}) static_cast<void>(keep(cache, key, 1, page + key));
    CHECK(cache.find("a", {1, {}, {}}));
    static_cast<void>(keep(cache, "d", 1, page + "d"));
    CHECK(cache.entries() == 3);
    CHECK(cache.find("a", {1, {}, {}}));
    CHECK_FALSE(cache.find("b", {1, {}, {}}));

    ReadCache small(clock, {100, 10'000});
    std::string noise;
    for (unsigned i = 0, x = 1; i < 3000; ++i) noise += static_cast<char>('!' + (x = x * 1103515245 + 12345) / 65536 % 90);
    for (int i = 0; i < 50; ++i) static_cast<void>(keep(small, std::to_string(i), 1, noise + std::to_string(i)));
    CHECK(small.bytes() <= 10'000);
    CHECK(small.entries() >= 1);
    static_cast<void>(keep(small, "large", 1, std::string(20'000, 'x') + noise));  // one that alone is too large is kept until the next
    CHECK(small.entries() == 1);
}
