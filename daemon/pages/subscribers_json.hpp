// /api/v2/subscribers.json: where programs that know Atlassian Statuspage subscribe a mail address, and leave. It is the form without
// a page: the same double opt-in, the same limits, and the same answer whether an address is known or not. There is no id in an
// answer, as whoever typed an address must not be able to end what its owner hears: the id that leaves is the token of the owner's
// own link.
#pragma once

#include "daemon/desk/desk.hpp"
#include "daemon/http/router.hpp"
#include "daemon/listen/subscriptions.hpp"

#include <vector>

namespace candor::pages {

// Lives on the I/O thread, and longer than its routes.
class SubscribersJson {
public:
    SubscribersJson(desk::Desk& desk, listen::Subscriptions& subscriptions) : desk_(desk), subscriptions_(subscriptions) {}

    [[nodiscard]] std::vector<http::Route> routes();

private:
    [[nodiscard]] Task<http::Response> subscribe(const http::Request& request);
    [[nodiscard]] Task<http::Response> leave(const http::Request& request);
    [[nodiscard]] Task<http::Response> leave_by(std::string token);

    desk::Desk& desk_;
    listen::Subscriptions& subscriptions_;
};

}  // namespace candor::pages
