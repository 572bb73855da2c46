// Who can be reached, and whose turn it is. Pure: the time is an argument, and so is the zone.
#pragma once

#include "core/id.hpp"
#include "core/names.hpp"
#include "core/time.hpp"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace candor::plan {

// A person or function, or a rota of them: one set of names. [a-z0-9-], 1 ... 24 characters.
using RoleId = Id<struct RoleTag>;

struct Person {
    RoleId id;
    std::string name;     // for people; empty: the id
    std::string mail;     // how they are reached: a mail address, a webhook or both
    std::string webhook;  // https
};

enum class Turn { day, week };

struct Rota {
    RoleId id;
    std::vector<RoleId> people;  // in the order of their turns; 1 or more
    Turn turn = Turn::week;
    Time first{};  // when the first of them took over, by the clock on the wall (as if that were UTC)
    std::shared_ptr<const TimeZone> zone;
};

struct Duty {
    std::size_t turn = 0;  // whose: an index into people
    Time until{};          // the next handover
};

// Handovers are at the same time on the wall all year; a day may have 23 or 25 hours. Before the first one the turns
// are counted back. What the wall shows twice counts the first time, and what it skips is an hour later.
[[nodiscard]] Duty on_duty(const Rota& rota, Time now);

}  // namespace candor::plan

namespace candor {

template <>
inline constexpr auto enum_names<plan::Turn> = std::to_array<std::string_view>({"day", "week"});

}  // namespace candor
