#include "core/delivery/retry_after.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace candor {

using namespace std::chrono;

namespace {

constexpr std::array<std::string_view, 12> http_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Up to nine digits and nothing else.
std::optional<int> number(std::string_view text) {
    if (!all_digits(text) || text.size() > 9) return std::nullopt;
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::optional<unsigned> month_number(std::string_view name) {
    const auto found = std::find(http_months.begin(), http_months.end(), name);
    if (found == http_months.end()) return std::nullopt;
    return static_cast<unsigned>(found - http_months.begin()) + 1;
}

std::optional<seconds> clock(std::string_view text) {
    if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
    const auto h = number(text.substr(0, 2));
    const auto m = number(text.substr(3, 2));
    const auto s = number(text.substr(6, 2));
    if (!h || !m || !s || *h > 23 || *m > 59 || *s > 60) return std::nullopt;
    return hours{*h} + minutes{*m} + seconds{*s};
}

std::optional<Time> moment(std::optional<int> y, std::optional<unsigned> m, std::optional<int> d,
                           std::optional<seconds> time_of_day) {
    if (!y || !m || !d || !time_of_day) return std::nullopt;
    const year_month_day date{year{*y}, month{*m}, std::chrono::day{static_cast<unsigned>(*d)}};
    if (!date.ok()) return std::nullopt;
    return Time{sys_days{date} + *time_of_day};
}

std::optional<int> full_year(std::string_view two_digits, Time now) {
    const auto last = two_digits.size() == 2 ? number(two_digits) : std::nullopt;
    if (!last) return std::nullopt;
    const int this_year = static_cast<int>(year_month_day{floor<days>(now)}.year());
    const int guess = this_year - this_year % 100 + *last;
    return guess > this_year + 50 ? guess - 100 : guess;
}

// Cuts the next word off; several spaces are one (asctime pads the day with a space).
std::string_view next_token(std::string_view& text) {
    text = trimmed(text);
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

// "06 Nov 1994 08:49:37 GMT"
std::optional<Time> fixdate(std::string_view text) {
    const auto d = number(next_token(text));
    const auto m = month_number(next_token(text));
    const std::string_view y = next_token(text);
    const auto time_of_day = clock(next_token(text));
    if (y.size() != 4 || trimmed(text) != "GMT") return std::nullopt;
    return moment(number(y), m, d, time_of_day);
}

// "06-Nov-94 08:49:37 GMT"
std::optional<Time> rfc850_date(std::string_view text, Time now) {
    const std::string_view date = next_token(text);
    const auto time_of_day = clock(next_token(text));
    if (date.size() != 9 || date[2] != '-' || date[6] != '-' || trimmed(text) != "GMT") return std::nullopt;
    return moment(full_year(date.substr(7), now), month_number(date.substr(3, 3)), number(date.substr(0, 2)),
                  time_of_day);
}

// "Nov  6 08:49:37 1994"
std::optional<Time> asctime_date(std::string_view text) {
    const auto m = month_number(next_token(text));
    const auto d = number(next_token(text));
    const auto time_of_day = clock(next_token(text));
    const std::string_view y = trimmed(text);
    return y.size() == 4 ? moment(number(y), m, d, time_of_day) : std::nullopt;
}

}  // namespace

Duration clamp_retry_after(Duration wait) {
    return std::clamp(wait, Duration::zero(), longest_retry_after);
}

std::optional<Time> parse_http_date(std::string_view text, Time now) {
    text = trimmed(text);
    const std::size_t comma = text.find(',');
    if (comma == std::string_view::npos) {
        next_token(text);  // the day of the week: redundant
        return asctime_date(text);
    }
    text.remove_prefix(comma + 1);
    return text.find('-') == std::string_view::npos ? fixdate(text) : rfc850_date(text, now);
}

std::optional<Duration> parse_retry_after(std::string_view value, Time now) {
    value = trimmed(value);
    if (value.size() > 1 && value.front() == '-' && all_digits(value.substr(1))) return Duration::zero();
    if (all_digits(value)) {
        const auto wait = number(value);  // more digits than fit is certainly more than a day
        return clamp_retry_after(wait ? Duration{seconds{*wait}} : longest_retry_after);
    }
    const auto date = parse_http_date(value, now);
    if (!date) return std::nullopt;
    return clamp_retry_after(*date - now);
}

}  // namespace candor
