// Webhooks a second, three ways in turn, in one run against one server:
//   bare      a libcurl multi loop that stores nothing
//   channel   Webhook on HttpClient, nothing stored
//   whole     the dispatcher on SQLite with FULL sync: attempts and outcomes durable, a row for each recipient
// Only the ratios mean anything.
//
//   webhooks_bench [requests] [rounds] [in flight] [hosts] [whole: that alone, to be looked at with a profiler]
#include "daemon/async/io.hpp"
#include "daemon/delivery/webhook.hpp"
#include "daemon/dispatch/dispatcher.hpp"
#include "tests/bench/bare_loop.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sys/prctl.h>
#include <sys/wait.h>

using namespace candor;
using namespace candor::bench;
using namespace candor::delivery;
using namespace std::chrono_literals;

namespace {

class AnyReceiver final : public WebhookReceivers {
public:
    AnyReceiver() {
        receiver_->secrets.push_back(SigningSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").value());
    }
    [[nodiscard]] std::shared_ptr<const WebhookReceiver> find(const std::string&) const override { return receiver_; }

private:
    std::shared_ptr<WebhookReceiver> receiver_ = std::make_shared<WebhookReceiver>();
};

std::shared_ptr<const HttpManners> loopback() {
    HttpSettings settings;
    settings.allow_plain_http = true;
    auto policy = std::make_shared<const AddressPolicy>(std::vector{Network::parse("127.0.0.0/8").value()}, std::vector<std::uint16_t>{});
    return HttpManners::create(settings, std::move(policy)).value();
}

struct Progress {
    int started = 0;
    int failed = 0;
};

Task<> worker(Webhook& webhook, const Load& load, std::shared_ptr<const Message> message, Progress& progress) {
    while (progress.started < load.requests) {
        auto envelope = std::make_shared<Envelope>();
        envelope->id = DeliveryId(fmt::format("{:032x}", progress.started));
        envelope->recipient = "receiver";
        envelope->address = load.url(progress.started);
        envelope->message = message;
        envelope->at = Time{std::chrono::seconds{1'795'000'000}};
        ++progress.started;
        const Outcome outcome = co_await webhook.attempt(envelope);
        if (outcome.verdict != Verdict::delivered) ++progress.failed;
    }
}

double run_channel(const Load& load) {
    boost::asio::io_context io(1);
    HttpClient client(io.get_executor());
    Webhook webhook(client, loopback(), std::make_shared<AnyReceiver>());
    auto message = std::make_shared<Message>();
    message->json = load.body;
    Progress progress;
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < load.in_flight; ++i) {
        boost::asio::co_spawn(io, worker(webhook, load, message, progress), [](const std::exception_ptr& thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
    }
    io.run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    if (progress.failed > 0) fmt::print("channel: {} failed\n", progress.failed);
    return load.requests / took.count();
}

// One update to `requests` recipients, from the commit to the last stored outcome.
class Whole {
public:
    explicit Whole(const Load& load)
        : load_(load), folder_(std::filesystem::temp_directory_path() / fmt::format("candor-bench-{}", ::getpid())) {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        store_ = std::make_unique<store::Store>((folder_ / "candor.db").string());
        std::vector<store::Recipient> recipients;
        for (int i = 0; i < load.requests; ++i) recipients.push_back({fmt::format("r{}", i), load.url(i)});
        store_->sync_recipients(channel_, recipients);
    }
    ~Whole() {
        store_.reset();
        std::filesystem::remove_all(folder_);
    }

    double run() {
        Io io;
        DatabaseThread database;
        SystemClock clock;
        HttpClient client(io.executor());
        dispatch::Settings settings;
        settings.in_flight = load_.in_flight;
        settings.hosts.per_host = load_.in_flight;
        dispatch::Dispatcher dispatcher(io.executor(), {*store_, database, clock, [] { return std::uint64_t{1}; }}, settings, outlets(client));
        publish();
        const auto begin = std::chrono::steady_clock::now();
        auto finish = [](dispatch::Dispatcher& running, std::uint64_t wanted) -> Task<> {
            asio::steady_timer timer(co_await asio::this_coro::executor);
            while (running.counters().delivered < wanted) {
                timer.expires_after(1ms);
                co_await timer.async_wait(asio::use_awaitable);
            }
            running.close(1s);
        };
        TaskGroup group(io.executor());
        group.spawn("finish", finish(dispatcher, static_cast<std::uint64_t>(load_.requests)));
        io.run(dispatcher.run());
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        exchanges = dispatcher.counters().exchanges;
        return load_.requests / took.count();
    }

    std::uint64_t exchanges = 0;

private:
    [[nodiscard]] std::vector<dispatch::Outlet> outlets(HttpClient& client) const {
        std::vector<dispatch::Outlet> outlets;
        outlets.push_back({channel_, std::make_shared<Webhook>(client, loopback(), std::make_shared<AnyReceiver>()), load_.in_flight, false});
        return outlets;
    }

    void publish() {
        const Time now{std::chrono::milliseconds{1'795'000'000'000}};
        UpdatePublished update{UpdateId("bench"), 1, UpdateKind::first, false, "", "", {{ChannelKind::webhook, UpdateKind::first, now, 30min}}};
        store::Commit commit{IncidentId("bench"), {}, Status::investigating, now, {}, now + 30min, {}};
        commit.events.push_back({1, now, "bench", Declared{"Bench", {ComponentId("c")}, Impact::minor, Origin::staff, "bench", ""}});
        commit.events.push_back({2, now, "bench", update});
        Message message;
        message.json = load_.body;
        commit.publication = store::Publication{update.id, is_protected(update.kind), {{"webhook/en", message, "[]"}}, {{channel_, "webhook/en"}}};
        const std::vector<store::Commit> commits{std::move(commit)};
        if (!store_->commit(commits)) std::abort();
    }

    const Load& load_;
    std::filesystem::path folder_;
    ChannelId channel_{"bench"};
    std::unique_ptr<store::Store> store_;
};

struct Figure {
    double rate = 0;
    double cpu_us = 0;  // of this process, per request
};

template <class Run>
Figure measured(const Load& load, Run run) {
    const double before = cpu_seconds();
    const double rate = run();
    return {rate, (cpu_seconds() - before) * 1e6 / load.requests};
}

void print_ratios(const char* name, std::vector<double> ratios) {
    std::sort(ratios.begin(), ratios.end());
    fmt::print("{:8} / bare: median {:.2f}  [{:.2f} - {:.2f}]  of {} rounds\n", name, ratios[ratios.size() / 2], ratios.front(), ratios.back(), ratios.size());
}

long resident_kib() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) return std::strtol(line.c_str() + 6, nullptr, 10);
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    Load load;
    if (argc > 1) load.requests = std::atoi(argv[1]);
    if (argc > 2) load.rounds = std::atoi(argv[2]);
    if (argc > 3) load.in_flight = std::atoi(argv[3]);
    if (argc > 4) load.hosts = std::atoi(argv[4]);
    load.body = R"({"type":"incident.update","data":{"text":")" + std::string(960, 'x') + R"("}})";
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    const int listener = listen_anywhere(load.port);
    const pid_t server = ::fork();
    if (server == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        pin(1);
        serve(listener);
    }
    ::close(listener);
    pin(0);
    std::vector<double> channel_ratios;
    std::vector<double> whole_ratios;
    const bool whole_alone = argc > 5 && std::string_view(argv[5]) == "whole";
    for (int round = 0; whole_alone && round < load.rounds; ++round) {
        Whole daemon(load);
        const Figure whole = measured(load, [&] { return daemon.run(); });
        fmt::print("whole {:7.0f}/s {:4.0f} us\n", whole.rate, whole.cpu_us);
    }
    for (int round = 0; !whole_alone && round < load.rounds; ++round) {
        const Figure bare = measured(load, [&] { return Bare(load).run(); });
        const Figure channel = measured(load, [&] { return run_channel(load); });
        Whole daemon(load);
        const Figure whole = measured(load, [&] { return daemon.run(); });
        fmt::print("bare {:7.0f}/s {:4.0f} us   channel {:7.0f}/s {:4.0f} us   whole {:7.0f}/s {:4.0f} us   {} transactions, {} KiB resident\n", bare.rate,
                   bare.cpu_us, channel.rate, channel.cpu_us, whole.rate, whole.cpu_us, daemon.exchanges, resident_kib());
        std::fflush(stdout);
        channel_ratios.push_back(channel.rate / bare.rate);
        whole_ratios.push_back(whole.rate / bare.rate);
    }
    if (!whole_alone) {
        print_ratios("channel", std::move(channel_ratios));
        print_ratios("whole", std::move(whole_ratios));
    }
    ::kill(server, SIGKILL);
    ::waitpid(server, nullptr, 0);
}
