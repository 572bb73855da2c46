#include "daemon/api/options_view.hpp"

#include "daemon/api/view.hpp"

#include <boost/json/object.hpp>

namespace candor::api {

namespace {

json::object option_view(const ListedOption& option, const ChoiceCounts& counts) {
    const OfferedOption* offered = option.offered;
    json::object out;
    out["number"] = option.number;
    out["text"] = option.text;
    out["component"] = text_or_null(option.component.str());
    out["state"] = offered == nullptr ? "planned" : offered->is_offered() ? "offered" : "withdrawn";
    out["offered_at"] = offered == nullptr ? json::value(nullptr) : json::value(to_rfc3339(offered->at));
    out["offered_by"] = offered == nullptr ? json::value(nullptr) : json::value(offered->by);
    out["withdrawal"] = offered == nullptr ? json::value(nullptr) : text_or_null(offered->withdrawal);
    const auto chosen = counts.find(std::to_string(option.number));
    out["chosen"] = chosen == counts.end() ? 0 : chosen->second;
    return out;
}

}  // namespace

json::array options_view(const Record& record, const std::vector<PlannedOption>& planned, const ChoiceCounts& counts) {
    json::array list;
    for (const ListedOption& option : options_of(record, planned)) list.push_back(option_view(option, counts));
    return list;
}

}  // namespace candor::api
