#include "daemon/listen/subscriptions.hpp"

#include "core/audience.hpp"
#include "core/digest.hpp"
#include "core/message/subscription_mail.hpp"
#include "core/review/notice.hpp"
#include "core/subscriber/return_path.hpp"
#include "daemon/desk/duty.hpp"
#include "daemon/listen/audience.hpp"
#include "daemon/log.hpp"

#include <fmt/format.h>
#include <set>

namespace candor::listen {

using namespace std::chrono_literals;
using store::StoredSubscriber;

namespace {

constexpr std::size_t longest_token = 200;
constexpr Duration between_tending = 1h;

Error no_such_link() {
    return {ErrorCode::not_found, "This link is not one of ours, or a part of it is missing.", "", "Copy the whole address from the message."};
}

// The same words to everybody on one day have one id; on another day another, as no address hears twice within a day.
UpdateId id_of_mail(const Message& message, std::string_view variant, Time now) {
    const auto day = std::chrono::floor<std::chrono::days>(now).time_since_epoch().count();
    return UpdateId(id_from_bits(first_bits(sha256_of({"subscription", variant, std::to_string(day), message.subject, message.text, message.html}))));
}

// What is written to them now, on its way to them alone.
std::optional<store::Publication> mail_to(const SignedUp& signed_up, const desk::Setup& setup, Time now) {
    if (signed_up.mail == Written::nothing) return std::nullopt;
    const Subscriber& one = signed_up.subscriber;
    const std::string& language = desk::language_for(setup, one.wish.language);
    const std::string variant = fmt::format("{}/{}", to_string(signed_up.mail), language);
    const Message message = render_subscription_mail(
        setup.templates, {signed_up.mail, language, setup.organisation, setup.url + "/", desk::confirmation_url(setup), desk::subscription_url(setup)});
    store::Publication mail;
    mail.update = id_of_mail(message, variant, now);
    mail.is_protected = true;
    mail.messages.push_back({variant, message, "[]"});
    const ChannelId& channel = signed_up.mail == Written::confirmation ? confirmation_channel() : subscriber_mail_channel();
    mail.routes.push_back({channel, variant, one.id.str(), false, one.wish.language});
    return mail;
}

// What is written to whoever looks after a webhook that was put aside.
store::Publication quarantine_mail(const Subscriber& one, const desk::Setup& setup, Time now) {
    const std::string& language = desk::language_for(setup, one.wish.language);
    const std::string variant = fmt::format("quarantine/{}", language);
    const std::string since = setup.templates.page_words(language).moment(std::chrono::floor<std::chrono::minutes>(one.since), *setup.zone);
    const Message message = render_quarantine_mail(
        setup.templates, {language, setup.organisation, setup.url + "/", desk::subscription_url(setup), one.id.str(), since});
    return {id_of_mail(message, variant, now), true, {{variant, message, "[]"}}, {{contact_channel(), variant, one.id.str()}}};
}

struct Told {
    std::size_t contacts = 0;
    std::vector<std::string> to_operator;  // the ids of those without a contact
    bool has_notice = false;               // somebody on duty could be written to
};

// As one job: it reads, writes and notes that it has written.
Told tell_now(store::Store& store, const desk::Setup& setup, Time now) {
    Told told;
    std::set<std::string> contacts;  // one mail each
    std::vector<Subscriber> without;
    for (const StoredSubscriber& stored : store.untold_quarantines(now)) {
        Subscriber one = stored.subscriber;
        one.written_at = now;
        if (one.contact.empty()) {
            told.to_operator.push_back(one.id.str());
            without.push_back(std::move(one));
        } else if (contacts.insert(one.contact).second) {
            store.put_subscriber(one, quarantine_mail(one, setup, now), now);
            ++told.contacts;
        }
    }
    if (without.empty()) return told;
    const auto notice = desk::notice_of(setup, review::WebhooksPutAside{told.to_operator}, now);
    told.has_notice = notice.has_value();
    store.put_subscribers(without, notice, now);
    return told;
}

}  // namespace

Limiter::Limits sign_up_limits() {
    Limiter::Limits limits;
    limits.one = {10, 6min};
    limits.all = {300, 2s};
    limits.ipv4_bytes = 3;
    return limits;
}

Subscriptions::Subscriptions(asio::any_io_executor executor, Parts parts, Limiter limiter)
    : parts_(std::move(parts)), limiter_(std::move(limiter)), alarm_(std::move(executor), parts_.clock) {}

Task<Result<void>> Subscriptions::sign_up(std::string address, Wish wish, Asking asking) {
    Typed typed = [now = parts_.clock.now()](const std::optional<Subscriber>& known, const Subscriber& asked) { return std::optional(candor::sign_up(known, asked, now)); };
    co_return co_await take(std::move(address), std::move(wish), std::move(asking), std::move(typed));
}

Task<Result<void>> Subscriptions::ask_for_link(std::string address, Asking asking) {
    Typed typed = [now = parts_.clock.now()](const std::optional<Subscriber>& known, const Subscriber& asked) -> std::optional<SignedUp> {
        if (!known || known->state != SubscriberState::active) return std::nullopt;
        return candor::sign_up(known, asked, now);
    };
    Wish none;
    co_return co_await take(std::move(address), std::move(none), std::move(asking), std::move(typed));
}

Task<Result<void>> Subscriptions::take(std::string address, Wish wish, Asking asking, Typed typed) {
    const auto setup = parts_.desk.setup_ptr();
    if (setup->subscription_languages.empty()) co_return Error(ErrorCode::wrong_state, "Nobody can subscribe here.");
    auto clean = clean_subscriber_address(address);
    if (!clean) co_return clean.error();
    const Time now = parts_.clock.now();
    if (asking.is_robot || !limiter_.allow(asking.address, now)) {
        ++refused_;
        if (asking.is_robot) co_return Result<void>{};
        co_return Error(ErrorCode::too_many_requests, "Many have subscribed from where you are, or at once.", "", "Please try again in an hour.");
    }
    Subscriber asked;
    asked.id = SubscriberId(id_from_bits(parts_.random_bits()));
    asked.channel = subscriber_mail_channel();
    asked.address = std::move(*clean);
    asked.wish = std::move(wish);
    auto job = [&store = parts_.store, setup, asked, typed = std::move(typed), now] {
        const auto known = store.find_subscriber(asked.channel, subscriber_key(asked.address));
        const auto signed_up = typed(known ? std::optional(known->subscriber) : std::nullopt, asked);
        if (!signed_up || signed_up->mail == Written::nothing) return std::string();
        store.put_subscriber(signed_up->subscriber, mail_to(*signed_up, *setup, now), now);
        return signed_up->subscriber.id.str();
    };
    std::string failure;
    try {
        const std::string written = co_await parts_.database.run(std::move(job));
        if (!written.empty()) log::info("a subscriber is written to about the subscription", {{"subscriber", written}});
        if (!written.empty()) parts_.on_mail();
        co_return Result<void>{};
    } catch (const std::exception& error) {
        failure = error.what();
    }
    log::error("a subscription could not be stored", {{"error", failure}});
    co_return not_stored();
}

Result<Link> Subscriptions::opened(const std::string& token, LinkPurpose purpose) const {
    const auto link = token.size() <= longest_token ? verify(token, parts_.keys) : std::nullopt;
    if (!link || link->purpose != purpose) return no_such_link();
    if (link->expires <= parts_.clock.now()) return Error(ErrorCode::wrong_state, "This link has expired.", "", "Subscribe again: a new one comes by mail.");
    return *link;
}

Task<Result<StoredSubscriber>> Subscriptions::visit(std::string token, LinkPurpose purpose) {
    const auto link = opened(token, purpose);
    if (!link) co_return link.error();
    auto look = [&store = parts_.store, row = link->recipient] { return store.find_subscriber(row); };
    auto stored = co_await parts_.database.run(std::move(look));
    if (!stored) co_return Error(ErrorCode::wrong_state, "This subscription has ended, and nothing of it is kept.", "", "Subscribe again: a new link comes by mail.");
    co_return std::move(*stored);
}

// Reads, decides and writes as one job, so that two who press at once act one after the other.
Task<Result<StoredSubscriber>> Subscriptions::step(std::int64_t recipient, Step step) {
    auto job = [&store = parts_.store, recipient, step = std::move(step)]() -> Result<StoredSubscriber> {
        auto stored = store.find_subscriber(recipient);
        if (!stored) return Error(ErrorCode::wrong_state, "This subscription has ended, and nothing of it is kept.", "", "Subscribe again: a new link comes by mail.");
        auto after = step(stored->subscriber);
        if (!after) return after.error();
        if (!(*after == stored->subscriber)) store.put_subscriber(*after);
        return StoredSubscriber{stored->recipient, std::move(*after)};
    };
    std::string failure;
    try {
        auto result = co_await parts_.database.run(std::move(job));
        if (result) co_await follow_audience(parts_.desk, parts_.store, parts_.database);
        co_return result;
    } catch (const std::exception& error) {
        failure = error.what();
    }
    log::error("a subscription could not be stored", {{"error", failure}});
    co_return not_stored();
}

Task<Result<StoredSubscriber>> Subscriptions::confirm(std::string token) {
    const auto link = opened(token, LinkPurpose::confirm);
    if (!link) co_return link.error();
    Step say_yes = [now = parts_.clock.now()](Subscriber one) { return confirmed(std::move(one), now); };
    co_return co_await step(link->recipient, std::move(say_yes));
}

Task<Result<StoredSubscriber>> Subscriptions::change(std::string token, Wish wish) {
    const auto link = opened(token, LinkPurpose::manage);
    if (!link) co_return link.error();
    Step wish_anew = [wish = std::move(wish)](Subscriber one) { return changed(std::move(one), wish); };
    co_return co_await step(link->recipient, std::move(wish_anew));
}

Task<Result<void>> Subscriptions::leave(std::string token) {
    auto link = opened(token, LinkPurpose::leave);
    if (!link) link = opened(token, LinkPurpose::manage);
    if (!link) co_return link.error();
    Step go = [now = parts_.clock.now()](Subscriber one) -> Result<Subscriber> { return left(std::move(one), now); };
    const auto done = co_await step(link->recipient, std::move(go));
    if (!done && done.error().code() == ErrorCode::store_failed) co_return done.error();
    if (done) log::info("a subscriber has left", {{"subscriber", done->subscriber.id.str()}});
    co_return Result<void>{};
}

Task<Result<StoredSubscriber>> Subscriptions::bounced(Bounce bounce) {
    const auto recipient = recipient_of_return_path(bounce.to, parts_.keys);
    if (!recipient) co_return Error(ErrorCode::not_found, "That is no return path of ours.", "to", "It is the address that the report was sent to: bounce+...@your domain.");
    Step note = [reason = std::move(bounce.reason), now = parts_.clock.now()](Subscriber one) -> Result<Subscriber> {
        return candor::refused(std::move(one), Refusal::later, reason, now);
    };
    auto done = co_await step(*recipient, std::move(note));
    if (done && done->subscriber.state == SubscriberState::suppressed) log::info("a subscriber is written to no more: mail comes back", {{"subscriber", done->subscriber.id.str()}});
    co_return done;
}

std::string Subscriptions::manage_token(const StoredSubscriber& stored) const {
    const Time expires = parts_.clock.now() + lifetime_of(LinkPurpose::manage);
    return sign({LinkPurpose::manage, IncidentId(stored.subscriber.id.str()), stored.recipient, expires}, parts_.keys.current);
}

Task<> Subscriptions::run() {
    while (!closed_) {
        std::string failure;
        try {
            co_await tend();
        } catch (const std::exception& error) {
            failure = error.what();
        }
        if (!failure.empty()) log::error("who has left could not be erased; trying again in an hour", {{"error", failure}});
        if (!closed_) co_await alarm_.wait_until(parts_.clock.now() + between_tending);
    }
}

Task<std::size_t> Subscriptions::tend() {
    std::size_t erased = 0;
    while (!closed_) {
        auto job = [&store = parts_.store, now = parts_.clock.now()] { return store.erase_subscribers(now); };
        const std::size_t some = co_await parts_.database.run(std::move(job));
        erased += some;
        if (some == 0) break;
    }
    if (erased > 0) log::info("subscribers were erased: they had left, or never confirmed", {{"subscribers", erased}});
    co_await tell_of_quarantines();
    co_await follow_audience(parts_.desk, parts_.store, parts_.database);
    co_return erased;
}

Task<std::size_t> Subscriptions::tell_of_quarantines() {
    const auto setup = parts_.desk.setup_ptr();
    if (setup->subscription_languages.empty()) co_return 0;
    auto job = [&store = parts_.store, setup, now = parts_.clock.now()] { return tell_now(store, *setup, now); };
    const Told told = co_await parts_.database.run(std::move(job));
    if (told.contacts > 0) log::info("webhooks of subscribers were put aside; their contacts are written to", {{"webhooks", told.contacts}});
    if (!told.to_operator.empty()) {
        log::warning("webhooks of subscribers were put aside, and no contact is known; candor subscribers lists them",
                     {{"webhooks", told.to_operator.size()}, {"first", told.to_operator.front()}, {"people_on_duty", told.has_notice ? "written to" : "none"}});
    }
    if (told.contacts > 0 || told.has_notice) parts_.on_mail();
    co_return told.contacts + told.to_operator.size();
}

void Subscriptions::look() {
    alarm_.notify();
}

void Subscriptions::close() {
    closed_ = true;
    alarm_.notify();
}

}  // namespace candor::listen
