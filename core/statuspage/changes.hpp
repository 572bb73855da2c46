// What an update changed of the states of components, in the words of Atlassian Statuspage. Pure.
//
// A component stands as the worst of what each open record last *told* of it, so that a change is always of one update. What time
// alone makes of a state (a promised update that did not come) is no change here.
#pragma once

#include "core/statuspage/mapping.hpp"

#include <span>
#include <vector>

namespace candor::statuspage {

struct Change {
    ComponentId component;
    State from = State::operational;
    State to = State::operational;
    friend bool operator==(const Change&, const Change&) = default;
};

// What the record last told of its components; operational where it has told nothing (yet), and for a customer's own case.
[[nodiscard]] State told_state(const Record& record);

// `before` and `after`: one record, as it was and with its newest update. `open`: what else there is; this record's own row in it, as
// it was, counts for nothing. In the order in which the record names them; empty where all of them stay as they are.
[[nodiscard]] std::vector<Change> changes_between(const Record& before, const Record& after, std::span<const Record* const> open);

}  // namespace candor::statuspage
