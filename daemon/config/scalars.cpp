#include "daemon/config/scalars.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>

namespace candor::config {

namespace {

constexpr std::size_t longest_path_text = 4096;
constexpr std::size_t longest_url = 2048;

Error wrong(std::string message, std::string mend = {}) {
    return {ErrorCode::invalid_config, std::move(message), {}, std::move(mend)};
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter_or_digit(char c) {
    return is_letter(c) || is_digit(c);
}

std::optional<long> whole_number(std::string_view text) {
    long value = 0;
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

// RFC 1123 host names: labels of letters, digits and hyphens, with the international ones in their xn-- form.
bool is_host_name(std::string_view text) {
    if (text.empty() || text.size() > 253) return false;
    const auto labels = parts_of(text, '.');
    const bool all_good = std::all_of(labels.begin(), labels.end(), [](std::string_view label) {
        const bool fits = !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-';
        return fits &&
               std::all_of(label.begin(), label.end(), [](char c) { return is_letter_or_digit(c) || c == '-'; });
    });
    // A last label of digits would be an address in some notation, and not a literal address as we take them.
    return all_good && !std::all_of(labels.back().begin(), labels.back().end(), is_digit);
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

struct Url {
    std::string scheme;  // lower case
    std::string host;    // without brackets, lower case
    long port = 0;       // as written, or the scheme's own
    bool has_path = false;
    bool has_query = false;
};

// What every URL of ours must be: absolute, with a host, without credentials and without a fragment.
Result<Url> parse_web_url(std::string_view text) {
    if (text.size() > longest_url) return wrong(fmt::format("is {} bytes long", text.size()), "at most 2048");
    const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
    if (!parsed) return wrong("is not an absolute URL");
    const boost::urls::url_view& view = *parsed;
    if (view.has_userinfo()) return wrong("carries credentials", "a URL without them: they would end up in logs");
    if (view.has_fragment()) return wrong("has a fragment (#...)", "a URL without it");
    Url url;
    url.scheme = lower_case(std::string(view.scheme()));
    url.host = lower_case(std::string(view.host_address()));
    if (!is_host_name(url.host) && !parse_address(url.host)) return wrong("has no host that can be understood");
    url.port = view.has_port() ? view.port_number() : (url.scheme == "http" ? 80 : 443);
    url.has_path = !view.encoded_path().empty() && view.encoded_path() != "/";
    url.has_query = view.has_query();
    return url;
}

// As the configuration writes it: 90s, 15m, 24h.
std::string written(Duration value) {
    if (value % 1h == 0ms && value != 0ms) return fmt::format("{}h", value / 1h);
    if (value % 1min == 0ms && value != 0ms) return fmt::format("{}m", value / 1min);
    if (value % 1s == 0ms) return fmt::format("{}s", value / 1s);
    return fmt::format("{}ms", value.count());
}

std::string without_final_slashes(std::string_view text) {
    while (text.ends_with('/')) text.remove_suffix(1);
    return std::string(text);
}

bool is_allowed_loopback(const Url& url, const Delivery& delivery) {
    if (!is_loopback_host(url.host)) return false;
    const auto address = parse_address(url.host == "localhost" ? "127.0.0.1" : url.host);
    return std::any_of(delivery.allow_addresses.begin(), delivery.allow_addresses.end(),
                       [&](const Network& allowed) { return allowed.contains(*address); });
}

std::string ports_text(const Delivery& delivery) {
    return fmt::format("one of the ports in delivery.ports ({})", fmt::join(delivery.ports, ", "));
}

Result<std::string> check_endpoint(std::string_view text, const Delivery& delivery, bool is_base) {
    const auto url = parse_web_url(text);
    if (!url) return url.error();
    if (url->scheme != "https" && url->scheme != "http") return wrong("is neither https nor http");
    if (is_base && (url->has_path || url->has_query))
        return wrong("has a path or a query", "the scheme and the host alone");
    if (!is_allowed_loopback(*url, delivery)) {
        if (is_loopback_host(url->host)) {
            return wrong("names this machine itself", "another host, or its address in delivery.allow_addresses");
        }
        if (url->scheme != "https") return wrong("is not encrypted", "https");
        const bool port_allowed =
            std::find(delivery.ports.begin(), delivery.ports.end(), url->port) != delivery.ports.end();
        if (!port_allowed) return wrong(fmt::format("names port {}", url->port), ports_text(delivery));
    }
    return is_base ? without_final_slashes(text) : std::string(text);
}

Result<std::string> check_page_url(std::string_view text) {
    const auto url = parse_web_url(text);
    if (!url) return url.error();
    if (url->has_query) return wrong("has a query (?...)", "a URL without it");
    const bool plain_at_home = url->scheme == "http" && is_loopback_host(url->host);
    if (url->scheme != "https" && !plain_at_home) return wrong("is not https", "https (http only on a loopback host)");
    return without_final_slashes(text);
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

Result<ListenAddress> check_listen_address(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return wrong("has no port");
    auto address = text.substr(0, colon);
    const bool bracketed = address.starts_with('[') && address.ends_with(']');
    if (bracketed) address = address.substr(1, address.size() - 2);
    const bool is_v6 = address.find(':') != std::string_view::npos;
    if (!parse_address(address) || is_v6 != bracketed)
        return wrong("has no literal IPv4 address, and no IPv6 address in brackets");
    const auto number = whole_number(text.substr(colon + 1));
    if (!number || *number < 1 || *number > 65535) return wrong("has no port from 1 to 65535");
    return ListenAddress{std::string(address), static_cast<std::uint16_t>(*number)};
}

template <class Number>
Reader<Number> whole(long least, long most) {
    return scalar<Number>(fmt::format("a whole number from {} to {}", least, most),
                          [=](const Node& node) -> Result<Number> {
                              const auto value = node.quoted ? std::nullopt : whole_number(node.text);
                              if (!value) return wrong("is not a whole number");
                              if (*value < least || *value > most)
                                  return wrong(fmt::format("{} is out of range", *value));
                              return static_cast<Number>(*value);
                          });
}

// A text that one yes-or-no question decides.
template <class Good>
Reader<std::string> text_that(std::string expected, const std::string& message, Good good) {
    return scalar<std::string>(std::move(expected), [message, good](const Node& node) -> Result<std::string> {
        if (!good(node.text)) return wrong(message);
        return node.text;
    });
}

}  // namespace

bool is_loopback_host(std::string_view host) {
    const auto address = parse_address(host);
    return host == "localhost" || (address && is_loopback(*address));
}

Reader<std::string> line_up_to(std::size_t longest) {
    return scalar<std::string>(fmt::format("one line of 1 to {} characters", longest),
                               [longest](const Node& node) { return check_line(node.text, longest); });
}

Reader<std::string> short_name() {
    return text_that("1 to 40 of a-z, 0-9 and -, beginning with a letter or digit", "is not a short name",
                     [](std::string_view text) {
                         const bool fits = !text.empty() && text.size() <= 40 && text.front() != '-';
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

Reader<std::uint16_t> port() {
    return whole<std::uint16_t>(1, 65535);
}

Reader<Duration> duration(Duration least, Duration most) {
    const std::string range = fmt::format("{} to {}", written(least), written(most));
    return scalar<Duration>(fmt::format("a duration from {}, such as 90s, 15m or 1h30m", range),
                            [=](const Node& node) { return check_duration(node.text, least, most, range); });
}

Reader<std::uint32_t> file_mode() {
    return scalar<std::uint32_t>("four octal digits, such as \"0660\", that give others nothing",
                                 [](const Node& node) -> Result<std::uint32_t> {
                                     const std::string& text = node.text;
                                     std::uint32_t mode = 0;
                                     const auto end = text.data() + text.size();
                                     const auto [stop, error] = std::from_chars(text.data(), end, mode, 8);
                                     const bool octal = error == std::errc{} && stop == end && text.size() == 4;
                                     if (!octal || text.front() != '0') return wrong("is not a file mode");
                                     if ((mode & 07U) != 0) return wrong("lets everyone on the machine in");
                                     return mode;
                                 });
}

Reader<std::string> time_zone(std::function<bool(std::string_view)> exists) {
    return text_that("an IANA name such as Europe/Berlin or UTC", "is not a time zone that this machine knows",
                     std::move(exists));
}

Reader<std::string> language_tag() {
    return text_that("a language tag such as en or de-AT", "is not a language tag", [](std::string_view text) {
        const auto parts = parts_of(text, '-');
        const bool fits = std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
            return part.size() >= 2 && part.size() <= 8 && std::all_of(part.begin(), part.end(), is_letter_or_digit);
        });
        const auto language = parts.front();
        return fits && text.size() <= 35 && language.size() <= 3 &&
               std::all_of(language.begin(), language.end(), is_letter);
    });
}

Reader<std::string> mail_address() {
    return text_that("a mail address such as status@example.org, in ASCII (international domains as xn--...)",
                     "is not a mail address", is_mail_address);
}

Reader<std::string> host() {
    return text_that("a host name or an address, without port and brackets", "is not a host",
                     [](std::string_view text) { return is_host_name(text) || parse_address(text).has_value(); });
}

Reader<std::string> domain() {
    return text_that("a domain such as status.example.org", "is not a domain", is_host_name);
}

Reader<Network> network() {
    return scalar<Network>("an address, or a range such as 10.0.0.0/8 or fd00::/8",
                           [](const Node& node) -> Result<Network> {
                               const auto parsed = Network::parse(node.text);
                               if (!parsed)
                                   return wrong("is not a range of addresses (nothing may be set after the prefix)");
                               return *parsed;
                           });
}

Reader<ListenAddress> listen_address() {
    return scalar<ListenAddress>("address:port, such as 127.0.0.1:8080 or \"[::1]:8080\"",
                                 [](const Node& node) { return check_listen_address(node.text); });
}

Reader<std::filesystem::path> path_from(const std::filesystem::path& folder) {
    return scalar<std::filesystem::path>("a path", [folder](const Node& node) -> Result<std::filesystem::path> {
        const bool usable =
            !node.text.empty() && node.text.size() <= longest_path_text && node.text.find('\0') == std::string::npos;
        if (!usable) return wrong("is not a path");
        return (folder / node.text).lexically_normal();
    });
}

Reader<std::string> page_url() {
    return scalar<std::string>("the URL of the public page, such as https://status.example.org",
                               [](const Node& node) { return check_page_url(node.text); });
}

Reader<std::string> contact() {
    return scalar<std::string>("an https URL or a mail address", [](const Node& node) -> Result<std::string> {
        if (is_mail_address(node.text)) return node.text;
        const auto url = parse_web_url(node.text);
        if (!url || url->scheme != "https") return wrong("is neither an https URL nor a mail address");
        return node.text;
    });
}

Reader<std::string> endpoint_url(const Delivery& delivery, bool is_base) {
    return scalar<std::string>(is_base ? "https://host" : "an https URL", [&delivery, is_base](const Node& node) {
        return check_endpoint(node.text, delivery, is_base);
    });
}

}  // namespace candor::config
