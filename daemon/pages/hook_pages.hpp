// Where people subscribe a webhook with a form, and see and change it under the link that they were given. As with mail, only
// POST acts, and nothing is kept by caches. The endpoint is tested before it is taken (listen::Hooks).
#pragma once

#include "daemon/http/form.hpp"
#include "daemon/listen/hooks.hpp"
#include "daemon/pages/render_subscribing.hpp"
#include "daemon/pages/site.hpp"

namespace candor::pages {

// Lives on the I/O thread, and longer than its routes.
class HookPages {
public:
    HookPages(const Site& site, desk::Desk& desk, listen::Hooks& hooks) : site_(site), desk_(desk), hooks_(hooks) {}

    [[nodiscard]] std::vector<http::Route> routes();

    // How a webhook stands, for the page under its own link.
    [[nodiscard]] Task<HookPart> part_of(store::StoredSubscriber stored);
    // What its owner asks for there: to use it again ("enable"), or a test message ("test"). Errors: those of listen::Hooks.
    [[nodiscard]] Task<Result<HookPart>> act(store::StoredSubscriber stored, std::string what, std::string from);

private:
    [[nodiscard]] Task<http::Response> form();
    [[nodiscard]] Task<http::Response> subscribe(const http::Request& request);
    [[nodiscard]] SubscribeForm empty_form() const;
    [[nodiscard]] std::optional<Error> take(const http::Form& sent, SubscribeForm& form) const;
    [[nodiscard]] http::Response refused(SubscribeForm form, const Error& problem) const;
    [[nodiscard]] http::Response page(int status, const SubscribeForm& form) const;

    const Site& site_;
    desk::Desk& desk_;
    listen::Hooks& hooks_;
};

}  // namespace candor::pages
