// The pages of those who subscribe: the form, and what became of it. Pure.
#pragma once

#include "core/subscriber/subscriber.hpp"
#include "daemon/desk/desk.hpp"
#include "daemon/pages/templates.hpp"

#include <optional>
#include <string>

namespace candor::pages {

struct SubscribeForm {
    std::string root;     // the way from the page to the root
    std::string action;   // where the form goes to, from the page
    std::string manage;   // whose it is, shortened; empty: somebody new
    std::string email;    // as it was typed
    Wish wish;
    std::string time_zone;  // as it was typed, or the organisation's
    std::string title;    // of the incident that can be chosen alone; its id is `about`
    IncidentId about;
    std::string problem;  // why it was not taken; empty: none
    bool saved = false;
};
[[nodiscard]] std::string render_subscribe_form(const PageTemplates& templates, const desk::Setup& setup, const SubscribeForm& form, Time now);

// One of these, each with a part of its own in the template.
enum class SubscribedPart { asked, confirm, confirmed, unsubscribe, left, problem };
struct SubscribedPage {
    SubscribedPart part = SubscribedPart::asked;
    std::string root;
    std::string address;      // shortened; where the part names it
    std::string manage_href;  // of `confirmed`
    std::optional<Error> error;
};
[[nodiscard]] std::string render_subscribed(const PageTemplates& templates, const desk::Setup& setup, const SubscribedPage& page, Time now);

// "a…@example.org": enough for its owner, and not for others who see the page.
[[nodiscard]] std::string shortened_address(const std::string& address);

}  // namespace candor::pages
