#include "daemon/pages/hook_pages.hpp"

#include "daemon/pages/problems.hpp"
#include "daemon/pages/subscribing.hpp"

namespace candor::pages {

using http::Form;
using http::Method;
using http::Params;
using http::Request;
using http::Response;
using http::Scope;

namespace {

constexpr const char* parent_folder = "../";
constexpr const char* action = "./webhook";
constexpr std::size_t most_shown = 20;
constexpr std::size_t longest_url = 2048;
constexpr std::size_t longest_contact = 254;

Error not_offered() {
    return {ErrorCode::not_found, "Nobody can subscribe a webhook here."};
}

Entry entry_of(const Wish& wish) {
    Entry entry;
    entry.language = wish.language;
    for (const ComponentId& id : wish.components) entry.components += id.str() + " ";
    entry.updates = std::string(to_string(wish.preference.updates));
    if (wish.preference.quiet) entry.quiet = to_text(*wish.preference.quiet);
    if (wish.preference.quiet) entry.time_zone = wish.preference.time_zone;
    return entry;
}

}  // namespace

SubscribeForm HookPages::empty_form() const {
    SubscribeForm form;
    form.root = parent_folder;
    form.action = action;
    form.wish.language = desk_.setup().language;
    form.time_zone = desk_.setup().time_zone;
    form.hook.emplace();
    return form;
}

Task<Response> HookPages::form() {
    if (!desk_.setup().webhook_form) co_return not_offered();
    co_return page(200, empty_form());
}

// What was typed, and why it cannot be taken, as far as that shows without a test. A form does without an operator: whoever fills
// it in must have the endpoint repeat the challenge, and says who is told by mail.
std::optional<Error> HookPages::take(const Form& sent, SubscribeForm& form) const {
    TypedWish typed = typed_wish(sent, desk_.setup());
    form.wish = std::move(typed.wish);
    form.wish.incident = {};
    form.time_zone = typed.time_zone;
    form.email = sent.text("contact").substr(0, longest_contact);
    form.hook->url = sent.text("url").substr(0, longest_url);
    form.hook->format = parse_name<WebhookFormat>(sent.text("format")).value_or(WebhookFormat::candor);
    if (typed.problem) return typed.problem;
    if (const auto contact = clean_subscriber_address(form.email); !contact) return contact.error();
    if (is_robot(sent)) return Error(ErrorCode::too_many_requests, "A robot has filled in the form.", "url");
    return std::nullopt;
}

Task<Response> HookPages::subscribe(const Request& request) {
    if (!desk_.setup().webhook_form) co_return not_offered();
    SubscribeForm form = empty_form();
    const auto sent = http::read_form(request);
    const std::optional<Error> problem = sent ? take(*sent, form) : std::optional(sent.error());
    if (problem) co_return refused(std::move(form), *problem);
    listen::HookRequest wanted;
    wanted.url = form.hook->url;
    wanted.format = form.hook->format;
    wanted.contact = form.email;
    wanted.wishes = entry_of(form.wish);
    wanted.from = request.peer.address;
    const auto made = co_await hooks_.subscribe(std::move(wanted));
    if (!made) co_return refused(std::move(form), made.error());
    const SubscribedPage shown{SubscribedPart::made, parent_folder, shortened_url(form.hook->url), parent_folder + ("subscriptions/" + made->token), {}, made->secret};
    co_return uncached(200, render_subscribed(site_.templates(), desk_.setup(), shown, desk_.now()));
}

Response HookPages::refused(SubscribeForm form, const Error& problem) const {
    form.problem = problem_text(Voice(desk_.setup()), problem);
    return page(error_info(problem.code()).http_status, form);
}

Task<HookPart> HookPages::part_of(store::StoredSubscriber stored) {
    const Subscriber one = stored.subscriber;
    HookPart part;
    part.url = shortened_url(one.address);
    part.format = one.wish.format;
    HookStanding standing;
    if (one.state == SubscriberState::quarantined) standing.aside_since = one.since;
    standing.reason = one.reason;
    if (!one.contact.empty()) standing.contact = shortened_address(one.contact);
    standing.sent = co_await hooks_.sent_to(std::move(stored), most_shown);
    for (const store::SentDelivery& sent : standing.sent) standing.titles.push_back(title_at_hand(desk_, sent.incident));
    part.standing = std::move(standing);
    co_return part;
}

Task<Result<HookPart>> HookPages::act(store::StoredSubscriber stored, std::string what, std::string from) {
    store::StoredSubscriber after = stored;
    if (what == "enable") {
        const bool by_operator = !stored.subscriber.added_by.empty();
        auto again = co_await hooks_.enable(std::move(stored), by_operator);
        if (!again) co_return again.error();
        after = std::move(*again);
    } else {
        const auto passed = co_await hooks_.try_out(std::move(stored), std::move(from));
        if (!passed) co_return passed.error();
    }
    HookPart part = co_await part_of(std::move(after));
    part.tested = true;
    co_return part;
}

Response HookPages::page(int status, const SubscribeForm& form) const {
    return uncached(status, render_subscribe_form(site_.templates(), desk_.setup(), form, desk_.now()));
}

std::vector<http::Route> HookPages::routes() {
    std::vector<http::Route> routes;
    routes.emplace_back(Method::get, "/subscribe/webhook", Scope::none, [this](const Request&, const Params&) { return form(); });
    routes.emplace_back(Method::post, "/subscribe/webhook", Scope::none, [this](const Request& request, const Params&) { return subscribe(request); });
    return routes;
}

}  // namespace candor::pages
