// Text, one code point after the other.
#pragma once

#include <cstdint>
#include <string_view>
#include <unicode/utf8.h>

namespace candor {

// Calls visit(code point, or -1 where the bytes are not UTF-8; its bytes) until it returns false.
template <class Visit>
void for_each_code_point(std::string_view text, Visit visit) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto length = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < length;) {
        const std::int32_t begin = i;
        UChar32 c = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macro
#pragma GCC diagnostic ignored "-Wsign-conversion"
        U8_NEXT(bytes, i, length, c);
#pragma GCC diagnostic pop
        if (!visit(c, text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(i - begin)))) return;
    }
}

}  // namespace candor
