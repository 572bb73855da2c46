// The kinds of single value that a configuration holds, and what each accepts.
#pragma once

#include "core/network.hpp"
#include "core/time.hpp"
#include "daemon/config/config.hpp"
#include "daemon/config/reader.hpp"

namespace candor::config {

[[nodiscard]] Reader<std::string> line_up_to(std::size_t longest);  // one line of plain text, 1 ... longest characters
[[nodiscard]] Reader<std::string> short_name();  // [a-z0-9-], 1 ... 40, begins with a letter or digit
[[nodiscard]] Reader<bool> truth();              // true or false
[[nodiscard]] Reader<int> number(int least, int most);
[[nodiscard]] Reader<std::uint16_t> port();
[[nodiscard]] Reader<Duration> duration(Duration least, Duration most);
[[nodiscard]] Reader<std::uint32_t> file_mode();  // "0660": octal; nothing for others
[[nodiscard]] Reader<std::string> time_zone(std::function<bool(std::string_view)> exists);
[[nodiscard]] Reader<std::string> language_tag();  // BCP 47: letters and digits in parts
[[nodiscard]] Reader<std::string> mail_address();  // ASCII, so that every relay takes it
[[nodiscard]] Reader<std::string> host();          // a host name or a literal address
[[nodiscard]] Reader<std::string> domain();        // status.example.org
[[nodiscard]] Reader<Network> network();
[[nodiscard]] Reader<ListenAddress> listen_address();  // 127.0.0.1:8080, [::1]:8080
// Relative paths are taken from `folder`.
[[nodiscard]] Reader<std::filesystem::path> path_from(const std::filesystem::path& folder);

[[nodiscard]] Reader<std::string> page_url();  // https, or http on loopback; no query; without the final slash
[[nodiscard]] Reader<std::string> contact();   // an https URL or a mail address
// https to one of the allowed ports; http and other ports only to a loopback host in allow_addresses. Where it is the
// base of others it has neither path nor query, and loses its final slash.
[[nodiscard]] Reader<std::string> endpoint_url(const Delivery& delivery, bool is_base);

// "localhost", 127.0.0.0/8 or ::1.
[[nodiscard]] bool is_loopback_host(std::string_view host);

template <NamedEnum E>
[[nodiscard]] Reader<E> one_of() {
    return scalar<E>(names_of<E>(), [](const Node& node) -> Result<E> {
        const auto value = parse_name<E>(node.text);
        if (!value) return Error(ErrorCode::invalid_config, "is not known here");
        return *value;
    });
}

template <class Tag>
[[nodiscard]] Reader<Id<Tag>> id() {
    Reader<std::string> name = short_name();
    return {name.expected, [read = name.read](const Value& value) -> std::optional<Id<Tag>> {
                auto text = read(value);
                return text ? std::optional(Id<Tag>(std::move(*text))) : std::nullopt;
            }};
}

}  // namespace candor::config
