#include "daemon/desk/inspector.hpp"

#include "daemon/log.hpp"

#include <algorithm>

namespace candor::desk {

namespace {

constexpr std::size_t one_step = 50;  // records and texts: some milliseconds of the database thread

}  // namespace

Inspector::Inspector(asio::any_io_executor executor, store::Store& store, WorkerThread& database, const Clock& clock)
    : store_(store), database_(database), clock_(clock), alarm_(executor, clock) {}

Task<> Inspector::run() {
    while (!closed_) {
        try {
            co_await inspect();
        } catch (const std::exception& failure) {
            log::error("what is stored could not be looked through; again in an hour", {{"error", failure.what()}});
        }
        if (!closed_) (void)co_await alarm_.wait_until(clock_.now() + between);
    }
}

void Inspector::close() {
    closed_ = true;
    alarm_.notify();
}

Task<> Inspector::inspect() {
    auto ballast = [&store = store_] { store.take_on_ballast(); };
    co_await database_.run(std::move(ballast));
    store::Inspection inspection;
    while (!inspection.at_end && !closed_) {
        auto step = [&store = store_, so_far = std::move(inspection)]() mutable { return store.inspect(std::move(so_far), one_step); };
        inspection = co_await database_.run(std::move(step));
    }
    for (const store::Damage& one : inspection.damage) {
        if (std::find(damage_.begin(), damage_.end(), one) != damage_.end()) continue;  // it was told before
        log::error("what is stored is not what was committed", {{"incident", one.incident.str()}, {"what", one.what}});
    }
    damage_ = std::move(inspection.damage);
}

}  // namespace candor::desk
