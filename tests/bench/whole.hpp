// Candor with every guarantee on, without its HTTP side: the dispatcher on SQLite with FULL sync - attempts and outcomes durable, a row
// for each recipient - and one channel. One update to all, from its commit to the last outcome.
#pragma once

#include "daemon/async/io.hpp"
#include "daemon/delivery/http_client.hpp"
#include "daemon/delivery/transfers.hpp"
#include "daemon/dispatch/dispatcher.hpp"
#include "tests/bench/figures.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <unistd.h>

namespace candor::bench {

// What a channel sends with.
struct Carriers {
    delivery::Transfers& transfers;
    delivery::HttpClient& webhooks;
};

struct Work {
    int deliveries = 0;
    int in_flight = 256;
    int per_host = 4;
    ChannelKind kind = ChannelKind::webhook;
    Message message;
    std::function<std::string(int)> address;  // of the i-th recipient
    std::function<std::shared_ptr<delivery::Channel>(const Carriers&)> channel;
    int to_arrive = 0;  // deliveries that can: the clock stops at the last of these
};

class Whole {
public:
    explicit Whole(const Work& work) : work_(work), folder_(std::filesystem::temp_directory_path() / fmt::format("candor-bench-{}", ::getpid())) {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        store_ = std::make_unique<store::Store>((folder_ / "candor.db").string());
        std::vector<store::Recipient> recipients;
        for (int i = 0; i < work.deliveries; ++i) recipients.push_back({fmt::format("r{}", i), work.address(i)});
        store_->sync_recipients(channel_, recipients);
    }
    ~Whole() {
        store_.reset();
        std::filesystem::remove_all(folder_);
    }
    Whole(const Whole&) = delete;
    Whole& operator=(const Whole&) = delete;

    // What each of `updates` came to, one after the other.
    [[nodiscard]] std::vector<Figure> run(int updates = 1) {
        Io io;
        WorkerThread database{"database"};
        const SystemClock clock;
        delivery::Transfers transfers(io.context());
        delivery::HttpClient webhooks(io.executor());
        const Carriers carriers{transfers, webhooks};
        dispatch::Settings settings;
        settings.in_flight = work_.in_flight;
        settings.hosts.per_host = work_.per_host;
        std::vector<dispatch::Outlet> outlets;
        outlets.push_back({channel_, work_.channel(carriers), work_.per_host, false});
        dispatch::Dispatcher dispatcher(io.executor(), {*store_, database, clock, [] { return std::uint64_t{1}; }}, settings, std::move(outlets));
        std::vector<Figure> figures;
        TaskGroup group(io.executor());
        const House house{dispatcher, database, carriers};
        group.spawn("updates", publish_all(house, updates, figures));
        io.run(dispatcher.run());
        return figures;
    }

private:
    struct House {
        dispatch::Dispatcher& dispatcher;
        WorkerThread& database;
        const Carriers& carriers;
    };

    [[nodiscard]] Task<> publish_all(House house, int updates, std::vector<Figure>& figures) {
        asio::steady_timer timer(co_await asio::this_coro::executor);
        for (int update = 1; update <= updates; ++update) {
            const auto begin = std::chrono::steady_clock::now();
            const double used = cpu_seconds();
            auto commit = [this, update] { publish(update); };
            co_await house.database.run(std::move(commit));
            house.dispatcher.wake();
            while (house.dispatcher.counters().delivered < static_cast<std::uint64_t>(work_.to_arrive) * static_cast<std::uint64_t>(update)) {
                timer.expires_after(std::chrono::milliseconds{1});
                co_await timer.async_wait(asio::use_awaitable);
            }
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
            figures.push_back({work_.to_arrive / took.count(), (cpu_seconds() - used) * 1e6 / work_.to_arrive});
        }
        house.dispatcher.close(std::chrono::seconds{5});
        house.carriers.transfers.abort();  // what no answer will come to
        house.carriers.webhooks.abort();
    }

    // Each update is the first of an incident of its own, so that none takes the place of another.
    void publish(int number) {
        const Time now{std::chrono::milliseconds{1'795'000'000'000}};
        const std::string name = fmt::format("bench{}", number);
        const UpdatePublished update{UpdateId(name), 1, UpdateKind::first, false, "", "", {{work_.kind, UpdateKind::first, now, std::chrono::minutes{30}}}};
        store::Commit commit{IncidentId(name), {}, Status::investigating, now, {}, now + std::chrono::minutes{30}, {}};
        commit.events.push_back({1, now, "bench", Declared{"Bench", {ComponentId("c")}, Impact::minor, Origin::staff, "bench", ""}});
        commit.events.push_back({2, now, "bench", update});
        commit.publication = store::Publication{update.id, is_protected(update.kind), {{"bench/en", work_.message, "[]"}}, {{channel_, "bench/en"}}};
        std::vector<store::Commit> commits;
        commits.push_back(std::move(commit));
        if (!store_->commit(commits)) std::abort();
    }

    const Work& work_;
    std::filesystem::path folder_;
    ChannelId channel_{"bench"};
    std::unique_ptr<store::Store> store_;
};

}  // namespace candor::bench
