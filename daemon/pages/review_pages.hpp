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
        const Site& site;
        desk::Desk& desk;
        store::Store& store;
        DatabaseThread& database;
        const Clock& clock;
    };
    ReviewPages(asio::any_io_executor executor, Parts parts) : parts_(parts), turn_(std::move(executor)) {}

    [[nodiscard]] std::vector<http::Route> routes();

private:
    struct Page {
        std::shared_ptr<const std::string> html;
        std::string etag;
        std::int64_t version = 0;  // of the record it was made of
        const desk::Setup* setup = nullptr;
        const PageTemplates* templates = nullptr;
        Time made{};
    };

    [[nodiscard]] Task<http::Response> show(const http::Request& request, std::string id);
    [[nodiscard]] bool holds(const Page& page, const Record& record) const;
    [[nodiscard]] http::Response not_found() const;

    Parts parts_;
    Turn turn_;
    std::map<IncidentId, Page> pages_;
};

}  // namespace candor::pages
