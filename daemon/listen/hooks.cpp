#include "daemon/listen/hooks.hpp"

#include "core/audience.hpp"
#include "core/text.hpp"
#include "daemon/listen/audience.hpp"
#include "daemon/log.hpp"

#include <fmt/format.h>
#include <utility>

namespace candor::listen {

using namespace std::chrono_literals;
using store::StoredSubscriber;

namespace {

constexpr std::size_t most_tests = 8;  // at once

class UnderWay {
public:
    explicit UnderWay(std::size_t& count) : count_(count) { ++count_; }
    ~UnderWay() { --count_; }
    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;

private:
    std::size_t& count_;
};

Error did_not_pass() {
    return {ErrorCode::invalid_argument, "The test message was not answered as it must be.", "url",
            "Answer it with a 2xx status and, in the body, the challenge that it holds. A receiver that cannot is added by the operator."};
}

Error too_many() {
    return {ErrorCode::too_many_requests, "Many have subscribed from where you are, or at once.", "url", "Please try again in an hour."};
}

Error is_known() {
    return {ErrorCode::conflict, "This endpoint is subscribed already.", "url", "Change or end it by its own link."};
}

}  // namespace

Limiter::Limits hook_limits() {
    Limiter::Limits limits;
    limits.one = {10, 6min};
    limits.all = {30, 10s};
    limits.ipv4_bytes = 3;
    return limits;
}

Hooks::Hooks(Parts parts, Reach reach, Limiter limiter) : parts_(std::move(parts)), reach_(std::move(reach)), limiter_(std::move(limiter)) {}

Result<void> Hooks::may_name(std::string_view url) const {
    const auto checked = check_strangers_endpoint(url, {reach_.exceptions, reach_.ports});
    if (checked) return {};
    return Error(ErrorCode::invalid_argument, fmt::format("The URL {}.", checked.error().message()), "url", checked.error().mend());
}

Result<Subscriber> Hooks::wanted(const HookRequest& request) const {
    const desk::Setup& setup = parts_.desk.setup();
    if (setup.subscription_languages.empty()) return Error(ErrorCode::wrong_state, "Nobody can subscribe here.");
    if (const auto allowed = may_name(request.url); !allowed) return allowed.error();
    EntryRules rules = entry_rules(setup, request.by, parts_.clock.now());
    auto wish = wish_of(request.wishes, rules);
    if (!wish) return wish.error();
    auto contact = request.contact.empty() ? Result<std::string>(std::string()) : clean_subscriber_address(request.contact);
    if (!contact) return Error(ErrorCode::invalid_argument, contact.error().message(), "contact", contact.error().mend());
    Subscriber one;
    one.contact = std::move(*contact);
    one.id = SubscriberId(id_from_bits(parts_.random_bits()));
    one.channel = subscriber_webhook_channel();
    one.address = request.url;
    one.state = SubscriberState::active;
    one.since = one.created_at = rules.now;
    one.confirmed_at = rules.now;
    one.wish = std::move(*wish);
    one.wish.format = request.format;
    one.basis = request.wishes.basis;
    one.added_by = request.by;
    return one;
}

Task<bool> Hooks::passes(Subscriber one, bool must_prove) {
    const desk::Setup& setup = parts_.desk.setup();
    const Time now = parts_.clock.now();
    const WebhookTest test = webhook_test(one.id, setup.organisation, setup.url + "/", parts_.random_bits(), now);
    Test sent{one.address, one.id, test.body, now};
    const UnderWay counted(testing_);
    const Answer answer = co_await parts_.send(std::move(sent));
    co_return answer.accepted && (!must_prove || is_proved(test, answer.body));
}

Task<Result<MadeHook>> Hooks::subscribe(HookRequest request) {
    const bool is_operator = !request.by.empty();
    if (!is_operator && !limiter_.allow(request.from, parts_.clock.now())) co_return too_many();
    if (testing_ >= most_tests) co_return too_many();
    auto one = wanted(request);
    if (!one) co_return one.error();
    Subscriber tested = *one;
    const bool passed = co_await passes(std::move(tested), !is_operator);
    if (!passed) co_return did_not_pass();
    Subscriber kept = std::move(*one);
    co_return co_await keep(std::move(kept));
}

// Who has left with the same endpoint comes back as somebody new: the old secret is not theirs for ever.
Task<Result<MadeHook>> Hooks::keep(Subscriber one) {
    auto job = [&store = parts_.store, one]() -> Result<StoredSubscriber> {
        const auto known = store.find_subscriber(one.channel, one.address);
        if (known && known->subscriber.state != SubscriberState::left) return is_known();
        if (known) store.forget_subscriber(known->recipient);
        return StoredSubscriber{store.put_subscriber(one), one};
    };
    std::string failure;
    try {
        auto stored = co_await parts_.database.run(std::move(job));
        if (!stored) co_return stored.error();
        co_await follow_audience(parts_.desk, parts_.store, parts_.database);
        log::info("a webhook was subscribed", {{"subscriber", one.id.str()}});
        const Time expires = parts_.clock.now() + lifetime_of(LinkPurpose::manage);
        std::string token = sign({LinkPurpose::manage, IncidentId(one.id.str()), stored->recipient, expires}, parts_.keys.current);
        co_return MadeHook{std::move(*stored), webhook_secret(one.id, parts_.keys.current), std::move(token)};
    } catch (const std::exception& error) {
        failure = error.what();
    }
    log::error("a webhook could not be stored", {{"error", failure}});
    co_return not_stored();
}

Task<Result<void>> Hooks::try_out(StoredSubscriber stored, std::string from) {
    if (!limiter_.allow(from, parts_.clock.now()) || testing_ >= most_tests) co_return too_many();
    const bool must_prove = stored.subscriber.added_by.empty();
    const bool passed = co_await passes(std::move(stored.subscriber), must_prove);
    if (!passed) co_return did_not_pass();
    co_return Result<void>{};
}

Task<std::vector<store::SentDelivery>> Hooks::sent_to(StoredSubscriber stored, std::size_t most) {
    auto look = [&store = parts_.store, stored = std::move(stored), most] { return store.deliveries_to(stored, most); };
    auto sent = co_await parts_.database.run(std::move(look));
    co_return sent;
}

Task<Result<StoredSubscriber>> Hooks::enable(StoredSubscriber stored, bool by_operator) {
    if (testing_ >= most_tests) co_return too_many();
    auto again = enabled(stored.subscriber, parts_.clock.now());
    if (!again) co_return again.error();
    Subscriber tested = *again;
    const bool passed = co_await passes(std::move(tested), !by_operator);
    if (!passed) co_return did_not_pass();
    auto job = [&store = parts_.store, one = *again] { return store.put_subscriber(one); };
    try {
        co_await parts_.database.run(std::move(job));
    } catch (const std::exception& error) {
        log::error("a webhook could not be stored", {{"error", error.what()}});
        co_return not_stored();
    }
    co_await follow_audience(parts_.desk, parts_.store, parts_.database);
    co_return StoredSubscriber{stored.recipient, std::move(*again)};
}

}  // namespace candor::listen
