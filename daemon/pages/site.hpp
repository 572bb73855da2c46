// The public pages under their addresses: rendered when something has changed or the minute has, and shared by all who
// read them meanwhile.
#pragma once

#include "daemon/clock.hpp"
#include "daemon/desk/desk.hpp"
#include "daemon/http/router.hpp"
#include "daemon/pages/chronicle.hpp"
#include "daemon/pages/templates.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace candor::pages {

// Lives on the I/O thread, and longer than its routes.
class Site {
public:
    Site(desk::Desk& desk, const Clock& clock, std::shared_ptr<const PageTemplates> templates);

    // What the first page shows of the days before; without it, nothing.
    void show_history(Chronicle& chronicle) { chronicle_ = &chronicle; }
    [[nodiscard]] std::vector<http::Route> routes();
    // After a reload: everything is rendered anew.
    void adopt(std::shared_ptr<const PageTemplates> templates);

    [[nodiscard]] const PageTemplates& templates() const { return *templates_; }

    // How many pages were rendered; many more are read.
    [[nodiscard]] std::uint64_t rendered() const { return rendered_; }

private:
    struct Page {
        std::shared_ptr<const std::string> html;
        std::string etag;
        std::vector<desk::DossierPtr> from;    // what it was made of
        const desk::Setup* setup = nullptr;
        Time minute{};
    };

    [[nodiscard]] Task<http::Response> index(const http::Request& request);
    [[nodiscard]] Task<http::Response> incident(const http::Request& request, std::string id);
    [[nodiscard]] Task<http::Response> how(const http::Request& request);
    [[nodiscard]] http::Response not_found(const std::string& root);
    [[nodiscard]] bool is_ended_page(const Page& page) const;
    template <class Render>
    [[nodiscard]] const Page& fresh(Page& page, std::vector<desk::DossierPtr> from, Render render);

    desk::Desk& desk_;
    const Clock& clock_;
    std::shared_ptr<const PageTemplates> templates_;
    Chronicle* chronicle_ = nullptr;
    Page index_;
    Page how_;
    std::map<IncidentId, Page> incidents_;
    std::uint64_t rendered_ = 0;
};

}  // namespace candor::pages
