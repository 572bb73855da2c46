// The kinds of single value that only a configuration holds, and what each accepts.
#pragma once

#include "core/network.hpp"
#include "core/yaml/scalars.hpp"
#include "daemon/config/config.hpp"

namespace candor::config {

// How a file is read is the same for the plan and for the configuration.
using namespace yaml;

[[nodiscard]] Reader<std::uint16_t> port();
[[nodiscard]] Reader<std::uint32_t> file_mode();  // "0660": octal; nothing for others
[[nodiscard]] Reader<std::string> language_tag();  // BCP 47: letters and digits in parts
[[nodiscard]] Reader<std::string> host();          // a host name or a literal address
[[nodiscard]] Reader<std::string> domain();        // status.example.org
[[nodiscard]] Reader<Network> network();
[[nodiscard]] Reader<ListenAddress> listen_address();  // 127.0.0.1:8080, [::1]:8080
// Relative paths are taken from `folder`.
[[nodiscard]] Reader<std::filesystem::path> path_from(const std::filesystem::path& folder);

// A mailbox whose name leaves room for what stands after the plus (RFC 5321, 4.5.3.1.1).
[[nodiscard]] Reader<std::string> bounce_address();
// Up to `longest` letters, digits and the characters in `besides`, of which none is the first.
[[nodiscard]] Reader<std::string> plain_name(std::string besides, std::size_t longest);
// "status/": parts that end in a slash, each of letters, digits and . _ - and none that begins with a dot.
[[nodiscard]] Reader<std::string> object_prefix();

[[nodiscard]] Reader<std::string> page_url();  // https, or http on loopback; no query; without the final slash
[[nodiscard]] Reader<std::string> colour();    // "#1a2b3c"
[[nodiscard]] Reader<std::string> contact();   // an https URL or a mail address
// https to one of the allowed ports; http and other ports only to a loopback host in allow_addresses. Where it is the
// base of others it has neither path nor query, and loses its final slash.
[[nodiscard]] Reader<std::string> endpoint_url(const Delivery& delivery, bool is_base);

}  // namespace candor::config
