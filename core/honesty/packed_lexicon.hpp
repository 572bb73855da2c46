// A lexicon as bytes, from which it is made again in a fraction of the time that its file takes to be read. Only for the program that
// packed it, on the machine on which it did.
#pragma once

#include "core/honesty/lexicon.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace candor::honesty {

[[nodiscard]] std::string pack(const Lexicon& lexicon);
// nullopt: that is not what pack() made, or not all of it; a hash in front tells.
[[nodiscard]] std::optional<Lexicon> unpack(std::string_view packed);

}  // namespace candor::honesty
