// The kinds of single value that every file of ours holds, what each accepts, and the questions they ask of a text.
#pragma once

#include "core/id.hpp"
#include "core/names.hpp"
#include "core/time.hpp"
#include "core/web_url.hpp"
#include "core/yaml/reader.hpp"

#include <cstdint>

namespace candor::yaml {

[[nodiscard]] bool is_letter(char c);  // ASCII
[[nodiscard]] bool is_digit(char c);
[[nodiscard]] bool is_letter_or_digit(char c);
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text);
[[nodiscard]] std::vector<std::string_view> parts_of(std::string_view text, char separator);
[[nodiscard]] bool is_mail_address(std::string_view text);

[[nodiscard]] Result<std::int64_t> whole_number_within(const Node& node, std::int64_t least, std::int64_t most);

[[nodiscard]] Reader<std::string> line_up_to(std::size_t longest);  // one line of plain text, 1 ... longest characters
// [a-z0-9-], 1 ... longest characters, begins with a letter or digit
[[nodiscard]] Reader<std::string> short_name(std::size_t longest = 40);
[[nodiscard]] Reader<bool> truth();  // true or false
[[nodiscard]] Reader<int> number(int least, int most);
[[nodiscard]] Reader<Duration> duration(Duration least, Duration most);
[[nodiscard]] Reader<std::string> time_zone(std::function<bool(std::string_view)> exists);
[[nodiscard]] Reader<std::string> mail_address();  // ASCII, so that every relay takes it
[[nodiscard]] Reader<std::string> https_url();

template <class Number>
[[nodiscard]] Reader<Number> whole(std::int64_t least, std::int64_t most) {
    return scalar<Number>(fmt::format("a whole number from {} to {}", least, most),
                          [=](const Node& node) -> Result<Number> {
                              const auto value = whole_number_within(node, least, most);
                              if (!value) return value.error();
                              return static_cast<Number>(*value);
                          });
}

// A text that one yes-or-no question decides.
template <class Good>
[[nodiscard]] Reader<std::string> text_that(std::string expected, const std::string& message, Good good) {
    return scalar<std::string>(std::move(expected), [message, good](const Node& node) -> Result<std::string> {
        if (!good(node.text)) return Error(ErrorCode::invalid_config, message);
        return node.text;
    });
}

template <NamedEnum E>
[[nodiscard]] Reader<E> one_of() {
    return scalar<E>(names_of<E>(), [](const Node& node) -> Result<E> {
        const auto value = parse_name<E>(node.text);
        if (!value) return Error(ErrorCode::invalid_config, "is not known here");
        return *value;
    });
}

template <class Tag>
[[nodiscard]] Reader<Id<Tag>> id(std::size_t longest = 40) {
    Reader<std::string> name = short_name(longest);
    return {name.expected, [read = name.read](const Value& value) -> std::optional<Id<Tag>> {
                auto text = read(value);
                return text ? std::optional(Id<Tag>(std::move(*text))) : std::nullopt;
            }};
}

}  // namespace candor::yaml
