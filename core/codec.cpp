#include "core/codec.hpp"

#include <algorithm>

namespace candor {

std::optional<Error> JsonReader::problem() const {
    if (error_) return error_;
    for (const auto& member : in_) {
        if (std::find(known_.begin(), known_.end(), member.key()) != known_.end()) continue;
        std::string names;
        for (const std::string_view name : known_) names += (names.empty() ? "" : ", ") + std::string(name);
        return Error(ErrorCode::invalid_argument, fmt::format("{} is not a known field.", std::string_view(member.key())),
                     field(member.key()), fmt::format("The fields are: {}.", names));
    }
    return std::nullopt;
}

std::string JsonReader::field(std::string_view name) const {
    return path_.empty() ? std::string(name) : fmt::format("{}.{}", path_, name);
}

void JsonReader::fail(std::string_view name, std::string_view what, std::string mend) {
    fail_at(field(name), what, std::move(mend));
}

void JsonReader::fail_at(std::string where, std::string_view what, std::string mend) {
    if (!error_) error_ = Error(ErrorCode::invalid_argument, fmt::format("{} {}.", where, what), where, std::move(mend));
}

void JsonReader::read(const json::value& in, const std::string& where, std::string& value) {
    if (!in.is_string()) return fail_at(where, "must be text", "");
    value = std::string(std::string_view(in.get_string()));
}

void JsonReader::read(const json::value& in, const std::string& where, bool& value) {
    if (!in.is_bool()) return fail_at(where, "must be true or false", "");
    value = in.get_bool();
}

void JsonReader::read(const json::value& in, const std::string& where, std::int64_t& value) {
    boost::system::error_code error;
    value = in.to_number<std::int64_t>(error);
    if (error) fail_at(where, "must be a whole number", "");
}

void JsonReader::read(const json::value& in, const std::string& where, double& value) {
    boost::system::error_code error;
    value = in.to_number<double>(error);
    if (error) fail_at(where, "must be a number", "");
}

void JsonReader::read(const json::value& in, const std::string& where, Time& value) {
    const auto parsed = in.is_string() ? parse_rfc3339(std::string_view(in.get_string())) : std::nullopt;
    if (!parsed) return fail_at(where, "must be a time with its zone", "For example 2026-11-22T14:30:00Z.");
    value = *parsed;
}

void JsonReader::read(const json::value& in, const std::string& where, Duration& value) {
    std::int64_t milliseconds = 0;
    read(in, where, milliseconds);
    value = Duration(milliseconds);
}

}  // namespace candor
