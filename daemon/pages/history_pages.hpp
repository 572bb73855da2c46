// The history by month, each under an address of its own.
#pragma once

#include "daemon/pages/chronicle.hpp"
#include "daemon/pages/site.hpp"

namespace candor::pages {

// Lives on the I/O thread, and longer than its routes. A month is made once for all who read it within a minute.
class HistoryPages {
public:
    HistoryPages(Site& site, desk::Desk& desk, Chronicle& chronicle, const Clock& clock) : site_(site), desk_(desk), chronicle_(chronicle), clock_(clock) {}

    [[nodiscard]] std::vector<http::Route> routes();

private:
    // `month`: "2026-11"; empty: this one. `root`: the way to the root.
    [[nodiscard]] Task<http::Response> show(const http::Request& request, std::string month, std::string root);
    [[nodiscard]] Task<std::string> render(std::chrono::year_month month, std::string root);
    [[nodiscard]] Task<std::vector<desk::DossierPtr>> entries(Time from, Time until);

    Site& site_;
    desk::Desk& desk_;
    Chronicle& chronicle_;
    const Clock& clock_;
};

}  // namespace candor::pages
