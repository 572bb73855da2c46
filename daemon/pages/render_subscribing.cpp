#include "daemon/pages/render_subscribing.hpp"

#include "daemon/pages/frame.hpp"
#include "daemon/pages/problems.hpp"

#include <algorithm>
#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace candor::pages {

using desk::Setup;

namespace {

// "Deutsch": as those who speak it call it.
std::string language_name(const std::string& code) {
    const icu::Locale locale = icu::Locale::createCanonical(code.c_str());
    icu::UnicodeString name;
    locale.getDisplayName(locale, name);
    std::string text;
    name.toUTF8String(text);
    return text.empty() ? code : first_upper(std::move(text));
}

void set_languages(Filling& page, const Setup& setup, const std::string& chosen) {
    for (const std::string& code : setup.subscription_languages) {
        Filling& language = page.lists["languages"].emplace_back();
        set(language, "code", code);
        set(language, "name", language_name(code));
        if (code == chosen) set(language, "chosen", "yes");
    }
}

void set_components(Filling& page, const Setup& setup, const std::vector<ComponentId>& chosen) {
    for (const auto& [id, name] : setup.components) {
        Filling& component = page.lists["components"].emplace_back();
        set(component, "id", id.str());
        set(component, "name", name);
        if (std::find(chosen.begin(), chosen.end(), id) != chosen.end()) set(component, "chosen", "yes");
    }
}

void set_wish(Filling& page, const SubscribeForm& form) {
    const Wish& wish = form.wish;
    set(page, !wish.incident.empty() ? "one" : wish.components.empty() ? "everything" : "some", "yes");
    switch (wish.preference.updates) {
        case HowMuch::every: set(page, "every_update", "yes"); break;
        case HowMuch::digest: set(page, "digest", "yes"); break;
        case HowMuch::milestones: set(page, "milestones", "yes"); break;
    }
    if (wish.preference.quiet) {
        const std::string quiet = to_text(*wish.preference.quiet);
        set(page, "quiet_from", quiet.substr(0, 5));
        set(page, "quiet_until", quiet.substr(6));
    }
    set(page, "time_zone", form.time_zone);
}

std::string became(DeliveryState state, const Voice& voice) {
    switch (state) {
        case DeliveryState::delivered: return voice.text("sent.delivered");
        case DeliveryState::failed:
        case DeliveryState::gone: return voice.text("sent.failed");
        case DeliveryState::superseded: return voice.text("sent.replaced");
        case DeliveryState::attempting:
        case DeliveryState::retrying:
        case DeliveryState::waiting: break;
    }
    return voice.text("sent.under_way");
}

void set_standing(Filling& page, const HookStanding& standing, const Voice& voice) {
    set(page, "hook_state", "yes");
    set(page, "hook_contact", standing.contact);
    if (standing.aside_since) {
        set(page, "hook_since", voice.moment(to_minute(*standing.aside_since)));
        set(page, "hook_reason", standing.reason);
    }
    if (standing.sent.empty()) return;
    set(page, "has_sent", "yes");
    for (std::size_t i = 0; i < standing.sent.size(); ++i) {
        const store::SentDelivery& one = standing.sent[i];
        const bool has_title = i < standing.titles.size() && !standing.titles[i].empty();
        Filling& row = page.lists["sent"].emplace_back();
        set(row, "about", has_title ? standing.titles[i] : one.incident.str());
        set_time(row, "at", "at_machine", one.first_at, voice);
        set(row, "incident", one.incident.str());
        set(row, "became", became(one.state, voice));
        if (one.state != DeliveryState::delivered) set(row, "detail", one.detail);
    }
}

void set_hook(Filling& page, const HookPart& hook, const Voice& voice) {
    set(page, "hook", "yes");
    set(page, "url", hook.url);
    if (hook.format == WebhookFormat::statuspage) set(page, "statuspage", "yes");
    if (hook.tested) set(page, "hook_tested", "yes");
    if (hook.standing) set_standing(page, *hook.standing, voice);
}

const char* section_of(SubscribedPart part) {
    switch (part) {
        case SubscribedPart::asked: return "asked";
        case SubscribedPart::confirm: return "confirm";
        case SubscribedPart::confirmed: return "confirmed";
        case SubscribedPart::made: return "made";
        case SubscribedPart::unsubscribe: return "unsubscribe";
        case SubscribedPart::left: return "left";
        case SubscribedPart::problem: return "problem";
    }
    return "problem";
}

}  // namespace

std::string shortened_address(const std::string& address) {
    const auto at = address.rfind('@');
    if (at == std::string::npos || at == 0) return "…";
    return address.substr(0, 1) + "…" + address.substr(at);
}

std::string shortened_url(const std::string& url) {
    const auto scheme = url.find("://");
    const auto path = scheme == std::string::npos ? scheme : url.find_first_of("/?#", scheme + 3);
    return path == std::string::npos || path + 1 == url.size() ? url : url.substr(0, path) + "/…";
}

std::string render_subscribe_form(const PageTemplates& templates, const Setup& setup, const SubscribeForm& form, Time now) {
    Filling page;
    set_frame(page, setup, form.root, now);
    set(page, "action", form.action);
    set(page, "manage", form.manage);
    set(page, "email", form.email);
    set(page, "incident", form.title.empty() ? "" : form.about.str());
    set(page, "title", form.title);
    set(page, "problem", form.problem);
    if (form.saved) set(page, "saved", "yes");
    if (setup.webhook_form) set(page, "hook_form", "yes");
    if (form.hook) set_hook(page, *form.hook, Voice(setup));
    set_wish(page, form);
    set_languages(page, setup, form.wish.language);
    set_components(page, setup, form.wish.components);
    return templates.subscribe.fill(page);
}

std::string render_subscribed(const PageTemplates& templates, const Setup& setup, const SubscribedPage& given, Time now) {
    Filling page;
    set_frame(page, setup, given.root, now);
    set(page, "manage_href", given.manage_href);
    set(page, "secret", given.secret);
    const std::string text = given.error ? problem_text(Voice(setup), *given.error) : given.address;
    set(page, section_of(given.part), text.empty() ? "yes" : text);
    return templates.subscribed.fill(page);
}

}  // namespace candor::pages
