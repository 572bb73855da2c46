#include "daemon/supervisor.hpp"

#include "daemon/async/task_group.hpp"
#include "daemon/async/wakeup.hpp"
#include "daemon/log.hpp"

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <fmt/format.h>
#include <string>
#include <systemd/sd-daemon.h>

namespace candor {

using namespace std::chrono;

struct Supervisor::State {
    State(asio::any_io_executor executor, const Clock& c, WorkerThread& db, Callbacks cb)
        : clock(c), database(db), callbacks(std::move(cb)), signals(executor, SIGTERM, SIGINT, SIGHUP), closing(executor), probes(executor) {}

    const Clock& clock;
    WorkerThread& database;
    Callbacks callbacks;
    asio::signal_set signals;
    Wakeup closing;
    TaskGroup probes;
    bool closed = false;
};

namespace {

// One line of the protocol per value: a status with a line end in it would be two.
std::string one_line(std::string_view text) {
    std::string line(text);
    for (char& c : line) {
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    }
    return line;
}

void say(const std::string& message) {
    const int sent = sd_notify(0, message.c_str());
    if (sent < 0) log::warning("the service manager could not be told", {{"reason", std::generic_category().message(-sent)}});
}

void take_signals(const std::shared_ptr<Supervisor::State>& state) {
    state->signals.async_wait([state](boost::system::error_code failure, int number) {
        if (failure) return;  // closed
        log::info("signal", {{"number", number}});
        const auto& act = number == SIGHUP ? state->callbacks.reload : state->callbacks.stop;
        take_signals(state);
        if (act) act();
    });
}

// Something for the database thread to finish, so that an idle one is not taken for a stuck one.
Task<> probe(std::shared_ptr<Supervisor::State> state) {
    co_await state->database.run([] {});
}

Task<> feed_watchdog(std::shared_ptr<Supervisor::State> state, microseconds period) {
    std::uint64_t seen = state->database.crossings();
    auto next = state->clock.steady();
    while (!state->closed) {
        if (state->probes.running() == 0) state->probes.spawn("watchdog probe", probe(state));
        next += period / 2;
        co_await state->closing.wait_until(next);
        const std::uint64_t now = state->database.crossings();
        if (now != seen) {
            say("WATCHDOG=1");
        } else if (!state->closed) {
            log::error("the database thread makes no progress; the watchdog is not fed");
        }
        seen = now;
    }
}

}  // namespace

Supervisor::Supervisor(asio::any_io_executor executor, const Clock& clock, WorkerThread& database, Callbacks callbacks)
    : state_(std::make_shared<State>(std::move(executor), clock, database, std::move(callbacks))) {}

Supervisor::~Supervisor() = default;

Task<> Supervisor::run() {
    const auto state = state_;
    take_signals(state);
    if (const auto period = watchdog_period()) {
        co_await feed_watchdog(state, *period);
    } else {
        while (!state->closed) co_await state->closing.wait();
    }
    state->signals.cancel();
    state->probes.close();
    co_await state->probes.join();
}

void Supervisor::close() {
    state_->closed = true;
    state_->closing.notify();
}

void Supervisor::ready(std::string_view status) {
    say(fmt::format("READY=1\nSTATUS={}", one_line(status)));
}

void Supervisor::reloading() {
    const auto since_boot = duration_cast<microseconds>(state_->clock.steady().time_since_epoch());
    say(fmt::format("RELOADING=1\nMONOTONIC_USEC={}", since_boot.count()));
}

void Supervisor::stopping(std::string_view status) {
    say(fmt::format("STOPPING=1\nSTATUS={}", one_line(status)));
}

void Supervisor::status(std::string_view status) {
    say("STATUS=" + one_line(status));
}

std::optional<microseconds> Supervisor::watchdog_period() {
    std::uint64_t period = 0;
    if (sd_watchdog_enabled(0, &period) <= 0) return std::nullopt;
    return microseconds(period);
}

}  // namespace candor
