#include "daemon/config/scalars.hpp"

#include <algorithm>
#include <charconv>

namespace candor::config {

namespace {

constexpr std::size_t longest_path_text = 4096;

Error wrong(std::string message, std::string mend = {}) {
    return {ErrorCode::invalid_config, std::move(message), {}, std::move(mend)};
}

std::string without_final_slashes(std::string_view text) {
    while (text.ends_with('/')) text.remove_suffix(1);
    return std::string(text);
}

Result<std::string> check_configured_endpoint(std::string_view text, const Delivery& delivery, bool is_base) {
    const auto url = check_endpoint(text, {delivery.allow_addresses, delivery.ports});
    if (!url) return url.error();
    if (is_base && (url->has_path || url->has_query)) return wrong("has a path or a query", "the scheme and the host alone");
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

}  // namespace

Reader<std::uint16_t> port() {
    return whole<std::uint16_t>(1, 65535);
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

Reader<std::string> bounce_address() {
    static constexpr std::size_t longest_mailbox = 30;
    return {"a mail address with up to 30 characters before the @", [](const Value& value) -> std::optional<std::string> {
                auto address = mail_address().read(value);
                if (address && address->find('@') > longest_mailbox) return value.refuse("has a long mailbox name", "up to 30 characters before the @");
                return address;
            }};
}

Reader<std::string> plain_name(std::string besides, std::size_t longest) {
    const std::string expected = fmt::format("up to {} letters, digits and {}", longest, besides);
    return scalar<std::string>(expected, [besides = std::move(besides), longest](const Node& node) -> Result<std::string> {
        const auto is_plain = [&](char c) { return is_letter_or_digit(c) || besides.find(c) != std::string::npos; };
        const bool fits = !node.text.empty() && node.text.size() <= longest && is_letter_or_digit(node.text.front());
        if (!fits || !std::all_of(node.text.begin(), node.text.end(), is_plain)) return wrong("is no such name");
        return node.text;
    });
}

Reader<std::string> object_prefix() {
    return scalar<std::string>("parts such as status/ that end in a slash", [](const Node& node) -> Result<std::string> {
        bool begins = true;  // a part
        for (const char c : node.text) {
            if (begins ? !is_letter_or_digit(c) : !is_letter_or_digit(c) && std::string_view("._-/").find(c) == std::string_view::npos) return wrong("has a character that is not a letter, digit, or . _ - within a part");
            begins = c == '/';
        }
        if (!begins || node.text.size() > 200) return wrong("does not end in a slash, or is longer than 200 characters");
        return node.text;
    });
}

Reader<std::string> colour() {
    return scalar<std::string>("a colour such as \"#1a2b3c\", in quotes", [](const Node& node) -> Result<std::string> {
        const bool six = node.text.size() == 7 && node.text[0] == '#' && node.text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
        if (!six) return wrong("is not # and six hexadecimal digits");
        return node.text;
    });
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
        return check_configured_endpoint(node.text, delivery, is_base);
    });
}

}  // namespace candor::config
