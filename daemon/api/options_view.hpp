// What customers can choose, as JSON.
#pragma once

#include "core/incident/choice.hpp"
#include "daemon/store/store.hpp"

#include <boost/json/array.hpp>
#include <map>
#include <string>

namespace candor::api {

namespace json = boost::json;

// How often each was chosen, by its number.
using ChoiceCounts = std::map<std::string, std::int64_t>;

// Those that were offered, and of those in `planned` the others.
[[nodiscard]] json::array options_view(const Record& record, const std::vector<PlannedOption>& planned, const ChoiceCounts& counts);

}  // namespace candor::api
