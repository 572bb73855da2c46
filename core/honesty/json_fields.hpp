// Reading the record file: fields of JSON objects, with the path of what is wrong. For evidence_json.cpp alone.
#pragma once

#include "core/time.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <cstdint>
#include <fmt/format.h>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candor::honesty {

namespace json = boost::json;

// The first error ends the reading: one clear sentence is more use than ten.
struct Bad {
    std::string path;
    std::string expected;
};

inline std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == '-' || c == ' ') c = '_';
    }
    return result;
}

// A date alone means its midnight in UTC; a missing zone means UTC; seconds may be left out.
inline std::optional<Time> read_time(std::string_view text) {
    if (const auto time = parse_rfc3339(text)) return time;
    std::string full(text);
    if (full.size() == 10) full += "T00:00:00Z";
    if (const auto time = parse_rfc3339(full)) return time;
    if (full.size() >= 17 && full[16] != ':') full.insert(16, ":00");
    else if (full.size() == 16) full += ":00";
    if (const auto time = parse_rfc3339(full)) return time;
    return parse_rfc3339(full + "Z");
}

// One JSON object and where it stands in the file. Also finds "reports.open" written as one dotted key.
class Fields {
public:
    Fields(const json::object& object, std::string path) : object_(&object), path_(std::move(path)) {}

    [[nodiscard]] const json::value* find(std::initializer_list<std::string_view> names) const {
        for (const auto name : names) {
            const auto* value = object_->if_contains(name);
            if (value != nullptr && !value->is_null()) return value;
        }
        return nullptr;
    }

    [[nodiscard]] std::string at(std::string_view name) const {
        return path_.empty() ? std::string(name) : fmt::format("{}.{}", path_, name);
    }

    void text(std::string& to, std::initializer_list<std::string_view> names) const {
        if (const auto* value = find(names)) to = as_text(*value, at(*names.begin()));
    }

    void time(std::optional<Time>& to, std::initializer_list<std::string_view> names) const {
        if (const auto* value = find(names)) to = as_time(*value, at(*names.begin()));
    }

    void number(std::optional<double>& to, std::initializer_list<std::string_view> names) const {
        if (const auto* value = find(names)) to = as_number(*value, at(*names.begin()));
    }

    void count(std::optional<std::int64_t>& to, std::initializer_list<std::string_view> names) const {
        if (const auto* value = find(names)) to = static_cast<std::int64_t>(as_number(*value, at(*names.begin())));
    }

    void flag(std::optional<bool>& to, std::initializer_list<std::string_view> names) const {
        if (const auto* value = find(names)) to = as_flag(*value, at(*names.begin()));
    }

    void flag(bool& to, std::initializer_list<std::string_view> names) const {
        if (const auto* value = find(names)) to = as_flag(*value, at(*names.begin()));
    }

    // A number is minutes; a string is "30m" or "PT30M"-free: only our own form.
    void duration(std::optional<Duration>& to, std::initializer_list<std::string_view> names) const {
        const auto* value = find(names);
        if (value == nullptr) return;
        if (value->is_number()) {
            to = Duration(static_cast<Duration::rep>(as_number(*value, at(*names.begin())) * 60'000));
            return;
        }
        to = parse_duration(as_text(*value, at(*names.begin())));
        if (!to) throw Bad{at(*names.begin()), "a duration like \"30m\", or a number of minutes"};
    }

    [[nodiscard]] std::optional<Fields> object(std::string_view name) const {
        const auto* value = find({name});
        if (value == nullptr) return std::nullopt;
        if (!value->is_object()) throw Bad{at(name), "an object"};
        return Fields(value->get_object(), at(name));
    }

    // A list; a single value counts as a list of one.
    template <class Read>
    void list(std::initializer_list<std::string_view> names, Read read) const {
        const auto* value = find(names);
        if (value == nullptr) return;
        const auto path = at(*names.begin());
        if (!value->is_array()) {
            read(*value, path);
            return;
        }
        std::size_t index = 0;
        for (const auto& item : value->get_array()) {
            if (!item.is_null()) read(item, fmt::format("{}[{}]", path, index));
            ++index;
        }
    }

    void texts(std::vector<std::string>& to, std::initializer_list<std::string_view> names) const {
        list(names, [&](const json::value& value, const std::string& path) {
            if (!value.is_object()) {
                to.push_back(as_text(value, path));
                return;
            }
            std::string text;
            Fields(value.get_object(), path).text(text, {"name", "text", "label", "component", "value"});
            if (!text.empty()) to.push_back(std::move(text));
        });
    }

    static std::string as_text(const json::value& value, const std::string& path) {
        if (value.is_string()) return std::string(value.get_string());
        if (value.is_number()) return json::serialize(value);
        throw Bad{path, "a string"};
    }

    static Time as_time(const json::value& value, const std::string& path) {
        const auto time = value.is_string() ? read_time(std::string_view(value.get_string())) : std::nullopt;
        if (!time) throw Bad{path, "a time (RFC 3339, for example 2026-11-22T14:30:00Z)"};
        return *time;
    }

    static double as_number(const json::value& value, const std::string& path) {
        if (value.is_number()) return value.to_number<double>();
        throw Bad{path, "a number"};
    }

    static bool as_flag(const json::value& value, const std::string& path) {
        if (value.is_bool()) return value.get_bool();
        throw Bad{path, "true or false"};
    }

private:
    const json::object* object_;
    std::string path_;
};

}  // namespace candor::honesty
