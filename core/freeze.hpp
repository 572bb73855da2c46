// The brake of the whole house: while it is on nothing leaves, and the clock publishes nothing. People go on recording.
#pragma once

#include "core/time.hpp"

#include <string>

namespace candor {

struct Freeze {
    Time since{};
    std::string by;         // who put it on
    std::string reason;     // may be empty
    bool restored = false;  // the database is a copy made at `since`: what it still has to send may have been sent
    friend bool operator==(const Freeze&, const Freeze&) = default;
};

}  // namespace candor
