#include "core/id.hpp"

namespace candor {

std::string id_from_bits(std::uint64_t bits) {
    // No vowels and no 0/1/l/o: an id never spells a word and survives being read out over the phone.
    static constexpr std::string_view alphabet = "23456789bcdfghjkmnpqrstvwxz";
    std::string id(12, ' ');
    for (char& c : id) {
        c = alphabet[bits % alphabet.size()];
        bits /= alphabet.size();
    }
    return id;
}

}  // namespace candor
