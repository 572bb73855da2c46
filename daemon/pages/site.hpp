// The public pages under their addresses: rendered when something has changed or the minute has, and kept in the
// cache for all who read them meanwhile.
#pragma once

#include "daemon/clock.hpp"
#include "daemon/desk/desk.hpp"
#include "daemon/http/read_cache.hpp"
#include "daemon/http/router.hpp"
#include "daemon/pages/chronicle.hpp"
#include "daemon/pages/templates.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace candor::pages {

// As ids are made (core/id.hpp). Anything else needs no look at the database.
[[nodiscard]] bool could_be_id(std::string_view text);

// A page for the cache.
[[nodiscard]] http::Made page_of(std::string html);

// The title of an incident that is at hand; empty otherwise: a form is for many, and looks nothing up in the database.
[[nodiscard]] std::string title_at_hand(const desk::Desk& desk, const IncidentId& incident);

// Lives on the I/O thread, and longer than its routes.
class Site {
public:
    Site(desk::Desk& desk, const Clock& clock, std::shared_ptr<const PageTemplates> templates, http::ReadCache& cache);

    // What the first page shows of the days before; without it, nothing.
    void show_history(Chronicle& chronicle) { chronicle_ = &chronicle; }
    [[nodiscard]] std::vector<http::Route> routes();
    // After a reload: everything is rendered anew.
    void adopt(std::shared_ptr<const PageTemplates> templates);

    [[nodiscard]] const PageTemplates& templates() const { return *templates_; }
    [[nodiscard]] http::ReadCache& cache() const { return cache_; }
    // For whoever follows a wrong link. `root`: the way from there to the root, "./" or "../".
    [[nodiscard]] http::Response not_found(const http::Request& request, const std::string& root);

private:
    [[nodiscard]] Task<http::Response> index(const http::Request& request);
    [[nodiscard]] Task<http::Response> incident(const http::Request& request, std::string id);
    [[nodiscard]] Task<http::Response> how(const http::Request& request);
    [[nodiscard]] http::Basis everything() const;
    [[nodiscard]] Time minute() const;

    desk::Desk& desk_;
    const Clock& clock_;
    std::shared_ptr<const PageTemplates> templates_;
    http::ReadCache& cache_;
    Chronicle* chronicle_ = nullptr;
};

}  // namespace candor::pages
