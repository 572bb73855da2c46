#include "daemon/api/query.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace candor::api {

std::optional<std::string> QueryReader::text(std::string_view name) {
    read_.emplace_back(name);
    return request_.query(name);
}

bool QueryReader::flag(std::string_view name) {
    const auto given = text(name);
    if (!given || given == "false") return false;
    if (given != "true") fail(name, "is neither true nor false", "");
    return true;
}

std::int64_t QueryReader::number(std::string_view name, std::int64_t fallback, std::int64_t least, std::int64_t most) {
    const auto given = text(name);
    if (!given) return fallback;
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(given->data(), given->data() + given->size(), value);
    const bool whole = failure == std::errc() && end == given->data() + given->size();
    if (whole && value >= least && value <= most) return value;
    fail(name, fmt::format("is not a whole number from {} to {}", least, most), "");
    return fallback;
}

void QueryReader::fail(std::string_view name, std::string_view what, std::string mend) {
    if (!error_) error_.emplace(ErrorCode::invalid_argument, fmt::format("The parameter `{}` {}.", name, what), std::string(name), std::move(mend));
}

std::optional<Error> QueryReader::error() const {
    if (error_) return error_;
    for (std::string_view rest = request_.query_text; !rest.empty();) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        const auto name = http::percent_decode(pair.substr(0, pair.find('=')), true);
        if (pair.empty() || (name && std::find(read_.begin(), read_.end(), *name) != read_.end())) continue;
        return Error(ErrorCode::invalid_argument, fmt::format("`{}` is not a parameter here.", name.value_or("?").substr(0, 100)), "query",
                     read_.empty() ? "There are none here." : fmt::format("The parameters are: {}.", fmt::join(read_, ", ")));
    }
    return std::nullopt;
}

}  // namespace candor::api
