// The pages of those who subscribe: the form, and what became of it. Pure.
#pragma once

#include "core/subscriber/subscriber.hpp"
#include "daemon/desk/desk.hpp"
#include "daemon/store/store.hpp"
#include "daemon/pages/templates.hpp"

#include <optional>
#include <string>

namespace candor::pages {

// A webhook that is there already: how it stands.
struct HookStanding {
    std::optional<Time> aside_since;  // it was put aside
    std::string reason;
    std::string contact;  // shortened; empty: nobody is told
    std::vector<store::SentDelivery> sent;  // the newest first
    std::vector<std::string> titles;        // of what each was about, in the same order; empty: not at hand
};

// What is asked of a webhook in place of a mail address.
struct HookPart {
    std::string url;  // as it was typed
    WebhookFormat format = WebhookFormat::candor;
    std::optional<HookStanding> standing;  // none: it is a new one
    bool tested = false;                   // just now, and it passed
};

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
    std::optional<HookPart> hook;  // none: it is about mail
};
[[nodiscard]] std::string render_subscribe_form(const PageTemplates& templates, const desk::Setup& setup, const SubscribeForm& form, Time now);

// One of these, each with a part of its own in the template.
enum class SubscribedPart { asked, confirm, confirmed, made, unsubscribe, left, problem };
struct SubscribedPage {
    SubscribedPart part = SubscribedPart::asked;
    std::string root;
    std::string address;      // shortened; where the part names it
    std::string manage_href;  // of `confirmed` and `made`
    std::optional<Error> error;
    std::string secret = {};  // of `made`: shown this once
};
[[nodiscard]] std::string render_subscribed(const PageTemplates& templates, const desk::Setup& setup, const SubscribedPage& page, Time now);

// "a…@example.org": enough for its owner, and not for others who see the page.
[[nodiscard]] std::string shortened_address(const std::string& address);
// "https://hooks.example.org/…": what follows may be a secret.
[[nodiscard]] std::string shortened_url(const std::string& url);

}  // namespace candor::pages
