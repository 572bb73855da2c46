// What programs read of the public page, under the addresses at which they look for it: feeds, the calendar, the badge, and
// the JSON of Atlassian Statuspage's public API v2. docs/status-api.md describes all of it for users.
#pragma once

#include "daemon/desk/desk.hpp"
#include "daemon/http/read_cache.hpp"
#include "daemon/http/router.hpp"

#include <vector>

namespace candor::feeds {

// Lives on the I/O thread, and longer than its routes. Everybody may read all of it, scripts of other sites too (CORS).
class Feeds {
public:
    struct Parts {
        const desk::Desk& desk;
        const Clock& clock;
        http::ReadCache& cache;
    };
    explicit Feeds(Parts parts) : parts_(parts), started_(parts.clock.now()) {}

    [[nodiscard]] std::vector<http::Route> routes();
    // Where a reader finds each of them.
    [[nodiscard]] static std::vector<std::string> paths();

private:
    [[nodiscard]] http::Response answer(const http::Request& request, std::string_view path) const;
    [[nodiscard]] http::Made make(std::string_view path) const;

    Parts parts_;
    Time started_;
};

}  // namespace candor::feeds
