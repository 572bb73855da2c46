// Where people subscribe by mail, confirm, change and leave. Opening a link does nothing, because programs that look through
// mail open every link in it; only the POST acts. No script, and nothing of it is kept by caches.
#pragma once

#include "daemon/http/form.hpp"
#include "daemon/listen/subscriptions.hpp"
#include "daemon/pages/hook_pages.hpp"
#include "daemon/pages/render_subscribing.hpp"
#include "daemon/pages/site.hpp"
#include "daemon/pages/subscribers_json.hpp"

namespace candor::pages {

// What somebody chose in the form; with the reason why it cannot be, where there is one.
struct TypedWish {
    Wish wish;
    std::string time_zone;  // as it was typed
    std::optional<Error> problem;
};
[[nodiscard]] TypedWish typed_wish(const http::Form& form, const desk::Setup& setup);
// Has filled in what people do not see.
[[nodiscard]] bool is_robot(const http::Form& form);
// A page that no cache keeps, and that tells no other site where its reader came from.
[[nodiscard]] http::Response uncached(int status, std::string html);

// Lives on the I/O thread, and longer than its routes.
class Subscribing {
public:
    Subscribing(const Site& site, desk::Desk& desk, listen::Subscriptions& subscriptions, HookPages& hooks)
        : site_(site), desk_(desk), subscriptions_(subscriptions), hooks_(hooks), programs_(desk, subscriptions) {}

    [[nodiscard]] std::vector<http::Route> routes();

private:
    [[nodiscard]] Task<http::Response> form(const http::Request& request);
    [[nodiscard]] Task<http::Response> sign_up(const http::Request& request);
    [[nodiscard]] Task<http::Response> ask_to_confirm(std::string token);
    [[nodiscard]] Task<http::Response> confirm(std::string token);
    [[nodiscard]] Task<http::Response> show(std::string token);
    [[nodiscard]] Task<http::Response> change(const http::Request& request, std::string token);
    [[nodiscard]] Task<http::Response> ask_to_leave(std::string token);
    [[nodiscard]] Task<http::Response> leave(std::string token);

    [[nodiscard]] SubscribeForm empty_form() const;
    [[nodiscard]] SubscribeForm form_of(const store::StoredSubscriber& stored) const;
    [[nodiscard]] Task<SubscribeForm> whole_form_of(store::StoredSubscriber stored);
    [[nodiscard]] Task<http::Response> act_on_hook(store::StoredSubscriber stored, std::string what, std::string from);
    [[nodiscard]] http::Response page(int status, const SubscribeForm& form) const;
    [[nodiscard]] http::Response page(int status, const SubscribedPage& page) const;
    [[nodiscard]] http::Response refused(const Error& error, std::string root) const;

    const Site& site_;
    desk::Desk& desk_;
    listen::Subscriptions& subscriptions_;
    HookPages& hooks_;
    SubscribersJson programs_;
};

}  // namespace candor::pages
