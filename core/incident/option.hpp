// What customers can choose meanwhile, as it stands on the record.
#pragma once

#include "core/id.hpp"

#include <cstdint>
#include <string>

namespace candor {

// What the plan has for a component.
struct PlannedOption {
    ComponentId component;
    std::string text;
    friend bool operator==(const PlannedOption&, const PlannedOption&) = default;
};

// Offered to customers, under a number that stays its own in this incident for ever.
struct OptionOffered {
    std::int64_t number = 0;
    std::string text;       // as customers read it; one line
    ComponentId component;  // that the plan has it for; empty: a person's own words
    friend bool operator==(const OptionOffered&, const OptionOffered&) = default;
};

// No longer to be had. Who has chosen it hears the reason.
struct OptionWithdrawn {
    std::int64_t number = 0;
    std::string reason;
    friend bool operator==(const OptionWithdrawn&, const OptionWithdrawn&) = default;
};

}  // namespace candor
