// Subscribing as people do it, on the real desk, database and dispatcher; the mailboxes and the endpoints are the test's, and so
// is the clock.
#pragma once

#include "api_rig.hpp"

#include "core/audience.hpp"
#include "daemon/async/task_group.hpp"
#include "daemon/desk/duty.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace candor::test {

inline std::shared_ptr<const honesty::Engine> two_lexicons() {
    static const auto engine = shipped_lexicons({"en", "de"});
    return engine;
}

inline std::shared_ptr<desk::Setup> with_subscriptions() {
    auto setup = shop_setup();
    setup->channels = {{ChannelId("partners"), ChannelKind::webhook, "en", {}, Impact::none}};
    setup->honesty = two_lexicons();
    setup->time_zone = "UTC";
    setup->subscription_languages = {"en", "de"};
    setup->subscription_form = true;
    return setup;
}

// A relay and all mailboxes behind it.
class Mailboxes final : public delivery::Channel {
public:
    std::vector<delivery::Envelope> mails;
    std::map<std::string, Outcome> answers;  // by address; the others take everything

    Task<Outcome> attempt(std::shared_ptr<const delivery::Envelope> envelope) override {
        const auto found = answers.find(envelope->address);
        const Outcome outcome = found == answers.end() ? Outcome{Verdict::delivered, 250, "", {}, ""} : found->second;
        if (outcome.verdict == Verdict::delivered) mails.push_back(as_read(*envelope));
        co_return outcome;
    }
    [[nodiscard]] std::string host_of(const std::string&) const override { return "relay"; }
    [[nodiscard]] bool idempotent() const override { return false; }

    [[nodiscard]] std::size_t count(const std::string& address) const {
        return static_cast<std::size_t>(std::count_if(mails.begin(), mails.end(), [&](const auto& mail) { return mail.address == address; }));
    }
    [[nodiscard]] const delivery::Envelope& last(const std::string& address) const {
        const auto found = std::find_if(mails.rbegin(), mails.rend(), [&](const auto& mail) { return mail.address == address; });
        if (found == mails.rend()) FAIL("no mail for " << address);
        return *found;
    }

private:
    static delivery::Envelope as_read(delivery::Envelope mail) {
        auto own = std::make_shared<Message>(*mail.message);
        own->text = personalised(own->text, mail.personal);
        own->html = personalised(own->html, mail.personal);
        mail.message = std::move(own);
        return mail;
    }
};

// The path of the link in a mail that begins like this.
inline std::string link_in(const std::string& text, const std::string& path) {
    const auto at = text.find("https://status.example.org" + path);
    if (at == std::string::npos) FAIL("no link to " << path << " in: " << text);
    const auto begin = at + std::string_view("https://status.example.org").size();
    return text.substr(begin, text.find_first_of(" \n\"<", begin) - begin);
}

struct Public : Office {
    explicit Public(std::shared_ptr<desk::Setup> setup = with_subscriptions()) : Office(std::move(setup)), relay(std::make_shared<Mailboxes>()) { address = "203.0.113.5"; }

    // Everything that may leave now has left when this returns.
    void deliver() {
        auto own = std::make_shared<dispatch::OwnWays>();
        own->unsubscribe = "https://status.example.org/unsubscribe/";
        own->bounces = *parse_mail_address("bounce@example.org");
        std::vector<dispatch::Outlet> outlets;
        outlets.push_back({confirmation_channel(), relay, 4, false, nullptr});
        outlets.push_back({subscriber_mail_channel(), relay, 4, false, own});
        outlets.push_back({contact_channel(), relay, 4, false, nullptr});
        outlets.push_back({desk::duty_mail, relay, 4, false, nullptr});
        outlets.push_back({subscriber_webhook_channel(), endpoints, 4, false, nullptr});
        dispatch::Dispatcher running(room.io.executor(), {room.store, room.thread, clock, [] { return std::uint64_t{7}; }, link_key, [this] { ++put_aside; }}, limits, std::move(outlets));
        auto until_idle = [](dispatch::Dispatcher& post) -> Task<> {
            for (int idle = 0; idle < 3;) {
                asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
                co_await timer.async_wait(asio::use_awaitable);
                idle = post.idle() ? idle + 1 : 0;
            }
            post.close(1s);
        };
        TaskGroup group(room.io.executor());
        group.spawn("idle", until_idle(running));
        room.await(running.run());
    }

    Reply ask_for(const std::string& mail, const std::string& more = {}) { return submit("/subscribe", "email=" + mail + "&what=all&updates=every&language=en" + more); }

    // Asks, opens the mail, presses the button.
    void subscribe(const std::string& mail, const std::string& more = {}) {
        REQUIRE(ask_for(mail, more).status == 200);
        deliver();
        const Reply confirmed = submit(link_in(relay->last(mail).message->text, "/subscribe/confirm/"), "");
        INFO(confirmed.text);
        REQUIRE(confirmed.status == 200);
    }

    SubscriberState state_of(const std::string& mail) {
        const auto stored = room.store.find_subscriber(subscriber_mail_channel(), subscriber_key(mail));
        if (!stored) FAIL("nobody has " << mail);
        return stored->subscriber.state;
    }

    void say(const std::string& id, const std::string& symptom) {
        REQUIRE(post("/api/v1/incidents/" + id + "/facts", {{"kind", "symptom"}, {"text", symptom}}).status < 300);
        REQUIRE(post("/api/v1/incidents/" + id + "/updates").status < 300);
        deliver();
    }

    std::shared_ptr<Mailboxes> relay;
    std::shared_ptr<Mailboxes> endpoints = std::make_shared<Mailboxes>();  // of webhooks: what they were sent, and how they answer
    dispatch::Settings limits;
    int put_aside = 0;  // how often the dispatcher said that webhooks were
};

}  // namespace candor::test
