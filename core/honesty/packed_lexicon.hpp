// A lexicon as bytes, from which it is made again in a fraction of the time that its file takes to be read. Only for the program that
// packed it, on the machine on which it did.
#pragma once

#include "core/honesty/lexicon.hpp"

#include <optional>
#include <string>

namespace candor::honesty {

[[nodiscard]] std::string pack(const Lexicon& lexicon);
// nullopt: these bytes are not what pack() made. Whoever keeps them somewhere sees to it that they are, with a hash of their own: a
// changed number among them need not show here.
[[nodiscard]] std::optional<Lexicon> unpack(std::string packed);

}  // namespace candor::honesty
