// Values to JSON and back. Each struct lists its members once, in describe(); the writer and the reader both walk that list:
//
//     template <class V, Described<Symptom> S> void describe(V& visit, S& s) { visit.required("text", s.text); }
//
// The reader collects the first problem as an Error that names the field ("facts[0].label") and what is expected.
#pragma once

#include "core/error.hpp"
#include "core/id.hpp"
#include "core/names.hpp"
#include "core/time.hpp"

#include <boost/json.hpp>
#include <concepts>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace candor {

namespace json = boost::json;

template <class S, class T>
concept Described = std::same_as<std::remove_const_t<S>, T>;

class JsonWriter {
public:
    template <class T>
    void required(const char* name, const T& value) {
        (*this)(name, value);
    }

    template <class T>
    void operator()(const char* name, const T& value) {
        out_[name] = to_json(value);
    }

    template <class T>
        requires std::is_class_v<T>
    [[nodiscard]] static json::value to_json(const T& value) {
        JsonWriter writer;
        describe(writer, value);
        return std::move(writer.out_);
    }
    [[nodiscard]] static json::value to_json(const std::string& value) { return json::value(value); }
    [[nodiscard]] static json::value to_json(bool value) { return value; }
    [[nodiscard]] static json::value to_json(std::int64_t value) { return value; }
    [[nodiscard]] static json::value to_json(double value) { return value; }
    [[nodiscard]] static json::value to_json(Time value) { return json::value(to_rfc3339(value)); }
    [[nodiscard]] static json::value to_json(Duration value) { return value.count(); }
    template <NamedEnum E>
    [[nodiscard]] static json::value to_json(E value) {
        return json::value(to_string(value));
    }
    template <class Tag>
    [[nodiscard]] static json::value to_json(const Id<Tag>& value) {
        return json::value(value.str());
    }
    template <class T>
    [[nodiscard]] static json::value to_json(const std::optional<T>& value) {
        return value ? to_json(*value) : json::value(nullptr);
    }
    template <class T>
    [[nodiscard]] static json::value to_json(const std::vector<T>& values) {
        json::array array;
        for (const T& value : values) array.push_back(to_json(value));
        return array;
    }

private:
    json::object out_;
};

template <class T>
[[nodiscard]] json::object to_object(const T& value) {
    return std::move(JsonWriter::to_json(value).as_object());
}

class JsonReader {
public:
    JsonReader(const json::object& in, std::string path) : in_(in), path_(std::move(path)) {}

    template <class T>
    void required(const char* name, T& value) {
        known_.push_back(name);
        const json::value* found = in_.if_contains(name);
        if (found == nullptr || found->is_null()) return fail(name, "is missing", "Give it.");
        read(*found, field(name), value);
    }

    // Absent or null leaves the value as it is.
    template <class T>
    void operator()(const char* name, T& value) {
        known_.push_back(name);
        const json::value* found = in_.if_contains(name);
        if (found != nullptr && !found->is_null()) read(*found, field(name), value);
    }

    // A member that is read elsewhere.
    void skip(const char* name) { known_.push_back(name); }

    // The first problem, or that the object has a member nobody knows.
    [[nodiscard]] std::optional<Error> problem() const;

private:
    [[nodiscard]] std::string field(std::string_view name) const;
    void fail(std::string_view name, std::string_view what, std::string mend);
    void fail_at(std::string where, std::string_view what, std::string mend);

    template <class T>
        requires std::is_class_v<T>
    void read(const json::value& in, const std::string& where, T& value) {
        if (!in.is_object()) return fail_at(where, "must be an object", "");
        JsonReader reader(in.get_object(), where);
        describe(reader, value);
        if (!error_) error_ = reader.problem();
    }
    void read(const json::value& in, const std::string& where, std::string& value);
    void read(const json::value& in, const std::string& where, bool& value);
    void read(const json::value& in, const std::string& where, std::int64_t& value);
    void read(const json::value& in, const std::string& where, double& value);
    void read(const json::value& in, const std::string& where, Time& value);
    void read(const json::value& in, const std::string& where, Duration& value);

    template <NamedEnum E>
    void read(const json::value& in, const std::string& where, E& value) {
        const auto parsed = in.is_string() ? parse_name<E>(std::string_view(in.get_string())) : std::nullopt;
        if (!parsed) return fail_at(where, "is not one of the words allowed", fmt::format("Use {}.", names_of<E>()));
        value = *parsed;
    }
    template <class Tag>
    void read(const json::value& in, const std::string& where, Id<Tag>& value) {
        std::string text;
        read(in, where, text);
        value = Id<Tag>(std::move(text));
    }
    template <class T>
    void read(const json::value& in, const std::string& where, std::optional<T>& value) {
        T inner{};
        read(in, where, inner);
        value = std::move(inner);
    }
    template <class T>
    void read(const json::value& in, const std::string& where, std::vector<T>& values) {
        if (!in.is_array()) return fail_at(where, "must be a list", "");
        for (const json::value& element : in.get_array()) {
            T value{};
            read(element, fmt::format("{}[{}]", where, values.size()), value);
            values.push_back(std::move(value));
        }
    }

    const json::object& in_;
    std::string path_;
    std::vector<std::string_view> known_;
    std::optional<Error> error_;
};

// Reads a whole object; members that T does not have are errors.
template <class T>
[[nodiscard]] Result<T> from_object(const json::object& in, std::string path = {}) {
    T value{};
    JsonReader reader(in, std::move(path));
    describe(reader, value);
    if (auto problem = reader.problem()) return *problem;
    return value;
}

}  // namespace candor
