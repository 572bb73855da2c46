#include "core/base64.hpp"

#include <cstddef>
#include <cstdint>

namespace candor {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::uint32_t byte_at(std::string_view bytes, std::size_t pos) {
    return pos < bytes.size() ? static_cast<unsigned char>(bytes[pos]) : 0U;
}

// The characters before the padding; nullopt where the padding is not as it must be.
std::optional<std::string_view> without_padding(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    for (int padding = 0; padding < 2 && !text.empty() && text.back() == '='; ++padding) text.remove_suffix(1);
    return text.size() % 4 == 1 ? std::nullopt : std::optional(text);
}

}  // namespace

std::string base64(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t pos = 0; pos < bytes.size(); pos += 3) {
        const std::uint32_t group =
            byte_at(bytes, pos) << 16U | byte_at(bytes, pos + 1) << 8U | byte_at(bytes, pos + 2);
        text += alphabet[group >> 18U & 63U];
        text += alphabet[group >> 12U & 63U];
        text += pos + 1 < bytes.size() ? alphabet[group >> 6U & 63U] : '=';
        text += pos + 2 < bytes.size() ? alphabet[group & 63U] : '=';
    }
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    const auto digits = without_padding(text);
    if (!digits) return std::nullopt;
    std::string bytes;
    bytes.reserve(digits->size() * 3 / 4);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : *digits) {
        const std::size_t value = alphabet.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        bits = bits << 6U | static_cast<std::uint32_t>(value);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes += static_cast<char>(bits >> held & 0xFFU);
    }
    if ((bits & ((1U << held) - 1U)) != 0) return std::nullopt;
    return bytes;
}

}  // namespace candor
