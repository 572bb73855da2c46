// Reading a JSON body: strictly, and so that what is wrong names its field.
#pragma once

#include "core/error.hpp"
#include "core/time.hpp"
#include "daemon/http/request.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace candor::http {

inline constexpr std::size_t json_depth = 32;

// The body as an object. Refused: another media type (415), what is no JSON object or nested deeper than json_depth (400).
// An empty body is an empty object.
[[nodiscard]] Result<boost::json::object> json_object(const Request& request);

// Reads the fields of an object. The first mistake is kept and every later read returns nothing: read all, then ask
// error(). A field that nobody has read is a mistake too: a misspelt option must not be silently ignored.
class FieldReader {
public:
    explicit FieldReader(const boost::json::object& object, std::string path = {}) : object_(object), path_(std::move(path)) {}

    // Text of at most `longest` bytes, not blank, without control characters but \n and \t.
    [[nodiscard]] std::string text(std::string_view name, std::size_t longest);
    [[nodiscard]] std::optional<std::string> optional_text(std::string_view name, std::size_t longest);
    [[nodiscard]] std::vector<std::string> texts(std::string_view name, std::size_t most, std::size_t longest);  // absent: none
    [[nodiscard]] std::optional<bool> flag(std::string_view name);
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name, std::int64_t least, std::int64_t most);
    [[nodiscard]] std::optional<Time> time(std::string_view name);  // RFC 3339
    [[nodiscard]] std::optional<Duration> duration(std::string_view name);  // "15m", "1h30m"
    // nullptr: absent or null.
    [[nodiscard]] const boost::json::object* object(std::string_view name);
    [[nodiscard]] const boost::json::array* array(std::string_view name);

    // One of the words of an enumeration, by its own parser.
    template <class Parse>
    [[nodiscard]] auto word(std::string_view name, Parse parse, std::string_view allowed) -> decltype(parse(std::string_view())) {
        const auto given = optional_text(name, 100);
        if (!given) return std::nullopt;
        auto parsed = parse(std::string_view(*given));
        if (!parsed) fail(name, "is not one of " + std::string(allowed));
        return parsed;
    }

    // A mistake that the caller has found.
    void fail(std::string_view name, std::string_view what);
    // Where an Error of a part belongs: its field is put under this one's path.
    void fail(const Error& error);

    [[nodiscard]] std::optional<Error> error() const;
    [[nodiscard]] std::string path_of(std::string_view name) const;

private:
    [[nodiscard]] const boost::json::value* find(std::string_view name);  // nullptr: absent, null, or a mistake before

    const boost::json::object& object_;
    std::string path_;
    std::set<std::string, std::less<>> read_;
    std::optional<Error> error_;
};

}  // namespace candor::http
