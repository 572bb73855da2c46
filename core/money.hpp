// Money: whole numbers of the smallest unit, in a currency of ISO 4217. Never a fraction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace candor {

struct Currency {
    std::string code;  // EUR
    int digits = 2;    // of the minor unit: 2 of EUR, 0 of JPY, 3 of KWD
    friend bool operator==(const Currency&, const Currency&) = default;
};

// A currency that people pay with; no funds, metals or test codes.
[[nodiscard]] std::optional<Currency> find_currency(std::string_view code);

// "12.50 EUR", "1200 JPY".
[[nodiscard]] std::string money_text(std::int64_t amount, const Currency& currency);

}  // namespace candor
