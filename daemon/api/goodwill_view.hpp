// What may be given, what was given and what is left, as JSON. Sums are in the smallest unit of the currency, with the
// amount as people write it beside them.
#pragma once

#include "core/incident/goodwill.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace candor::api {

namespace json = boost::json;

// The catalogue, the most worth for its cost first. `allowed` is null where no situation is asked about.
[[nodiscard]] json::array catalogue_view(const RemedyOffer& offer, bool in_a_situation);
// The caps; with a record, what was given and what is left.
[[nodiscard]] json::array caps_view(const RemedyOffer& offer, const Record* record);
[[nodiscard]] json::object grant_view(const Grant& grant);
[[nodiscard]] json::array grants_view(const Record& record);

[[nodiscard]] std::string amount_text(std::int64_t amount, const std::string& currency);

// Incidents of the past that are like this one, and how far the record reaches back.
[[nodiscard]] json::array similar_view(const Record& record);

}  // namespace candor::api
