// The fields of each slot: what compose() fills in, and what a phrase must print.
#pragma once

#include "core/message/layout.hpp"
#include "core/message/statement.hpp"

namespace candor {

// Fields that a phrase may name, and those it must. Slot::words has no phrase: a person's words are printed as they are.
struct SlotFields {
    std::vector<std::string> required;
    std::vector<std::string> optional;
};

[[nodiscard]] const SlotFields& fields_of(Slot slot);

}  // namespace candor
