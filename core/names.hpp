// The words of an enumeration, in the order of its values: one table serves printing, parsing, JSON and error messages.
//
//     enum class Impact { none, minor, major, critical };
//     template <> inline constexpr auto enum_names<Impact> = std::to_array<std::string_view>({"none", "minor", ...});
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace candor {

template <class E>
inline constexpr int enum_names = 0;  // not named: specialise for E

template <class E>
concept NamedEnum = std::is_enum_v<E> && !std::same_as<std::remove_cvref_t<decltype(enum_names<E>)>, int>;

template <NamedEnum E>
[[nodiscard]] constexpr std::string_view to_string(E value) {
    return enum_names<E>[static_cast<std::size_t>(value)];
}

template <NamedEnum E>
[[nodiscard]] constexpr std::optional<E> parse_name(std::string_view text) {
    const auto& names = enum_names<E>;
    const auto found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) return std::nullopt;
    return static_cast<E>(found - names.begin());
}

// "none, minor, major or critical": for messages that say what is expected.
template <NamedEnum E>
[[nodiscard]] std::string names_of() {
    std::string text;
    const auto& names = enum_names<E>;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
        text += names[i];
    }
    return text;
}

}  // namespace candor
