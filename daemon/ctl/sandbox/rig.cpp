#include "daemon/ctl/sandbox/rig.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>

namespace candor::ctl {

namespace {

std::uint16_t nth_port(std::uint16_t first, int n) {
    return first == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(first + n);
}

}  // namespace

struct Rig::Signals {
    explicit Signals(const asio::any_io_executor& executor) : set(executor, SIGINT, SIGTERM) {}
    asio::signal_set set;
};

Rig::Rig(const asio::any_io_executor& executor, const Clock& clock, std::uint16_t port)
    : executor_(executor), tasks_(executor), changed_(executor), webhooks_(executor, tasks_, clock, nth_port(port, 0)),
      mails_(executor, tasks_, clock, nth_port(port, 1)), posts_(executor, tasks_, clock, nth_port(port, 2)),
      signals_(std::make_unique<Signals>(executor)) {
    setup.webhook_port = webhooks_.port();
    setup.mail_port = mails_.port();
    setup.mastodon_port = posts_.port();
    setup.page_port = free_port(executor, 8787);
}

Rig::~Rig() = default;

void Rig::open() {
    const OnArrival on_arrival = [this](Arrival arrival) { arrived(std::move(arrival)); };
    webhook_ = std::make_shared<WebhookEndpoint>(setup.webhook_secret, on_arrival);
    mastodon_ = std::make_shared<MastodonEndpoint>(setup.mastodon_url(), setup.mastodon_token, on_arrival);
    HttpReceiver::Answerer take_webhook = [endpoint = webhook_](const HttpCall& call) {
        return endpoint->answer(call);
    };
    HttpReceiver::Answerer take_post = [endpoint = mastodon_](const HttpCall& call) { return endpoint->answer(call); };
    tasks_.spawn("webhook receiver", webhooks_.run(std::move(take_webhook)));
    tasks_.spawn("mail receiver", mails_.run(on_arrival));
    tasks_.spawn("mastodon receiver", posts_.run(std::move(take_post)));
    tasks_.spawn("signals", watch_signals());
}

Task<> Rig::close() {
    webhooks_.close();
    mails_.close();
    posts_.close();
    signals_->set.cancel();
    tasks_.close();
    co_await tasks_.join();
}

Task<bool> Rig::wait(std::chrono::milliseconds longest) {
    co_return co_await changed_.wait_until(std::chrono::steady_clock::now() + longest);
}

void Rig::arrived(Arrival arrival) {
    arrivals_.push_back(std::move(arrival));
    changed_.notify();
}

Task<> Rig::watch_signals() {
    boost::system::error_code failure;
    co_await signals_->set.async_wait(asio::redirect_error(asio::use_awaitable, failure));
    if (failure) co_return;
    stopping_ = true;
    changed_.notify();
}

}  // namespace candor::ctl
