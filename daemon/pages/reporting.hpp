// The form for customers, and its answer: no script, and nothing of it is kept by caches.
#pragma once

#include "daemon/listen/intake.hpp"
#include "daemon/pages/site.hpp"

namespace candor::pages {

// Lives on the I/O thread, and longer than its routes.
class Reporting {
public:
    Reporting(const Site& site, desk::Desk& desk, listen::Intake& intake) : site_(site), desk_(desk), intake_(intake) {}

    [[nodiscard]] std::vector<http::Route> routes();

private:
    [[nodiscard]] Task<http::Response> form(const http::Request& request);
    [[nodiscard]] Task<http::Response> report(const http::Request& request);

    const Site& site_;
    desk::Desk& desk_;
    listen::Intake& intake_;
};

}  // namespace candor::pages
