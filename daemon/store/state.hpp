// What the parts of the store share.
#pragma once

#include "daemon/store/ballast.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/store.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sqlite3.h>

namespace candor::store {

struct Store::State {
    soci::session sql;
    FindZone zones;
    Ballast ballast;
};

// Once more, with the ballast thrown off, where the disk is full. Nothing of the first time has happened.
template <class Work>
auto with_room(Ballast& ballast, Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const soci::sqlite3_soci_error& failure) {
        if (failure.result() != SQLITE_FULL || !ballast.throw_off()) throw;
    }
    return work();
}

// In a query over fanout: how many recipients an open one has still before it.
inline constexpr const char* not_yet_claimed =
    "CASE state WHEN 0 THEN (SELECT COUNT(*) FROM recipient WHERE recipient.channel = fanout.channel AND recipient.language = fanout.language "
    "AND recipient.incident IN ('', fanout.incident) AND recipient.active = 1 AND recipient.id > fanout.position AND recipient.id <= fanout.last "
    "AND recipient.about = fanout.about) ELSE 0 END";

[[nodiscard]] inline std::int64_t to_db(Time time) {
    return time.time_since_epoch().count();
}

[[nodiscard]] inline Time from_db(std::int64_t milliseconds) {
    return Time(Duration(milliseconds));
}

// A value and whether it is there, in the form SOCI binds.
class Nullable {
public:
    Nullable() = default;
    explicit Nullable(std::optional<Time> time)
        : value(time ? to_db(*time) : 0), indicator(time ? soci::i_ok : soci::i_null) {}

    [[nodiscard]] std::optional<Time> time() const {
        if (indicator != soci::i_ok) return std::nullopt;
        return from_db(value);
    }

    std::int64_t value = 0;
    soci::indicator indicator = soci::i_null;
};

}  // namespace candor::store
