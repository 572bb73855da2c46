// How a tree becomes typed values while every problem is collected on the way. A section is a list of its fields:
//
//     read_fields(value, {required("name", organisation.name, line_up_to(80)),
//                         optional("language", organisation.language, language_tag())});
//
// A key that is not in the list is a problem, and so is one that is there twice.
#pragma once

#include "core/error.hpp"
#include "core/yaml/document.hpp"
#include "core/yaml/problem.hpp"

#include <fmt/format.h>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candor::yaml {

// One node, and where it is.
class Value {
public:
    Value(const Node& node, std::string path, const std::string& file, std::vector<Problem>& problems)
        : node_(&node), path_(std::move(path)), file_(&file), problems_(&problems) {}

    [[nodiscard]] const Node& node() const { return *node_; }
    [[nodiscard]] Value child(const Node& node, std::string_view key) const;
    [[nodiscard]] Value item(std::size_t index) const;
    // The value of a key of this map, for a problem that was found after reading; this map where the key is not there.
    [[nodiscard]] Value at(std::string_view key) const;
    [[nodiscard]] bool has(std::string_view key) const;

    std::nullopt_t refuse(std::string message, std::string expected) const;
    // "is a list", "is empty": for a refusal of the wrong kind of node.
    [[nodiscard]] std::string_view kind_text() const;

private:
    const Node* node_;
    std::string path_;
    const std::string* file_;
    std::vector<Problem>* problems_;
};

// Reads a value of type T, or refuses it and gives nothing.
template <class T>
struct Reader {
    std::string expected;  // "a mail address": for the problem where the value is missing or of the wrong kind
    std::function<std::optional<T>(const Value&)> read;
};

// From plain text. `parse` gives a Result<T>; its error's message is the problem's, and its mend, where there is one,
// is what was expected.
template <class T, class Parse>
[[nodiscard]] Reader<T> scalar(std::string expected, Parse parse) {
    auto read = [expected, parse](const Value& value) -> std::optional<T> {
        if (value.node().kind != Node::Kind::text) return value.refuse(std::string(value.kind_text()), expected);
        Result<T> parsed = parse(value.node());
        if (parsed) return std::move(*parsed);
        return value.refuse(parsed.error().message(), parsed.error().mend().empty() ? expected : parsed.error().mend());
    };
    return {expected, read};
}

struct Field {
    std::string key;
    bool required = false;
    std::string expected;
    std::function<void(const Value&)> read;
};
using Fields = std::vector<Field>;

template <class T>
[[nodiscard]] Field optional(std::string key, T& target, Reader<T> reader) {
    auto read = [&target, read = std::move(reader.read)](const Value& value) {
        if (auto got = read(value)) target = std::move(*got);
    };
    return {std::move(key), false, std::move(reader.expected), std::move(read)};
}

template <class T>
[[nodiscard]] Field required(std::string key, T& target, Reader<T> reader) {
    Field field = optional(std::move(key), target, std::move(reader));
    field.required = true;
    return field;
}

enum class Unknown { refused, ignored };

// False where the value is not a map at all.
bool read_fields(const Value& value, const Fields& fields, Unknown unknown = Unknown::refused);

// A map that is read by a function: `fill(value, T&)` says its fields and checks them against each other.
template <class T, class Fill>
[[nodiscard]] Reader<T> section(Fill fill) {
    return {"a mapping (key: value)", [fill](const Value& value) -> std::optional<T> {
                T read{};
                fill(value, read);
                return read;
            }};
}

struct Count {
    std::size_t least = 0;
    std::size_t most = 10'000;
};

template <class T>
[[nodiscard]] Reader<std::vector<T>> list_of(Reader<T> reader, Count count = {}) {
    std::string expected = fmt::format("a list, each {}", reader.expected);
    auto read = [expected, count, reader = std::move(reader)](const Value& value) -> std::optional<std::vector<T>> {
        if (value.node().kind != Node::Kind::list) return value.refuse(std::string(value.kind_text()), expected);
        const std::size_t size = value.node().children.size();
        if (size < count.least) return value.refuse("is an empty list", fmt::format("{} or more", count.least));
        if (size > count.most)
            return value.refuse(fmt::format("has {} items", size), fmt::format("at most {}", count.most));
        std::vector<T> items;
        for (std::size_t i = 0; i < size; ++i) {
            if (auto got = reader.read(value.item(i))) items.push_back(std::move(*got));
        }
        // That no item could be read is said already; an empty list would bring up problems that are not there.
        if (items.empty() && size > 0) return std::nullopt;
        return items;
    };
    return {std::move(expected), std::move(read)};
}

[[nodiscard]] std::string lower_case(std::string text);  // ASCII letters alone

// Refuses what an earlier item of a list already is, or has under `key` where it is a map; capitals make no difference.
void refuse_repeats(const Value& list, std::string_view key);

}  // namespace candor::yaml
