#include "core/web_url.hpp"

#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace candor {

namespace {

constexpr std::size_t longest_url = 2048;

Error wrong(std::string message, std::string mend = {}) {
    return {ErrorCode::invalid_config, std::move(message), {}, std::move(mend)};
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

bool is_label(std::string_view label) {
    const auto allowed = [](char c) { return is_digit(c) || c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const bool fits = !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-';
    return fits && std::all_of(label.begin(), label.end(), allowed);
}

// As inet_aton and browsers read the last part of an address: decimal, octal or hexadecimal.
bool is_number_to_some(std::string_view label) {
    const bool hexadecimal = label.size() >= 2 && label[0] == '0' && (label[1] == 'x' || label[1] == 'X');
    if (!hexadecimal) return std::all_of(label.begin(), label.end(), is_digit);
    return std::all_of(label.begin() + 2, label.end(), [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
}

// Names of special use (RFC 6761, RFC 6762, RFC 7686, RFC 8375, ICANN's .internal) and those that networks give themselves.
bool is_local_name(std::string_view host) {
    static constexpr auto endings = std::to_array<std::string_view>({".localhost", ".local", ".localdomain", ".internal", ".intranet", ".private",
                                                                      ".corp", ".home", ".lan", ".home.arpa", ".in-addr.arpa", ".ip6.arpa", ".onion"});
    if (host.find('.') == std::string_view::npos) return true;
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return host.ends_with(ending); });
}

bool is_excepted(std::string_view host, const EndpointRules& rules) {
    const auto address = parse_address(host == "localhost" ? "127.0.0.1" : host);
    return address && std::any_of(rules.exceptions.begin(), rules.exceptions.end(), [&](const Network& one) { return one.contains(*address); });
}

Result<void> check_place(const WebUrl& url, const EndpointRules& rules) {
    if (is_loopback_host(url.host)) {
        if (is_excepted(url.host, rules)) return {};
        return wrong("names this machine itself", "another host, or its address in delivery.allow_addresses");
    }
    const auto address = parse_address(url.host);
    if (address && !is_public(*address) && !is_excepted(url.host, rules))
        return wrong("names an address that is not a public one", "a host on the internet, or its address in delivery.allow_addresses");
    if (url.scheme != "https") return wrong("is not encrypted", "https");
    if (std::find(rules.ports.begin(), rules.ports.end(), url.port) == rules.ports.end())
        return wrong(fmt::format("names port {}", url.port), fmt::format("one of the ports in delivery.ports ({})", fmt::join(rules.ports, ", ")));
    return {};
}

}  // namespace

bool is_host_name(std::string_view text) {
    if (text.empty() || text.size() > 253) return false;
    std::string_view label;
    for (std::size_t from = 0; from <= text.size(); from += label.size() + 1) {
        label = text.substr(from, text.find('.', from) - from);
        if (!is_label(label)) return false;
    }
    return !is_number_to_some(label);
}

bool is_loopback_host(std::string_view host) {
    const auto address = parse_address(host);
    return host == "localhost" || (address && is_loopback(*address));
}

Result<WebUrl> parse_web_url(std::string_view text) {
    if (text.size() > longest_url) return wrong(fmt::format("is {} bytes long", text.size()), "at most 2048");
    const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
    if (!parsed) return wrong("is not an absolute URL");
    const boost::urls::url_view& view = *parsed;
    if (view.has_userinfo()) return wrong("carries credentials", "a URL without them: they would end up in logs");
    if (!view.encoded_path().empty() && view.encoded_path().front() != '/') return wrong("is not an absolute URL");  // host:443:80
    if (view.has_fragment()) return wrong("has a fragment (#...)", "a URL without it");
    WebUrl url;
    url.scheme = lower_case(std::string(view.scheme()));
    url.host = lower_case(std::string(view.host_address()));
    // What is written with % means one thing to us and another to who resolves it.
    const bool plain = view.encoded_host().find('%') == boost::urls::string_view::npos && view.host_type() != boost::urls::host_type::ipvfuture;
    if (!plain || (!is_host_name(url.host) && !parse_address(url.host))) return wrong("has no host that can be understood");
    url.port = view.has_port() ? view.port_number() : (url.scheme == "http" ? 80 : 443);
    url.target = std::string(view.encoded_path());
    if (url.target.empty()) url.target = "/";
    if (view.has_query()) url.target += "?" + std::string(view.encoded_query());
    url.has_path = !view.encoded_path().empty() && view.encoded_path() != "/";
    url.has_query = view.has_query();
    return url;
}

Result<WebUrl> check_endpoint(std::string_view text, const EndpointRules& rules) {
    auto url = parse_web_url(text);
    if (!url) return url;
    if (url->scheme != "https" && url->scheme != "http") return wrong("is neither https nor http");
    if (const auto place = check_place(*url, rules); !place) return place.error();
    return url;
}

Result<WebUrl> check_strangers_endpoint(std::string_view text, const EndpointRules& rules) {
    auto url = check_endpoint(text, rules);
    if (!url || is_loopback_host(url->host) || parse_address(url->host)) return url;
    if (rules.exceptions.empty() && is_local_name(url->host)) return wrong("names a host that only a local network knows", "a host on the internet");
    return url;
}

}  // namespace candor
