// Reading the query of a request: strictly. `?prevew=true` must not publish what was to be looked at.
#pragma once

#include "core/error.hpp"
#include "daemon/http/request.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candor::api {

// The first mistake is kept: read all, then ask error(). A parameter that nobody has read is a mistake too.
class QueryReader {
public:
    explicit QueryReader(const http::Request& request) : request_(request) {}

    [[nodiscard]] bool flag(std::string_view name);  // absent: false
    [[nodiscard]] std::int64_t number(std::string_view name, std::int64_t fallback, std::int64_t least, std::int64_t most);
    [[nodiscard]] std::optional<std::string> text(std::string_view name);

    // One of the words of an enumeration.
    template <class Parse>
    [[nodiscard]] auto word(std::string_view name, Parse parse, const std::string& allowed) -> decltype(parse(std::string_view())) {
        const auto given = text(name);
        if (!given) return std::nullopt;
        auto parsed = parse(std::string_view(*given));
        if (!parsed) fail(name, "is not one of the words allowed", "Use " + allowed + ".");
        return parsed;
    }

    [[nodiscard]] std::optional<Error> error() const;

private:
    void fail(std::string_view name, std::string_view what, std::string mend);

    const http::Request& request_;
    std::vector<std::string> read_;
    std::optional<Error> error_;
};

}  // namespace candor::api
