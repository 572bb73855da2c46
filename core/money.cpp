#include "core/money.hpp"

#include <array>
#include <fmt/format.h>

namespace candor {

namespace {

struct Codes {
    int digits;
    std::string_view codes;  // each followed by a blank
};

constexpr std::array currencies{
    Codes{0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF "},
    Codes{3, "BHD IQD JOD KWD LYD OMR TND "},
    Codes{2,
          "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP "
          "CRC CUP "
          "CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD "
          "KES KGS "
          "KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK "
          "NPR NZD "
          "PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS "
          "TMT TOP "
          "TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG "},
};

}  // namespace

std::optional<Currency> find_currency(std::string_view code) {
    if (code.size() != 3 || code.find(' ') != std::string_view::npos) return std::nullopt;
    for (const Codes& group : currencies) {
        if (group.codes.find(std::string(code) + " ") != std::string_view::npos)
            return Currency{std::string(code), group.digits};
    }
    return std::nullopt;
}

std::string money_text(std::int64_t amount, const Currency& currency) {
    std::int64_t unit = 1;
    for (int i = 0; i < currency.digits; ++i) unit *= 10;
    if (currency.digits == 0) return fmt::format("{} {}", amount, currency.code);
    return fmt::format("{}.{:0{}} {}", amount / unit, amount % unit, currency.digits, currency.code);
}

}  // namespace candor
