#include "daemon/pages/subscribing.hpp"

#include "core/audience.hpp"
#include "daemon/pages/problems.hpp"

#include <algorithm>

namespace candor::pages {

using http::Form;
using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

constexpr const char* trap = "website";  // what people cannot see, and robots fill in
constexpr std::size_t longest_zone = 64;
constexpr const char* one_up = "../";
constexpr const char* two_up = "../../";

int status_of(const Error& error) {
    return error_info(error.code()).http_status;
}

bool is_offered(const desk::Setup& setup, const std::string& language) {
    const auto& offered = setup.subscription_languages;
    return std::find(offered.begin(), offered.end(), language) != offered.end();
}

std::vector<ComponentId> chosen_components(const Form& form, const desk::Setup& setup) {
    std::vector<ComponentId> chosen;
    for (const auto& [id, name] : setup.components) {
        if (chosen.size() < most_components_wanted && !form.text("component-" + id.str()).empty()) chosen.push_back(id);
    }
    return chosen;
}

// Nothing of them, or both ends.
Result<std::optional<QuietHours>> quiet_hours(const Form& form) {
    const std::string from = form.text("quiet_from");
    const std::string until = form.text("quiet_until");
    if (from.empty() && until.empty()) return std::optional<QuietHours>();
    const auto quiet = parse_quiet_hours(from + "-" + until);
    if (quiet) return std::optional(*quiet);
    return Error(ErrorCode::invalid_argument, "Quiet hours begin and end at different times of day, such as 22:00 and 07:00.", "quiet_from", "Leave both empty for none.");
}

Result<Preference> preference_of(const Form& form, const std::string& zone) {
    Preference preference;
    const std::string updates = form.text("updates");
    const auto how_much = parse_name<HowMuch>(updates);
    if (!updates.empty() && !how_much) return Error(ErrorCode::invalid_argument, "Choose how much you want to hear.", "updates");
    preference.updates = how_much.value_or(HowMuch::every);
    const auto quiet = quiet_hours(form);
    if (!quiet) return quiet.error();
    preference.quiet = *quiet;
    if (!preference.quiet) return preference;
    if (!zone.empty() && (zone.size() > longest_zone || !locate_zone(zone))) {
        return Error(ErrorCode::invalid_argument, "This time zone is not known.", "time_zone", "Write it as Europe/Berlin.");
    }
    preference.time_zone = zone;
    return preference;
}

}  // namespace

Response uncached(int status, std::string html) {
    Response response = http::html(status, std::make_shared<const std::string>(std::move(html)));
    response.with("Cache-Control", "no-store").with("Referrer-Policy", "no-referrer");
    return response;
}

bool is_robot(const Form& form) {
    return !form.text(trap).empty();
}

TypedWish typed_wish(const Form& form, const desk::Setup& setup) {
    TypedWish typed;
    typed.time_zone = form.text("time_zone").substr(0, longest_zone + 1);
    typed.wish.language = form.text("language");
    if (!is_offered(setup, typed.wish.language)) typed.wish.language = desk::language_for(setup, setup.language);
    const std::string what = form.text("what");
    if (what == "components") typed.wish.components = chosen_components(form, setup);
    if (what == "incident") typed.wish.incident = IncidentId(form.text("incident").substr(0, 12));
    auto preference = preference_of(form, typed.time_zone);
    if (preference) typed.wish.preference = *preference;
    else typed.problem = preference.error();
    if (what == "components" && typed.wish.components.empty()) typed.problem = Error(ErrorCode::invalid_argument, "Choose at least one of them, or everything.", "what");
    return typed;
}

SubscribeForm Subscribing::empty_form() const {
    SubscribeForm form;
    form.root = "./";
    form.action = "./subscribe";
    form.wish.language = desk_.setup().language;
    form.time_zone = desk_.setup().time_zone;
    return form;
}

SubscribeForm Subscribing::form_of(const store::StoredSubscriber& stored) const {
    const Subscriber& one = stored.subscriber;
    SubscribeForm form = empty_form();
    form.root = one_up;
    form.action = one_up + ("subscriptions/" + subscriptions_.manage_token(stored));
    form.manage = one.channel == subscriber_webhook_channel() ? shortened_url(one.address) : shortened_address(one.address);
    form.wish = one.wish;
    form.about = one.wish.incident;
    form.title = title_at_hand(desk_, form.about);
    if (form.title.empty() && !form.about.empty()) form.title = form.about.str();
    if (!one.wish.preference.time_zone.empty()) form.time_zone = one.wish.preference.time_zone;
    return form;
}

Task<Response> Subscribing::form(const Request& request) {
    if (!desk_.setup().subscription_form) co_return Error(ErrorCode::not_found, "Nobody can subscribe by mail here.");
    SubscribeForm form = empty_form();
    form.about = IncidentId(request.query("incident").value_or(""));
    form.title = title_at_hand(desk_, form.about);
    if (!form.title.empty()) form.wish.incident = form.about;
    const ComponentId component(request.query("component").value_or(""));
    if (!component.empty()) form.wish.components = {component};
    co_return page(200, form);
}

Task<Response> Subscribing::sign_up(const Request& request) {
    if (!desk_.setup().subscription_form) co_return Error(ErrorCode::not_found, "Nobody can subscribe by mail here.");
    const auto sent = http::read_form(request);
    if (!sent) co_return refused(sent.error(), "./");
    TypedWish typed = typed_wish(*sent, desk_.setup());
    SubscribeForm form = empty_form();
    form.email = sent->text("email").substr(0, 254);
    form.about = IncidentId(sent->text("incident").substr(0, 12));
    form.title = title_at_hand(desk_, form.about);
    form.wish = typed.wish;
    form.time_zone = typed.time_zone;
    if (!typed.wish.incident.empty() && form.title.empty()) typed.problem = Error(ErrorCode::invalid_argument, "There is no such incident.", "incident", "Choose everything instead.");
    if (!typed.problem) {
        std::string address = sent->text("email");
        listen::Asking asking{request.peer.address, is_robot(*sent)};
        const auto asked = co_await subscriptions_.sign_up(std::move(address), std::move(typed.wish), std::move(asking));
        if (asked) co_return page(200, SubscribedPage{SubscribedPart::asked, "./", {}, {}, {}});
        typed.problem = asked.error();
    }
    form.problem = problem_text(Voice(desk_.setup()), *typed.problem);
    co_return page(status_of(*typed.problem), form);
}

Task<Response> Subscribing::ask_to_confirm(std::string token) {
    const auto stored = co_await subscriptions_.visit(std::move(token), LinkPurpose::confirm);
    if (!stored) co_return refused(stored.error(), two_up);
    const SubscribedPage question{SubscribedPart::confirm, two_up, shortened_address(stored->subscriber.address), {}, {}};
    co_return page(200, question);
}

Task<Response> Subscribing::confirm(std::string token) {
    const auto stored = co_await subscriptions_.confirm(std::move(token));
    if (!stored) co_return refused(stored.error(), two_up);
    const std::string manage = two_up + ("subscriptions/" + subscriptions_.manage_token(*stored));
    const SubscribedPage thanks{SubscribedPart::confirmed, two_up, shortened_address(stored->subscriber.address), manage, {}};
    co_return page(200, thanks);
}

Task<Response> Subscribing::show(std::string token) {
    const auto stored = co_await subscriptions_.visit(std::move(token), LinkPurpose::manage);
    if (!stored) co_return refused(stored.error(), one_up);
    if (stored->subscriber.state == SubscriberState::left) co_return page(200, SubscribedPage{SubscribedPart::left, one_up, {}, {}, {}});
    store::StoredSubscriber one = *stored;
    co_return page(200, co_await whole_form_of(std::move(one)));
}

// With how a webhook stands.
Task<SubscribeForm> Subscribing::whole_form_of(store::StoredSubscriber stored) {
    SubscribeForm form = form_of(stored);
    if (stored.subscriber.channel == subscriber_webhook_channel()) form.hook = co_await hooks_.part_of(std::move(stored));
    co_return form;
}

Task<Response> Subscribing::act_on_hook(store::StoredSubscriber stored, std::string what, std::string from) {
    SubscribeForm form = form_of(stored);
    store::StoredSubscriber same = stored;
    auto part = co_await hooks_.act(std::move(stored), std::move(what), std::move(from));
    if (part) {
        form.hook = std::move(*part);
        co_return page(200, form);
    }
    form.problem = problem_text(Voice(desk_.setup()), part.error());
    form.hook = co_await hooks_.part_of(std::move(same));
    co_return page(status_of(part.error()), form);
}

Task<Response> Subscribing::change(const Request& request, std::string token) {
    const auto sent = http::read_form(request);
    if (!sent) co_return refused(sent.error(), one_up);
    if (sent->text("act") == "leave") co_return co_await leave(std::move(token));
    std::string same = token;
    const auto before = co_await subscriptions_.visit(std::move(same), LinkPurpose::manage);
    if (!before) co_return refused(before.error(), one_up);
    const bool is_hook = before->subscriber.channel == subscriber_webhook_channel();
    if (const std::string what = sent->text("act"); is_hook && (what == "enable" || what == "test")) {
        store::StoredSubscriber one = *before;
        std::string asked = what;
        std::string from = request.peer.address;
        co_return co_await act_on_hook(std::move(one), std::move(asked), std::move(from));
    }
    TypedWish typed = typed_wish(*sent, desk_.setup());
    // One may go on with the incident that was chosen, and choose no other here.
    if (typed.wish.incident != before->subscriber.wish.incident) typed.wish.incident = {};
    if (typed.problem) {
        store::StoredSubscriber one = *before;
        SubscribeForm again = co_await whole_form_of(std::move(one));
        again.wish = typed.wish;
        again.time_zone = typed.time_zone;
        again.problem = problem_text(Voice(desk_.setup()), *typed.problem);
        co_return page(status_of(*typed.problem), again);
    }
    const auto after = co_await subscriptions_.change(std::move(token), std::move(typed.wish));
    if (!after) co_return refused(after.error(), one_up);
    store::StoredSubscriber one = *after;
    SubscribeForm form = co_await whole_form_of(std::move(one));
    form.saved = true;
    co_return page(200, form);
}

// Who is forgotten is asked all the same: the answer is the same.
Task<Response> Subscribing::ask_to_leave(std::string token) {
    const auto stored = co_await subscriptions_.visit(std::move(token), LinkPurpose::leave);
    if (!stored && stored.error().code() == ErrorCode::not_found) co_return refused(stored.error(), one_up);
    const bool hears = stored && stored->subscriber.state != SubscriberState::left;
    co_return page(200, SubscribedPage{hears ? SubscribedPart::unsubscribe : SubscribedPart::left, one_up, {}, {}, {}});
}

// Whatever the body says: mail programs send "List-Unsubscribe=One-Click" (RFC 8058) as a form of either kind, our own page
// sends nothing.
Task<Response> Subscribing::leave(std::string token) {
    const auto gone = co_await subscriptions_.leave(std::move(token));
    if (!gone) co_return refused(gone.error(), one_up);
    co_return page(200, SubscribedPage{SubscribedPart::left, one_up, {}, {}, {}});
}

Response Subscribing::page(int status, const SubscribeForm& form) const {
    return uncached(status, render_subscribe_form(site_.templates(), desk_.setup(), form, desk_.now()));
}

Response Subscribing::page(int status, const SubscribedPage& page) const {
    return uncached(status, render_subscribed(site_.templates(), desk_.setup(), page, desk_.now()));
}

Response Subscribing::refused(const Error& error, std::string root) const {
    return page(status_of(error), SubscribedPage{SubscribedPart::problem, std::move(root), {}, {}, error});
}

std::vector<http::Route> Subscribing::routes() {
    std::vector<http::Route> routes = programs_.routes();
    routes.emplace_back(Method::get, "/subscribe", Scope::none, [this](const Request& request, const Params&) { return form(request); });
    routes.emplace_back(Method::post, "/subscribe", Scope::none, [this](const Request& request, const Params&) { return sign_up(request); });
    routes.emplace_back(Method::get, "/subscribe/confirm/{token}", Scope::none, [this](const Request&, const Params& params) { return ask_to_confirm(params["token"]); });
    routes.emplace_back(Method::post, "/subscribe/confirm/{token}", Scope::none, [this](const Request&, const Params& params) { return confirm(params["token"]); });
    routes.emplace_back(Method::get, "/subscriptions/{token}", Scope::none, [this](const Request&, const Params& params) { return show(params["token"]); });
    routes.emplace_back(Method::post, "/subscriptions/{token}", Scope::none,
                        [this](const Request& request, const Params& params) { return change(request, params["token"]); });
    routes.emplace_back(Method::get, "/unsubscribe/{token}", Scope::none, [this](const Request&, const Params& params) { return ask_to_leave(params["token"]); });
    routes.emplace_back(Method::post, "/unsubscribe/{token}", Scope::none, [this](const Request&, const Params& params) { return leave(params["token"]); });
    return routes;
}

}  // namespace candor::pages
