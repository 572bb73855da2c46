// What everybody may read, made once for all who read it: pages, feeds and the JSON of the status page share this one.
//
// Whoever asks first after something has changed has it made; whoever asks after that is served from memory, compressed once
// and not for each request. A reader who has it already is not sent it again (RFC 9110, 13). Nothing that belongs to one reader
// alone may be kept here.
#pragma once

#include "core/time.hpp"
#include "daemon/clock.hpp"
#include "daemon/http/request.hpp"
#include "daemon/http/response.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace candor::http {

// How long caches between us and the reader may keep it. page: what changes with the state. file: what changes with a
// configuration.
enum class Keep { page, file };

// A text as it is made.
struct Made {
    std::string type;  // Content-Type
    std::string text;
    Keep keep = Keep::page;
    std::vector<Header> headers = {};  // besides those of every answer
    int status = 200;                  // others (404) have no validators
};

// A text as it is served. Never changes once it is made.
struct Rendition {
    std::shared_ptr<const std::string> body;
    std::shared_ptr<const std::string> zipped;  // null where it is not smaller
    std::string type;
    std::string etag;         // strong; of the body
    std::string zipped_etag;  // of the compressed body: other bytes, another tag
    std::vector<Header> headers;
    std::vector<Header> zipped_headers;
    Time changed{};             // when it became what it is
    bool changed_twice = false;  // in one second: Last-Modified cannot tell the two apart
    int status = 200;
};
using RenditionPtr = std::shared_ptr<const Rendition>;

// 200 with what is kept, or 304 to whoever has it already.
[[nodiscard]] Response serve(const Request& request, const RenditionPtr& rendition);

// What something was made of. It is made anew when this is another.
struct Basis {
    std::uint64_t revision = 0;                          // of all that is told
    std::vector<std::shared_ptr<const void>> parts = {};  // held, so that an address never comes to mean something else
    Time moment{};                                       // to which it was rounded, where it says what time it is
    friend bool operator==(const Basis&, const Basis&) = default;
};

// Lives on the I/O thread. Bounded: what was read longest ago makes room.
class ReadCache {
public:
    struct Bounds {
        std::size_t entries = 1000;
        std::size_t bytes = std::size_t{64} << 20U;  // of all bodies, compressed and not
    };
    explicit ReadCache(const Clock& clock) : ReadCache(clock, Bounds{}) {}
    ReadCache(const Clock& clock, Bounds bounds) : clock_(clock), bounds_(bounds) {}
    ReadCache(const ReadCache&) = delete;
    ReadCache& operator=(const ReadCache&) = delete;

    // nullptr: it is not kept, or was made of something else.
    [[nodiscard]] RenditionPtr find(std::string_view key, const Basis& basis);
    // In place of what was kept under this key; text that came out the same stays what it was, with its times.
    RenditionPtr put(std::string_view key, Basis basis, Made made);
    // As it is kept, or made anew: `make` gives a Made.
    template <class Make>
    [[nodiscard]] RenditionPtr get(std::string_view key, const Basis& basis, Make make) {
        if (auto kept = find(key, basis)) return kept;
        return put(key, basis, make());
    }
    // After a reload: everything is made anew.
    void clear();

    // For tests and metrics: how often something was made, and what is kept.
    [[nodiscard]] std::uint64_t made() const { return made_; }
    [[nodiscard]] std::size_t entries() const { return kept_.size(); }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    struct Entry {
        RenditionPtr rendition;
        Basis basis;
        std::uint64_t used = 0;  // the larger, the later
    };
    using Kept = std::map<std::string, Entry, std::less<>>;

    void drop(Kept::iterator entry);
    void make_room(const std::string& newest);

    const Clock& clock_;
    Bounds bounds_;
    Kept kept_;
    std::size_t bytes_ = 0;
    std::uint64_t uses_ = 0;
    std::uint64_t made_ = 0;
};

}  // namespace candor::http
