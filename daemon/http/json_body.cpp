#include "daemon/http/json_body.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

namespace candor::http {

namespace {

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\n") == std::string_view::npos;
}

// What is wrong with a text; empty: nothing.
std::string fault_of(std::string_view text, std::size_t longest) {
    if (is_blank(text)) return "is empty";
    if (text.size() > longest) return fmt::format("is longer than {} bytes", longest);
    if (has_control(text)) return "contains a control character";
    return {};
}

}  // namespace

Result<boost::json::object> json_object(const Request& request) {
    if (request.body->empty()) return boost::json::object();
    if (request.media_type() != "application/json") {
        return Error(ErrorCode::unsupported_media, "The body is not declared as JSON.", "content-type",
                     "Send `Content-Type: application/json`.");
    }
    boost::json::error_code failure;
    boost::json::parse_options options;
    options.max_depth = json_depth;
    boost::json::value value = boost::json::parse(*request.body, failure, {}, options);
    if (failure == boost::json::error::too_deep) {
        return Error(ErrorCode::malformed_request, fmt::format("The JSON is nested deeper than {} levels.", json_depth), "body");
    }
    if (failure) return Error(ErrorCode::malformed_request, "The body is not valid JSON: " + failure.message() + ".", "body");
    if (!value.is_object()) return Error(ErrorCode::malformed_request, "The body is not a JSON object.", "body");
    return std::move(value.get_object());
}

std::string FieldReader::path_of(std::string_view name) const {
    return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

void FieldReader::fail(std::string_view name, std::string_view what) {
    if (!error_) error_.emplace(ErrorCode::invalid_argument, fmt::format("`{}` {}.", path_of(name), what), path_of(name));
}

void FieldReader::fail(const Error& error) {
    if (!error_) error_ = error;
}

const boost::json::value* FieldReader::find(std::string_view name) {
    read_.emplace(name);
    const boost::json::value* value = error_ ? nullptr : object_.if_contains(name);
    return value == nullptr || value->is_null() ? nullptr : value;
}

std::optional<std::string> FieldReader::optional_text(std::string_view name, std::size_t longest) {
    const boost::json::value* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) {
        fail(name, "is not a string");
        return std::nullopt;
    }
    std::string text(value->get_string().data(), value->get_string().size());
    if (const auto fault = fault_of(text, longest); !fault.empty()) {
        fail(name, fault);
        return std::nullopt;
    }
    return text;
}

std::string FieldReader::text(std::string_view name, std::size_t longest) {
    auto given = optional_text(name, longest);
    if (!given) fail(name, "is missing");
    return given ? std::move(*given) : std::string();
}

std::vector<std::string> FieldReader::texts(std::string_view name, std::size_t most, std::size_t longest) {
    const boost::json::array* items = array(name);
    std::vector<std::string> all;
    if (items == nullptr) return all;
    if (items->size() > most) fail(name, fmt::format("has more than {} entries", most));
    for (const boost::json::value& item : *items) {
        const auto place = fmt::format("{}[{}]", name, all.size());
        if (!item.is_string()) {
            fail(place, "is not a string");
        } else {
            const std::string_view text(item.get_string().data(), item.get_string().size());
            if (const auto fault = fault_of(text, longest); !fault.empty()) fail(place, fault);
            all.emplace_back(text);
        }
        if (error_) return {};
    }
    return all;
}

std::optional<bool> FieldReader::flag(std::string_view name) {
    const boost::json::value* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_bool()) return value->get_bool();
    fail(name, "is neither true nor false");
    return std::nullopt;
}

std::optional<std::int64_t> FieldReader::integer(std::string_view name, std::int64_t least, std::int64_t most) {
    const boost::json::value* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_int64() && value->get_int64() >= least && value->get_int64() <= most) return value->get_int64();
    fail(name, fmt::format("is not a whole number from {} to {}", least, most));
    return std::nullopt;
}

std::optional<Time> FieldReader::time(std::string_view name) {
    const auto given = optional_text(name, 64);
    if (!given) return std::nullopt;
    const auto parsed = parse_rfc3339(*given);
    if (!parsed) fail(name, "is not an RFC 3339 time such as 2026-11-22T14:00:00Z");
    return parsed;
}

std::optional<Duration> FieldReader::duration(std::string_view name) {
    const auto given = optional_text(name, 64);
    if (!given) return std::nullopt;
    const auto parsed = parse_duration(*given);
    if (!parsed) fail(name, "is not a duration such as 15m or 1h30m");
    return parsed;
}

const boost::json::object* FieldReader::object(std::string_view name) {
    const boost::json::value* value = find(name);
    if (value != nullptr && !value->is_object()) fail(name, "is not an object");
    return value == nullptr ? nullptr : value->if_object();
}

const boost::json::array* FieldReader::array(std::string_view name) {
    const boost::json::value* value = find(name);
    if (value != nullptr && !value->is_array()) fail(name, "is not a list");
    return value == nullptr ? nullptr : value->if_array();
}

std::optional<Error> FieldReader::error() const {
    if (error_) return error_;
    for (const auto& field : object_) {
        const std::string_view name(field.key().data(), field.key().size());
        if (read_.contains(name)) continue;
        return Error(ErrorCode::invalid_argument, fmt::format("`{}` is not a field of this request.", path_of(name.substr(0, 100))),
                     path_of(name.substr(0, 100)));
    }
    return std::nullopt;
}

}  // namespace candor::http
