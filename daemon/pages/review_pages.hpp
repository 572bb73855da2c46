// The review of an incident as a page of its own, once it is published.
#pragma once

#include "daemon/async/turn.hpp"
#include "daemon/desk/desk.hpp"
#include "daemon/pages/site.hpp"

namespace candor::pages {

// Lives on the I/O thread, and longer than its routes. A review rests on the whole record and on its deliveries: it is made
// once for all who read it within some minutes, one at a time.
class ReviewPages {
public:
    struct Parts {
        Site& site;
        desk::Desk& desk;
        store::Store& store;
        WorkerThread& database;
        const Clock& clock;
    };
    ReviewPages(asio::any_io_executor executor, Parts parts) : parts_(parts), turn_(std::move(executor)) {}

    [[nodiscard]] std::vector<http::Route> routes();

private:
    [[nodiscard]] Task<http::Response> show(const http::Request& request, std::string id);

    Parts parts_;
    Turn turn_;
};

}  // namespace candor::pages
