#include "tests/sim/house.hpp"

#include "daemon/desk/freeze.hpp"
#include "tests/daemon/newsroom.hpp"

#include <fmt/format.h>

namespace candor::sim {

using namespace std::chrono_literals;

namespace {

const ChannelId customers("customers");
const ChannelId partners("partners");
const ChannelId social("social");

// Customers have two relays, partners each a server of their own.
std::vector<store::Recipient> some(const char* name, int count, int servers) {
    std::vector<store::Recipient> all;
    for (int i = 0; i < count; ++i) all.push_back({fmt::format("{}-{}", name, i), fmt::format("{}-{}@{}{}.example.net", name, i, name, i % servers)});
    return all;
}

dispatch::Settings settings_of(const Limits& limits) {
    dispatch::Settings settings;
    settings.in_flight = limits.in_flight;
    settings.hosts = {limits.per_host, limits.failures, limits.probe_every};
    settings.remembered = 2;  // what great houses forget now and then, this one forgets all the time
    return settings;
}

}  // namespace

House::House(Parts parts) : parts_(parts), clock_(VirtualTime::current()), tasks_(loop_.get_executor()), random_(parts.first_id) {
    parts_.receivers.limit(parts_.limits);
    begin("house", live());
}

// As kill -9 has it: nothing is finished, nothing is said.
House::~House() {
    loop_.end_here();
}

std::vector<dispatch::Outlet> House::outlets(const Limits& limits) {
    std::vector<dispatch::Outlet> outlets;
    for (const ChannelId& id : {customers, partners, social}) {
        outlets.push_back({id, std::make_shared<SimulatedChannel>(id, parts_.receivers, clock_), limits.per_host, id == social});
    }
    return outlets;
}

Task<> House::open_store() {
    auto open = [path = parts_.database] { return std::make_unique<store::Store>(path); };
    store_ = co_await thread_.run(std::move(open));
    auto recover = [&store = *store_, now = clock_.now()] { return store.recover_attempts(now); };
    co_await thread_.run(std::move(recover));
    auto sync = [&store = *store_] {
        store.sync_recipients(customers, some("customer", 4, 2));
        store.sync_recipients(partners, some("partner", 3, 3));
        store.sync_recipients(social, some("account", 1, 1));
    };
    co_await thread_.run(std::move(sync));
}

Task<> House::live() {
    co_await open_store();
    desk_ = std::make_unique<desk::Desk>(loop_.get_executor(), desk::Desk::Parts{*store_, thread_, clock_, [this] { return ++random_; }}, parts_.setup);
    dispatcher_ = std::make_unique<dispatch::Dispatcher>(loop_.get_executor(), dispatch::Dispatcher::Parts{*store_, thread_, clock_, [this] { return parts_.chance(); }},
                                                         settings_of(parts_.limits), outlets(parts_.limits));
    co_await desk_->load();
    desk_->on_change = [this](bool sends) {
        dispatcher_->hold(is_frozen());
        if (sends) dispatcher_->wake();
    };
    co_await desk::stay_frozen(*desk_, *store_, thread_);
    begin("dispatcher", deliver());
    begin("desk", desk_->run());
    up_ = true;
}

Task<> House::deliver() {
    co_await dispatcher_->run();
    down_ = true;
}

void House::begin(const char* name, Task<> task) {
    Task<> watched = watch(name, std::move(task));
    tasks_.spawn(name, std::move(watched));
}

Task<> House::watch(const char* name, Task<> task) {
    try {
        co_await std::move(task);
    } catch (const std::exception& failure) {
        failure_ = fmt::format("{} ended: {}", name, failure.what());
    }
}

void House::stop() {
    stopping_ = true;
    desk_->close();
    dispatcher_->close(10s);
}

void House::reload(const Limits& limits) {
    parts_.receivers.limit(limits);
    dispatcher_->adopt(settings_of(limits), outlets(limits));
}

}  // namespace candor::sim
