#include "core/yaml/scalars.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <charconv>

namespace candor::yaml {

using namespace std::chrono_literals;

namespace {

Error wrong(std::string message, std::string mend = {}) {
    return {ErrorCode::invalid_config, std::move(message), {}, std::move(mend)};
}

// As the configuration writes it: 90s, 15m, 24h.
std::string written(Duration value) {
    if (value % 1h == 0ms && value != 0ms) return fmt::format("{}h", value / 1h);
    if (value % 1min == 0ms && value != 0ms) return fmt::format("{}m", value / 1min);
    if (value % 1s == 0ms) return fmt::format("{}s", value / 1s);
    return fmt::format("{}ms", value.count());
}

// What core says of a text, as the second half of a sentence.
Result<std::string> check_line(std::string_view text, std::size_t longest) {
    if (trimmed(text).empty()) return wrong("is empty");
    if (trimmed(text).size() != text.size()) return wrong("begins or ends with a blank");
    if (const std::size_t length = grapheme_count(text); length > longest)
        return wrong(fmt::format("has {} characters", length));
    const auto plain = validate_plain(text, longest, false, {});
    if (plain) return std::string(text);
    const Error error = plain.error();  // by value: the view below is into it
    std::string_view said = error.message();
    if (said.starts_with("The text ")) said.remove_prefix(std::string_view("The text ").size());
    if (said.ends_with('.')) said.remove_suffix(1);
    return wrong(std::string(said));
}

Result<Duration> check_duration(std::string_view text, Duration least, Duration most, const std::string& range) {
    constexpr std::size_t longest = 32;
    const auto parsed = text.size() <= longest ? parse_duration(text) : std::nullopt;
    if (!parsed) return wrong("is not a duration");
    if (*parsed < least || *parsed > most) return wrong(fmt::format("is {}", written(*parsed)), range);
    return *parsed;
}

}  // namespace

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter_or_digit(char c) {
    return is_letter(c) || is_digit(c);
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t from = 0; from <= text.size();) {
        const auto end = std::min(text.find(separator, from), text.size());
        parts.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return parts;
}

// RFC 5321, without quoted local parts, comments and address literals.
bool is_mail_address(std::string_view text) {
    const auto at = text.rfind('@');
    if (at == std::string_view::npos || text.size() > 254) return false;
    const auto local = text.substr(0, at);
    if (local.empty() || local.size() > 64) return false;
    const auto atoms = parts_of(local, '.');
    const bool local_good = std::all_of(atoms.begin(), atoms.end(), [](std::string_view atom) {
        constexpr std::string_view special = "!#$%&'*+-/=?^_`{|}~";
        return !atom.empty() && std::all_of(atom.begin(), atom.end(), [&](char c) {
            return is_letter_or_digit(c) || special.find(c) != std::string_view::npos;
        });
    });
    return local_good && is_host_name(text.substr(at + 1));
}

Result<std::int64_t> whole_number_within(const Node& node, std::int64_t least, std::int64_t most) {
    const auto value = node.quoted ? std::nullopt : whole_number(node.text);
    if (!value) return wrong("is not a whole number");
    if (*value < least || *value > most) return wrong(fmt::format("{} is out of range", *value));
    return *value;
}

Reader<std::string> line_up_to(std::size_t longest) {
    return scalar<std::string>(fmt::format("one line of 1 to {} characters", longest),
                               [longest](const Node& node) { return check_line(node.text, longest); });
}

Reader<std::string> short_name(std::size_t longest) {
    return text_that(fmt::format("1 to {} of a-z, 0-9 and -, beginning with a letter or digit", longest),
                     "is not a short name", [longest](std::string_view text) {
                         const bool fits = !text.empty() && text.size() <= longest && text.front() != '-';
                         return fits && std::all_of(text.begin(), text.end(), [](char c) {
                                    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-';
                                });
                     });
}

Reader<bool> truth() {
    return scalar<bool>("true or false", [](const Node& node) -> Result<bool> {
        if (node.quoted || (node.text != "true" && node.text != "false")) return wrong("is neither true nor false");
        return node.text == "true";
    });
}

Reader<int> number(int least, int most) {
    return whole<int>(least, most);
}

Reader<Duration> duration(Duration least, Duration most) {
    const std::string range = fmt::format("{} to {}", written(least), written(most));
    return scalar<Duration>(fmt::format("a duration from {}, such as 90s, 15m or 1h30m", range),
                            [=](const Node& node) { return check_duration(node.text, least, most, range); });
}

Reader<std::string> time_zone(std::function<bool(std::string_view)> exists) {
    return text_that("an IANA name such as Europe/Berlin or UTC", "is not a time zone that this machine knows",
                     std::move(exists));
}

Reader<std::string> mail_address() {
    return text_that("a mail address such as status@example.org, in ASCII (international domains as xn--...)",
                     "is not a mail address", is_mail_address);
}

Reader<std::string> https_url() {
    return scalar<std::string>("an https URL", [](const Node& node) -> Result<std::string> {
        const auto url = parse_web_url(node.text);
        if (!url) return url.error();
        if (url->scheme != "https") return wrong("is not https");
        return node.text;
    });
}

}  // namespace candor::yaml
