#include "daemon/delivery/host.hpp"

#include <algorithm>

namespace candor::delivery {

namespace {

bool has_port(std::string_view host) {
    const std::size_t colon = host.rfind(':');
    return colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos;
}

}  // namespace

std::string_view host_part(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
    url = url.substr(0, url.find_first_of("/?#"));
    const std::size_t user = url.rfind('@');
    return user == std::string_view::npos ? url : url.substr(user + 1);
}

std::string host_and_port(std::string_view url) {
    std::string host(host_part(url));
    std::transform(host.begin(), host.end(), host.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (!has_port(host)) host += url.starts_with("http://") ? ":80" : ":443";
    return host;
}

}  // namespace candor::delivery
