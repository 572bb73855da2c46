// Which lines are missed least: what goes first where a channel has too little room.
#pragma once

#include "core/message/statement.hpp"

namespace candor {

// Of optional lines: the highest goes first.
namespace rank {
inline constexpr int scope_method = 90;
inline constexpr int actions_done_before = 85;
inline constexpr int cadence = 80;
inline constexpr int responsible = 78;
inline constexpr int again = 76;
inline constexpr int contact = 75;
inline constexpr int prevention = 70;
inline constexpr int affected = 68;
inline constexpr int empathy = 67;
inline constexpr int status = 66;
inline constexpr int no_workaround = 65;
inline constexpr int unaffected = 60;
inline constexpr int party = 56;
inline constexpr int action = 50;
inline constexpr int started = 45;
inline constexpr int more_symptoms = 42;
inline constexpr int verification = 40;
inline constexpr int apology = 38;
inline constexpr int cause = 35;
inline constexpr int more_workarounds = 30;
inline constexpr int checked_negative = 28;
inline constexpr int impact = 20;
inline constexpr int option_link = 18;
inline constexpr int eta = 15;
inline constexpr int option = 14;
inline constexpr int remedy = 12;
inline constexpr int workaround = 10;
inline constexpr int not_known = 8;
}  // namespace rank

[[nodiscard]] inline Line optional(Line line, int order) {
    line.keep = Keep::optional;
    line.rank = order;
    return line;
}

// Given up only when shortening was not enough; the highest order first.
[[nodiscard]] inline Line reluctant(Line line, int order) {
    line.keep = Keep::if_possible;
    line.rank = order;
    return line;
}

// A line that is always kept unless the caller says otherwise.
[[nodiscard]] inline Line said(Slot slot, Section section, std::vector<std::string_view> fields) {
    Line line;
    line.slot = slot;
    line.section = section;
    line.fields = std::move(fields);
    return line;
}

}  // namespace candor
