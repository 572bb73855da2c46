#include "daemon/desk/freeze.hpp"

#include "daemon/log.hpp"

#include <fmt/format.h>

namespace candor::desk {

namespace {

void work_by(Desk& desk, std::optional<Freeze> frozen) {
    auto setup = std::make_shared<Setup>(desk.setup());
    setup->frozen = std::move(frozen);
    desk.adopt(std::move(setup));
    if (desk.on_change) desk.on_change(true);
}

Error not_stored(const std::exception& failure) {
    return {ErrorCode::store_failed, fmt::format("It could not be stored: {}", failure.what()), "", "Try again; the log of candord says more."};
}

}  // namespace

Task<> stay_frozen(Desk& desk, store::Store& store, WorkerThread& database) {
    auto look = [&store] { return store.freeze(); };
    std::optional<Freeze> frozen = co_await database.run(std::move(look));
    if (!frozen) co_return;
    log::warning(frozen->restored ? "this database is a copy: nothing is sent until candor resume" : "frozen: nothing is sent until candor resume",
                 {{"since", to_rfc3339(frozen->since)}, {"by", frozen->by}});
    work_by(desk, std::move(frozen));
}

Task<Result<Freeze>> freeze(Desk& desk, store::Store& store, WorkerThread& database, std::string by, std::string reason) {
    if (const auto& on = desk.setup().frozen) {
        co_return Error(ErrorCode::wrong_state, fmt::format("It is frozen already, since {}, by {}.", to_rfc3339(on->since), on->by), "",
                        "candor resume ends it.");
    }
    const Freeze frozen{desk.now(), std::move(by), std::move(reason), false};
    try {
        auto put = [&store, frozen] { store.put_freeze(frozen); };
        co_await database.run(std::move(put));
    } catch (const std::exception& failure) {
        co_return not_stored(failure);
    }
    log::warning("frozen: nothing is sent until candor resume", {{"by", frozen.by}});
    work_by(desk, frozen);
    co_return frozen;
}

Task<Result<std::int64_t>> resume(Desk& desk, store::Store& store, WorkerThread& database, std::string by, std::optional<Waiting> waiting) {
    const std::optional<Freeze> frozen = desk.setup().frozen;
    if (!frozen) co_return Error(ErrorCode::wrong_state, "Nothing is frozen.", "", "candor freeze stops everything that leaves the house.");
    const bool drops = waiting.value_or(frozen->restored ? Waiting::drop : Waiting::send) == Waiting::drop;
    const auto until = drops ? std::optional(frozen->since) : std::nullopt;
    std::int64_t dropped = 0;
    try {
        auto lift = [&store, by, now = desk.now(), until] { return store.lift_freeze(by, now, until); };
        dropped = co_await database.run(std::move(lift));
    } catch (const std::exception& failure) {
        co_return not_stored(failure);
    }
    log::warning("no longer frozen", {{"by", by}, {"deliveries_dropped", dropped}});
    work_by(desk, std::nullopt);
    co_return dropped;
}

}  // namespace candor::desk
